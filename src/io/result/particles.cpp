// SPDX-License-Identifier: MIT
// Positions of single particles in OUT.h5: whole paths, and where all of them end.
#include <cmath>
#include <numeric>

#include "io/hdf5/rows.hpp"
#include "io/result/layout.hpp"

namespace fokker::io {
namespace {

/// A scale that belongs to one group alone.
Handle own_scale(hid_t group, const std::string& name, hid_t file_type, hid_t memory_type, std::size_t count,
                 const void* values, const Meaning& meaning) {
  Handle scale = h5d_create(group, name, file_type, {count});
  h5d_write(scale, memory_type, values);
  write_attribute(scale, "long_name", meaning.long_name);
  write_attribute(scale, "units", meaning.units);
  h5ds_set_scale(scale, name);
  return scale;
}

Handle numbered_scale(hid_t group, const std::string& name, std::size_t count) {
  std::vector<std::int64_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0);
  return own_scale(group, name, H5T_STD_I64LE, H5T_NATIVE_INT64, count, numbers.data(), {"number of a particle", "1"});
}

Handle positions_dataset(hid_t group, const std::string& name, const std::string& what, const Extents& extents) {
  Handle dataset = h5d_create(group, name, H5T_IEEE_F64LE, extents);
  write_attribute(dataset, "long_name", what);
  write_attribute(dataset, "units", std::string("length"));
  return dataset;
}

/// One number per cell and snapshot, and one outside, of a member of the coarse counts.
struct CountsOf {
  const char* name;
  const char* what;
  Array CoarseCounts::*cells;
  double CoarseCounts::*outside;
};
constexpr CountsOf coarse_counts[] = {
    {"coarse", "with steps twice as long", &CoarseCounts::counts, &CoarseCounts::outside},
    {"shared", "in one group of merged cells at this step and at twice the step", &CoarseCounts::shared,
     &CoarseCounts::shared_outside}};

}  // namespace

void write_coarse_counts(hid_t group, const Scales& scales, const Evidence& evidence,
                         const ParticleSolution& particles) {
  if (particles.coarse.empty()) return;
  for (const CountsOf& of : coarse_counts) {
    std::vector<std::int64_t> cells, outside;
    for (const CoarseCounts& at : particles.coarse) {
      for (const double number : at.*of.cells) cells.push_back(std::llround(number));
      outside.push_back(std::llround(at.*of.outside));
    }
    const std::string name = of.name, what = of.what;
    write_integers(group, scales, name + "_counts", density_dimensions(evidence.grid), cells,
                   {"particles per cell " + what, "1"});
    write_integers(group, scales, name + "_outside", {"time"}, outside, {"particles outside " + what, "1"});
  }
  write_attribute(group, "weak_order", static_cast<std::int64_t>(particles.weak_order));
}

void read_coarse_counts(const Location& group, const Evidence& evidence, ParticleSolution& particles) {
  if (!has_link(group, "coarse_counts")) return;
  const std::size_t times = evidence.times.size();
  const auto cells = static_cast<std::size_t>(evidence.grid.cells());
  Extents rows = {times};
  for (const Axis& axis : evidence.grid.axes()) rows.push_back(static_cast<hsize_t>(axis.cells()));
  particles.coarse.resize(times);
  for (const CountsOf& of : coarse_counts) {
    const std::string name = of.name;
    const auto counts = read_integers(group, name + "_counts", rows);
    const auto outside = read_integers(group, name + "_outside", {times});
    for (std::size_t k = 0; k < times; ++k) {
      CoarseCounts& at = particles.coarse[k];
      (at.*of.cells).resize(static_cast<Eigen::Index>(cells));
      std::copy_n(counts.begin() + static_cast<long>(k * cells), cells, (at.*of.cells).begin());
      at.*of.outside = static_cast<double>(outside[k]);
    }
  }
  particles.weak_order = static_cast<int>(integer_attribute(group, "weak_order"));
}

void write_kept_particles(hid_t group, const Scales& scales, const ParticleSolution& particles) {
  if (!particles.paths.empty()) {
    const auto count = static_cast<std::size_t>(particles.paths[0].rows());
    const auto d = static_cast<hsize_t>(particles.paths[0].cols());
    const Handle time = own_scale(group, "path_time", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, particles.path_times.size(),
                                  particles.path_times.data(), {"process time along the paths", "time"});
    const Handle path = numbered_scale(group, "path", count);
    const Handle dataset = positions_dataset(group, "paths", "paths of the first particles in space, NaN once absorbed",
                                             {particles.paths.size(), count, d});
    for (std::size_t k = 0; k < particles.paths.size(); ++k)
      h5d_write_row(dataset, k, by_rows(particles.paths[k]).data());
    h5ds_attach_scale(dataset, time, 0);
    h5ds_attach_scale(dataset, path, 1);
    h5ds_attach_scale(dataset, scales.at("component"), 2);
  }
  if (particles.samples.size() == 0) return;
  const auto count = static_cast<std::size_t>(particles.samples.rows());
  const Handle particle = numbered_scale(group, "particle", count);
  const Handle dataset = positions_dataset(
      group, "samples", "positions in space of all particles at the end of their run, NaN if absorbed",
      {count, static_cast<hsize_t>(particles.samples.cols())});
  h5d_write(dataset, H5T_NATIVE_DOUBLE, by_rows(particles.samples).data());
  write_attribute(dataset, "time", particles.samples_time);
  h5ds_attach_scale(dataset, particle, 0);
  h5ds_attach_scale(dataset, scales.at("component"), 1);
}

void read_kept_particles(const Location& group, hsize_t dimension, ParticleSolution& particles) {
  if (has_link(group, "paths")) {
    const Extents times = extents_of(open_dataset(group, "path_time")), paths = extents_of(open_dataset(group, "path"));
    particles.path_times = read_doubles(group, "path_time", times);
    const std::size_t size = paths.at(0) * dimension;
    const auto values = read_doubles(group, "paths", {times.at(0), paths.at(0), dimension});
    for (std::size_t k = 0; k < times.at(0); ++k)
      particles.paths.push_back(from_rows(values.data() + k * size, paths.at(0), dimension));
  }
  if (!has_link(group, "samples")) return;
  const Extents count = extents_of(open_dataset(group, "particle"));
  particles.samples =
      from_rows(read_doubles(group, "samples", {count.at(0), dimension}).data(), count.at(0), dimension);
  particles.samples_time = number_attribute(open_dataset(group, "samples"), "time");
}

}  // namespace fokker::io
