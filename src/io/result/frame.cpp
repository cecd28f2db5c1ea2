// SPDX-License-Identifier: MIT
// Moments and densities of OUT.h5 in units of space, where the grid moves with a frame.
#include <fmt/format.h>

#include "fokker/core/error.hpp"
#include "io/result/layout.hpp"

namespace fokker::io {

double volume(const Evidence& evidence, std::size_t k, const std::vector<int>& axes) {
  if (evidence.frames.empty()) return 1;
  const Vector& scale = evidence.frames[k].scale;
  if (axes.empty()) return scale.prod();
  double product = 1;
  for (const int axis : axes) product *= scale[axis];
  return product;
}

void write_moments(hid_t group, const Scales& scales, const Evidence& evidence, const Moments& moments) {
  std::vector<double> first, second;
  for (std::size_t k = 0; k < moments.means.size(); ++k) {
    Vector mean = moments.means[k];
    Matrix covariance = moments.covariances[k];
    if (!evidence.frames.empty()) {
      const FrameAt& frame = evidence.frames[k];
      mean = frame.centre + frame.scale.cwiseProduct(mean);
      covariance = (frame.scale.asDiagonal() * covariance * frame.scale.asDiagonal()).eval();
    }
    const Matrix rows = covariance.transpose();
    first.insert(first.end(), mean.begin(), mean.end());
    second.insert(second.end(), rows.data(), rows.data() + rows.size());
  }
  write_numbers(group, scales, "mass", {"time"}, moments.masses, {"probability inside the box", "1"});
  write_numbers(group, scales, "mean", {"time", "component"}, first, {"mean", "length"});
  write_numbers(group, scales, "covariance", {"time", "component", "component_2"}, second, {"covariance", "length^2"});
}

std::string position_name(const std::string& axis) { return axis + "_position"; }

void write_positions(hid_t root, const Scales& scales, const Evidence& evidence) {
  for (int a = 0; a < evidence.grid.dimension(); ++a) {
    const Axis& axis = evidence.grid.axis(a);
    const Array y = axis.centres();
    std::vector<double> positions;
    for (const FrameAt& frame : evidence.frames) {
      const Array x = frame.centre[a] + frame.scale[a] * y;
      positions.insert(positions.end(), x.begin(), x.end());
    }
    write_numbers(root, scales, position_name(axis.name), {"time", axis.name}, positions,
                  {axis.name + ", positions of the cell centres in space", "length"});
  }
}

void name_positions(hid_t variable, const std::vector<std::string>& axes) {
  std::string names;
  for (const auto& axis : axes) {
    if (!names.empty()) names += ' ';
    names += position_name(axis);
  }
  write_attribute(variable, "coordinates", names);
}

void write_frames(hid_t group, const Scales& scales, const std::vector<FrameAt>& frames) {
  std::vector<double> centres, lengths;
  for (const FrameAt& frame : frames) {
    centres.insert(centres.end(), frame.centre.begin(), frame.centre.end());
    lengths.insert(lengths.end(), frame.scale.begin(), frame.scale.end());
  }
  write_numbers(group, scales, "centre", {"time", "component"}, centres, {"centre of the frame", "length"});
  write_numbers(group, scales, "scale", {"time", "component"}, lengths, {"length that an axis counts as 1", "length"});
}

std::vector<FrameAt> read_frames(const Location& root, std::size_t times, int dimension) {
  std::vector<FrameAt> frames;
  if (!has_link(root, "frame")) return frames;
  const Location group = open_group(root, "frame");
  const Extents extents = {times, static_cast<hsize_t>(dimension)};
  const auto centres = read_doubles(group, "centre", extents), scales = read_doubles(group, "scale", extents);
  for (std::size_t k = 0; k < times; ++k) {
    const auto at = k * static_cast<std::size_t>(dimension);
    frames.push_back({Eigen::Map<const Vector>(centres.data() + at, dimension),
                      Eigen::Map<const Vector>(scales.data() + at, dimension)});
    if (!(frames.back().scale.array() > 0).all())
      throw Error(Fault::data, fmt::format("{}/scale: row {} is not > 0", group.path, k));
  }
  return frames;
}

}  // namespace fokker::io
