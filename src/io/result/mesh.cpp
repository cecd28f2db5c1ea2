// SPDX-License-Identifier: MIT
// /mesh/nodes ([time,] axis_edges.., space): corners of the cells in space, x, y, z each. Viewers of XDMF require the
// first dimension of an array to be the slowest and z, so that rectilinear axes would come out mirrored; places of
// their own have no such order. Along one axis the cells are shown as a strip, (strip, axis_edges, space), a tenth as
// high as long.
#include <algorithm>

#include "io/hdf5/packed.hpp"
#include "io/result/layout.hpp"

namespace fokker::io {
namespace {

/// Places along one dimension of the mesh.
struct Direction {
  Eigen::Index component;  ///< of space, that changes along it
  Array places;
};

Array places_at(const Evidence& evidence, int axis, std::size_t k) {
  const Array& edges = evidence.grid.axis(axis).edges;
  if (evidence.frames.empty()) return edges;
  return evidence.frames[k].centre[axis] + evidence.frames[k].scale[axis] * edges;
}

double strip_height(const Evidence& evidence) {
  double longest = 0;
  for (std::size_t k = 0; k < evidence.times.size(); ++k) {
    const Array places = places_at(evidence, 0, k);
    longest = std::max(longest, places[places.size() - 1] - places[0]);
  }
  return 0.1 * longest;
}

std::vector<Direction> directions_at(const Evidence& evidence, std::size_t k, const std::vector<double>& strip) {
  std::vector<Direction> directions;
  if (!strip.empty()) directions.push_back({1, Eigen::Map<const Array>(strip.data(), 2)});
  for (int a = 0; a < evidence.grid.dimension(); ++a) directions.push_back({a, places_at(evidence, a, k)});
  return directions;
}

/// The nodes at place `first` of the first direction, three numbers each, the last direction fastest.
std::vector<double> nodes_at(const std::vector<Direction>& directions, Eigen::Index first) {
  Eigen::Index count = 1;
  for (std::size_t j = 1; j < directions.size(); ++j) count *= directions[j].places.size();
  std::vector<double> nodes(static_cast<std::size_t>(3 * count), 0.0);
  for (Eigen::Index i = 0; i < count; ++i) {
    double* node = nodes.data() + 3 * i;
    Eigen::Index rest = i;
    for (std::size_t j = directions.size(); j-- > 1;) {
      const Array& places = directions[j].places;
      node[directions[j].component] = places[rest % places.size()];
      rest /= places.size();
    }
    node[directions[0].component] = directions[0].places[first];
  }
  return nodes;
}

/// A scale that the mesh alone has.
Handle own_scale(hid_t group, const std::string& name, const std::vector<double>& strip) {
  const bool is_strip = name == "strip";
  const Handle text = utf8_type();
  Handle scale = h5d_create(group, name, is_strip ? H5T_IEEE_F64LE : static_cast<hid_t>(text), {is_strip ? 2u : 3u});
  const char* const names[] = {"x", "y", "z"};
  if (is_strip)
    h5d_write(scale, H5T_NATIVE_DOUBLE, strip.data());
  else
    h5d_write(scale, text, names);
  write_attribute(scale, "long_name",
                  std::string(is_strip ? "lower and upper end of the strip" : "coordinate of space"));
  write_attribute(scale, "units", std::string(is_strip ? "length" : "1"));
  h5ds_set_scale(scale, name);
  return scale;
}

std::vector<std::string> dimensions_of(const Evidence& evidence) {
  std::vector<std::string> names;
  if (!evidence.frames.empty()) names.push_back("time");
  if (evidence.grid.dimension() == 1) names.push_back("strip");
  for (const Axis& axis : evidence.grid.axes()) names.push_back(axis.name + "_edges");
  names.push_back("space");
  return names;
}

void write_nodes(hid_t dataset, const Evidence& evidence, const Extents& extents, const std::vector<double>& strip) {
  const bool moving = !evidence.frames.empty();
  for (std::size_t k = 0; k < (moving ? evidence.times.size() : 1); ++k) {
    const auto directions = directions_at(evidence, k, strip);
    for (Eigen::Index i = 0; i < directions[0].places.size(); ++i) {
      Extents start(extents.size(), 0), count = extents;
      if (moving) start[0] = k, count[0] = 1;
      start[moving] = static_cast<hsize_t>(i), count[moving] = 1;
      h5d_write_block(dataset, start, count, nodes_at(directions, i).data());
    }
  }
}

}  // namespace

void write_mesh(hid_t root, const Scales& scales, const Evidence& evidence) {
  if (evidence.grid.dimension() > 3) return;  // no viewer has places for it
  const Handle group = h5g_create(root, "mesh");
  std::vector<double> strip;
  if (evidence.grid.dimension() == 1) strip = {0.0, strip_height(evidence)};
  const auto dimensions = dimensions_of(evidence);
  const auto is_own = [](const std::string& name) { return name == "strip" || name == "space"; };
  Extents extents;
  for (const auto& name : dimensions)
    extents.push_back(is_own(name) ? (name == "strip" ? 2 : 3) : scales.extents({name})[0]);

  const Handle dataset = h5d_create_packed(group, "nodes", H5T_IEEE_F64LE, extents);
  write_attribute(dataset, "long_name", std::string("corners of the cells in space, for XDMF"));
  write_attribute(dataset, "units", std::string("length"));
  for (unsigned k = 0; k < dimensions.size(); ++k) {
    if (is_own(dimensions[k])) {
      h5ds_attach_scale(dataset, own_scale(group, dimensions[k], strip), k);
      continue;
    }
    h5l_create_hard(root, dimensions[k], group);
    h5ds_attach_scale(dataset, scales.at(dimensions[k]), k);
  }
  write_nodes(dataset, evidence, extents, strip);
}

}  // namespace fokker::io
