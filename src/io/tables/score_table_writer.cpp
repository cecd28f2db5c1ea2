// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "fokker/io/tables/score_table.hpp"
#include "io/file.hpp"
#include "io/hdf5/variables.hpp"

namespace fokker {
namespace {

using namespace io;

constexpr const char* conventions =
    "fokker 1: /score holds grad log p over (time, axes, component) in process time, linear between its times and "
    "multilinear between its nodes, which are boundaries, centres and faces of the cells of the run that wrote it.";

void write_scale(hid_t root, Scales& scales, const std::string& name, const double* values, std::size_t size,
                 const Meaning& meaning) {
  Handle dataset = h5d_create(root, name, H5T_IEEE_F64LE, {size});
  h5d_write(dataset, H5T_NATIVE_DOUBLE, values);
  write_attribute(dataset, "long_name", meaning.long_name);
  write_attribute(dataset, "units", meaning.units);
  scales.add(name, std::move(dataset));
}

void write_components(hid_t root, Scales& scales, const std::vector<std::string>& axes) {
  const Handle type = utf8_type();
  std::vector<const char*> names;
  for (const auto& axis : axes) names.push_back(axis.c_str());
  Handle dataset = h5d_create(root, "component", type, {names.size()});
  h5d_write(dataset, type, names.data());
  write_attribute(dataset, "long_name", std::string("coordinate that the score is the slope along"));
  scales.add("component", std::move(dataset));
}

void write_content(hid_t root, const Grid& grid, const Score& score, const std::vector<double>& times) {
  std::vector<std::string> axes;
  for (const Axis& axis : grid.axes()) axes.push_back(axis.name);
  write_attribute(root, "fokker_schema", layout_schema);
  write_attribute(root, "fokker_version", std::string(FOKKER_VERSION));
  write_attribute(root, "conventions", std::string(conventions));
  Scales scales;
  write_scale(root, scales, "time", times.data(), times.size(), {"process time", "time"});
  for (const Axis& axis : grid.axes()) {
    const Array nodes = score_nodes(axis);
    write_scale(root, scales, axis.name, nodes.data(), static_cast<std::size_t>(nodes.size()),
                {axis.name + ", boundaries, cell centres and faces", "length"});
  }
  write_components(root, scales, axes);
  std::vector<std::string> dimensions = {"time"};
  dimensions.insert(dimensions.end(), axes.begin(), axes.end());
  dimensions.emplace_back("component");
  const Handle dataset = create_variable(root, scales, "score", dimensions, H5T_IEEE_F64LE, {"grad log p", "1/length"});
  for (std::size_t k = 0; k < times.size(); ++k)
    h5d_write_row(dataset, k, tabulated(score, grid, {times[k]}).values.front().data());
}

}  // namespace

void write_score_table(const std::filesystem::path& file, const Grid& grid, const Score& score,
                       const std::vector<double>& times) {
  replace_by_image(file, [&](hid_t root) { write_content(root, grid, score, times); });
}

}  // namespace fokker
