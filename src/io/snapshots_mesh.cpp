// /mesh/nodes ([time,] axis_edges.., space): corners of the cells in space, x, y, z each. Viewers of XDMF want the
// first dimension of an array to be the slowest and z, so that rectilinear axes would come out mirrored; places of
// their own have no such order. Along one axis the cells are shown as a strip, (strip, axis_edges, space), a tenth as
// high as long.
#include "io/hdf5_packed.hpp"
#include "io/snapshots_layout.hpp"

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
  double length = 0;
  for (std::size_t k = 0; k < evidence.times.size(); ++k) {
    const Array places = places_at(evidence, 0, k);
    length = std::max(length, places[places.size() - 1] - places[0]);
  }
  return 0.1 * length;
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

Handle scale_of(hid_t group, const std::string& name, hid_t type, std::size_t count, const Meaning& meaning) {
  Handle scale = h5d_create(group, name, type, {count});
  write_attribute(scale, "long_name", meaning.long_name);
  write_attribute(scale, "units", meaning.units);
  h5ds_set_scale(scale, name);
  return scale;
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
  std::vector<std::string> shared;
  if (!evidence.frames.empty()) shared.push_back("time");
  for (const Axis& axis : evidence.grid.axes()) shared.push_back(axis.name + "_edges");
  Extents extents = scales.extents(shared);
  const auto at = extents.begin() + (evidence.frames.empty() ? 0 : 1);
  const auto position = static_cast<std::size_t>(at - extents.begin());
  if (!strip.empty()) extents.insert(at, 2);
  extents.push_back(3);

  const Handle dataset = h5d_create_packed(group, "nodes", H5T_IEEE_F64LE, extents);
  write_attribute(dataset, "long_name", std::string("corners of the cells in space, for XDMF"));
  write_attribute(dataset, "units", std::string("length"));
  unsigned dimension = 0;
  for (const auto& name : shared) {
    h5l_create_hard(root, name, group);
    if (!strip.empty() && dimension == position) ++dimension;
    h5ds_attach_scale(dataset, scales.at(name), dimension++);
  }
  if (!strip.empty()) {
    const Handle scale = scale_of(group, "strip", H5T_IEEE_F64LE, 2, {"lower and upper end of the strip", "length"});
    h5d_write(scale, H5T_NATIVE_DOUBLE, strip.data());
    h5ds_attach_scale(dataset, scale, static_cast<unsigned>(position));
  }
  const Handle type = utf8_type();
  const Handle space = scale_of(group, "space", type, 3, {"coordinate of space", "1"});
  const char* const names[] = {"x", "y", "z"};
  h5d_write(space, type, names);
  h5ds_attach_scale(dataset, space, static_cast<unsigned>(extents.size() - 1));
  write_nodes(dataset, evidence, extents, strip);
}

}  // namespace fokker::io
