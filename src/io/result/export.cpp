// SPDX-License-Identifier: MIT
// Any dataset of OUT.h5 with its dimensions, for `fokker export`.
#include "fokker/io/result/export.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "fokker/core/spelling.hpp"
#include "io/file.hpp"
#include "io/hdf5/guarded.hpp"
#include "io/hdf5/read.hpp"
#include "io/result/layout.hpp"

namespace fokker {
namespace {

using namespace io;

std::string joined(const std::string& group, const std::string& name) {
  return group.empty() ? name : group + "/" + name;
}

herr_t take_name(hid_t, unsigned, hid_t scale, void* data) {
  std::array<char, 256> name{};
  H5DSget_scale_name(scale, name.data(), name.size());
  *static_cast<std::string*>(data) = name.data();
  return 1;
}

/// Describes what the file holds, without values.
class FileListing {
 public:
  explicit FileListing(const Location& root) {
    visit(root, "");
    for (Variable& variable : variables) variable.path = first_.at(addresses_[&variable - variables.data()]);
  }

  std::vector<Variable> variables;

 private:
  void visit(const Location& location, const std::string& group) {
    for (const auto& name : dataset_names(location)) add(open_dataset(location, name), group, name);
    for (const auto& name : group_names(location)) {
      if (std::count(group.begin(), group.end(), '/') > 3) refuse_data(location.path, "groups within groups");
      visit(open_group(location, name), joined(group, name));
    }
  }

  void add(const Location& dataset, const std::string& group, const std::string& name) {
    Variable variable;
    variable.group = group;
    variable.name = name;
    variable.coordinate = H5DSis_scale(dataset.handle) > 0;
    for (const hsize_t extent : extents_of(dataset)) variable.extents.push_back(extent);
    for (unsigned k = 0; k < variable.extents.size(); ++k) {
      std::string dimension = variable.coordinate ? name : "";
      if (!variable.coordinate) H5DSiterate_scales(dataset.handle, k, nullptr, take_name, &dimension);
      if (dimension.empty()) refuse_data(dataset.path, fmt::format("dimension {} has no scale", k));
      variable.dimensions.push_back(dimension);
    }
    if (has_attribute(dataset, "long_name")) variable.long_name = text_attribute(dataset, "long_name");
    if (has_attribute(dataset, "units")) variable.units = text_attribute(dataset, "units");
    H5O_info_t info{};
    if (H5Oget_info2(dataset.handle, &info, H5O_INFO_BASIC) < 0) refuse_data(dataset.path, "cannot be read");
    first_.emplace(info.addr, joined(group, name));
    addresses_.push_back(info.addr);
    variables.push_back(std::move(variable));
  }

  std::map<haddr_t, std::string> first_;
  std::vector<haddr_t> addresses_;
};

bool lies_in(const Variable& variable, const std::string& name) {
  const std::string path = joined(variable.group, variable.name);
  return path == name || path.starts_with(name + "/");
}

/// Names what the group of a name has, or where there is none the groups.
[[noreturn]] void refuse_name(const std::string& name, const std::vector<Variable>& variables) {
  const std::string group = name.substr(0, name.find_last_of('/') == std::string::npos ? 0 : name.find_last_of('/'));
  std::vector<std::string> names, groups, members;
  for (const auto& variable : variables) {
    if (variable.coordinate && !variable.group.empty()) continue;
    names.push_back(joined(variable.group, variable.name));
    if (variable.group == group && !group.empty()) members.push_back(names.back());
    if (!variable.group.empty() && std::count(groups.begin(), groups.end(), variable.group) == 0)
      groups.push_back(variable.group);
  }
  const auto& legal = members.empty() ? groups : members;
  throw Error(Fault::usage, fmt::format("no dataset '{}'", name), fmt::format("{}", fmt::join(legal, ", ")),
              nearest_name(name, names));
}

/// True if `other` holds the positions of the values of a variable.
bool places(const Variable& variable, const Variable& other) {
  return other.group == variable.group &&
         std::any_of(variable.dimensions.begin(), variable.dimensions.end(), [&](const std::string& dimension) {
           return other.name == dimension || other.name == position_name(dimension);
         });
}

/// What was asked for, and the coordinates that it stands on.
std::vector<Variable> chosen(const std::vector<Variable>& all, const ExportSelection& selection) {
  std::vector<bool> taken(all.size(), false);
  for (std::size_t i = 0; i < all.size(); ++i) taken[i] = selection.names.empty() && !lies_in(all[i], "mesh");
  for (std::string name : selection.names) {
    name.erase(0, std::min(name.find_first_not_of('/'), name.size()));
    while (name.ends_with('/')) name.pop_back();
    bool found = false;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (lies_in(all[i], name)) taken[i] = found = true;
    if (!found) refuse_name(name, all);
  }
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < all.size() && taken[i] && !all[i].coordinate; ++j)
      taken[j] = taken[j] || places(all[i], all[j]);
  std::vector<Variable> result;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (taken[i]) result.push_back(all[i]);
  return result;
}

std::size_t nearest_row(const Location& root, double wanted) {
  const auto times = read_doubles(root, "time", {extents_of(open_dataset(root, "time")).at(0)});
  if (times.empty()) refuse_data("/time", "no snapshot");
  const double rounding = 1e-9 * std::max(std::abs(times.front()), std::abs(times.back()));
  if (!(wanted >= times.front() - rounding && wanted <= times.back() + rounding))
    throw Error(Fault::usage, fmt::format("--time {}, outside the snapshots", wanted),
                fmt::format("{} to {}", times.front(), times.back()));
  const auto nearest = std::min_element(
      times.begin(), times.end(), [&](double a, double b) { return std::abs(a - wanted) < std::abs(b - wanted); });
  return static_cast<std::size_t>(nearest - times.begin());
}

Variable::Values read_any(const Location& group, const Variable& variable) {
  const Location dataset = open_dataset(group, variable.name);
  const Handle type(H5Dget_type(dataset.handle), H5Tclose);
  const Extents extents(variable.extents.begin(), variable.extents.end());
  switch (H5Tget_class(type)) {
    case H5T_FLOAT:
      return read_doubles(group, variable.name, extents);
    case H5T_INTEGER:
      return read_integers(group, variable.name, extents);
    default:
      return read_texts(group, variable.name, extents);
  }
}

void keep_row(Variable& variable, Variable::Values& values, std::size_t row) {
  std::visit(
      [&](auto& list) {
        const std::size_t size = list.size() / variable.extents[0];
        const auto begin = list.begin() + static_cast<std::ptrdiff_t>(row * size);
        list = {begin, begin + static_cast<std::ptrdiff_t>(size)};
      },
      values);
  variable.extents[0] = 1;
}

void read_values(const Location& root, std::optional<std::size_t> row, std::vector<Variable>& variables) {
  std::map<std::string, const Variable*> read;
  for (Variable& variable : variables) {
    const bool sliced = row && !variable.dimensions.empty() && variable.dimensions[0] == "time";
    if (const auto found = read.find(variable.path); found != read.end()) {
      variable.extents = found->second->extents;
      variable.values = found->second->values;
      continue;
    }
    const std::string place = "/" + variable.group;
    const Location group{Handle(H5Gopen2(root.handle, place.c_str(), H5P_DEFAULT), H5Gclose), place};
    auto values = read_any(group, variable);
    if (sliced) keep_row(variable, values, *row);
    variable.values = std::make_shared<const Variable::Values>(std::move(values));
    read.emplace(variable.path, &variable);
  }
}

std::vector<Variable> variables_in(const Location& root, const ExportSelection& selection) {
  require_schema(root);
  std::vector<Variable> variables = chosen(FileListing(root).variables, selection);
  std::optional<std::size_t> row;
  if (selection.time) row = nearest_row(root, *selection.time);
  read_values(root, row, variables);
  return variables;
}

}  // namespace

std::vector<Variable> read_variables(const std::filesystem::path& file, const ExportSelection& selection,
                                     const ReadOptions& options) {
  return read_named(file, options, [&](std::string bytes) {
    const Hdf5Session session;
    return variables_in(ReadImage(std::move(bytes), file).root(), selection);
  });
}

std::vector<Variable> result_variables(const Result& result, const ExportSelection& selection) {
  const Hdf5Session session;
  Image image;
  const Location root{Handle(H5Gopen2(image.file(), "/", H5P_DEFAULT), H5Gclose), "/"};
  write_content(root.handle, result);
  return variables_in(root, selection);
}

void write_csv(const std::filesystem::path& file, const CsvTable& table) { replace_file(file, csv_text(table)); }

void write_npz(const std::filesystem::path& file, const std::vector<Variable>& variables) {
  replace_file(file, npz_bytes(variables));
}

}  // namespace fokker
