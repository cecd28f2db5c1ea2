// SPDX-License-Identifier: MIT
#include "fokker/io/result/xdmf.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <fstream>

#include "fokker/core/error.hpp"
#include "io/file.hpp"

namespace fokker {
namespace {

constexpr std::size_t most_viewed = 3;  // axes: viewers have no places for more
constexpr std::string_view head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- written by fokker beside its HDF5";

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '"')
      result += "&quot;";
    else if (static_cast<unsigned char>(c) >= 0x20)  // XML has no others
      result += c;
  }
  return result;
}

using Counts = std::vector<std::size_t>;

/// An HDF5 dataset, or its row k, in the shape that the reader is to see.
class Items {
 public:
  Items(const std::string& file, std::size_t times) : file_(escaped(file)), times_(times) {}

  std::string whole(const std::string& path, const Counts& extents) const {
    return fmt::format(
        "<DataItem Format=\"HDF\" NumberType=\"Float\" Precision=\"8\" Dimensions=\"{}\">{}:/{}</DataItem>",
        fmt::join(extents, " "), file_, path);
  }

  std::string row(const std::string& path, std::size_t k, const Counts& extents, const Counts& shape) const {
    Counts all = {times_}, start = {k}, stride(extents.size() + 1, 1), count = {1};
    all.insert(all.end(), extents.begin(), extents.end());
    count.insert(count.end(), extents.begin(), extents.end());
    start.resize(all.size(), 0);
    return fmt::format(
        "<DataItem ItemType=\"HyperSlab\" NumberType=\"Float\" Precision=\"8\" Dimensions=\"{}\">"
        "<DataItem Format=\"XML\" NumberType=\"Int\" Dimensions=\"3 {}\">{} {} {}</DataItem>{}</DataItem>",
        fmt::join(shape, " "), all.size(), fmt::join(start, " "), fmt::join(stride, " "), fmt::join(count, " "),
        whole(path, all));
  }

 private:
  std::string file_;
  std::size_t times_;
};

/// Paths of the datasets with one number per time and cell.
std::vector<std::string> cell_datasets(const Evidence& evidence) {
  std::vector<std::string> paths;
  const auto add = [&](const std::string& group, const GridSolution* solution) {
    paths.push_back(group + "/density");
    if (solution && !solution->errors.empty()) paths.push_back(group + "/density_error");
  };
  add("forward", &evidence.forward);
  if (!evidence.exact.empty()) add("exact", nullptr);
  for (const auto& reverse : evidence.reversals) add("reverse/" + reverse.name, &reverse.solution);
  if (evidence.particles) add("particles/forward", nullptr);
  for (const auto& particles : evidence.particle_reversals) add("particles/reverse/" + particles.name, nullptr);
  return paths;
}

}  // namespace

std::string xdmf_text(const Result& snapshots, const std::string& hdf5_name) {
  const Evidence& evidence = snapshots.evidence;
  const Items items(hdf5_name, evidence.times.size());
  Counts cells, shape, nodes;
  for (const Axis& axis : evidence.grid.axes()) cells.push_back(static_cast<std::size_t>(axis.cells()));
  shape = cells;
  if (shape.size() == 1) shape.insert(shape.begin(), 1);
  for (const std::size_t n : shape) nodes.push_back(n + 1);
  Counts places = nodes;
  places.push_back(3);
  std::string text = fmt::format(
      "{} file; ParaView: open it with \"XDMF Reader\" -->\n<Xdmf Version=\"2.0\"><Domain>\n"
      "<Grid Name=\"{}\" GridType=\"Collection\" CollectionType=\"Temporal\">\n",
      head, escaped(snapshots.title));
  for (std::size_t k = 0; k < evidence.times.size() && shape.size() <= most_viewed; ++k) {
    text += fmt::format(
        "<Grid Name=\"cells\" GridType=\"Uniform\"><Time Value=\"{}\"/>\n"
        "  <Topology TopologyType=\"{}DSMesh\" Dimensions=\"{}\"/>\n  <Geometry GeometryType=\"XYZ\">{}</Geometry>\n",
        evidence.times[k], shape.size(), fmt::join(nodes, " "),
        evidence.frames.empty() ? items.whole("mesh/nodes", places) : items.row("mesh/nodes", k, places, places));
    for (const auto& path : cell_datasets(evidence))
      text += fmt::format("  <Attribute Name=\"{}\" AttributeType=\"Scalar\" Center=\"Cell\">{}</Attribute>\n", path,
                          items.row(path, k, cells, shape));
    text += "</Grid>\n";
  }
  return text + "</Grid>\n</Domain></Xdmf>\n";
}

std::filesystem::path xdmf_path(const std::filesystem::path& output) {
  auto path = output;
  return path.replace_extension(".xdmf");
}

void write_xdmf(const std::filesystem::path& output, const Result& snapshots) {
  if (snapshots.evidence.grid.axes().size() > most_viewed) return;
  io::replace_file(xdmf_path(output), xdmf_text(snapshots, output.filename().string()));
}

void check_xdmf(const std::filesystem::path& output, bool force) {
  const auto path = xdmf_path(output);
  if (path == output)
    throw Error(Fault::file,
                {output.string(), "", "the name of the XDMF file next to the output", "", "a name that ends in .h5"});
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return;
  if (!std::filesystem::is_regular_file(status))
    throw Error(Fault::file, {path.string(), "", "not a regular file, where the XDMF file of the output goes", "",
                              "another output"});
  std::array<char, head.size()> begin{};
  std::ifstream(path, std::ios::binary).read(begin.data(), begin.size());
  if (!force && std::string_view(begin.data(), begin.size()) != head)
    throw Error(Fault::file,
                {path.string(), "", "exists, where the XDMF file of the output goes, and is none of fokker's", "",
                 "another output, or --force"});
}

}  // namespace fokker
