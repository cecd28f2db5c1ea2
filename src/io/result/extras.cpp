// SPDX-License-Identifier: MIT
// Boundaries' ledgers and error estimates in OUT.h5.
#include <algorithm>

#include "io/hdf5/rows.hpp"
#include "io/result/layout.hpp"

namespace fokker::io {

std::vector<double> joined_rows(const std::vector<Array>& rows) {
  std::vector<double> values;
  for (const Array& row : rows) values.insert(values.end(), row.begin(), row.end());
  return values;
}

std::vector<Array> rows_of(const std::vector<double>& values, std::size_t count) {
  std::vector<Array> rows;
  const auto size = static_cast<Eigen::Index>(values.size() / count);
  for (std::size_t k = 0; k < count; ++k)
    rows.emplace_back(Eigen::Map<const Array>(values.data() + static_cast<Eigen::Index>(k) * size, size));
  return rows;
}

namespace {

void read_currents(const Location& group, const Evidence& evidence, GridSolution& solution) {
  if (!has_link(group, "current")) return;
  const auto times = evidence.times.size();
  const Eigen::Index cells = evidence.grid.cells(), d = evidence.grid.dimension();
  Extents extents = {times};
  for (const Axis& axis : evidence.grid.axes()) extents.push_back(static_cast<hsize_t>(axis.cells()));
  extents.push_back(static_cast<hsize_t>(d));
  const std::vector<double> values = read_doubles(group, "current", extents);
  for (std::size_t k = 0; k < times; ++k) {
    const double* row = values.data() + static_cast<Eigen::Index>(k) * cells * d;
    const Points current = from_rows(row, cells, d);
    solution.currents.push_back(current.isNaN().all() ? Points(0, d) : current);
  }
}

}  // namespace

std::vector<std::string> density_dimensions(const Grid& grid) {
  std::vector<std::string> dimensions = {"time"};
  for (const Axis& axis : grid.axes()) dimensions.push_back(axis.name);
  return dimensions;
}

void write_boundary_scale(hid_t root, Scales& scales, const Grid& grid) {
  if (!absorbs(grid)) return;
  std::vector<std::string> names;
  for (const Axis& axis : grid.axes())
    for (const char* end : {"_lower", "_upper"}) names.push_back(axis.name + end);
  write_scale(root, scales, "wall", names, {"boundary at the end of an axis", "1"});
}

void write_ledger(hid_t root, hid_t group, const Scales& scales, const Evidence& evidence,
                  const GridSolution& solution) {
  if (solution.absorbed.empty() || !absorbs(evidence.grid)) return;
  h5l_create_hard(root, "wall", group);
  write_numbers(group, scales, "absorbed", {"time", "wall"}, joined_rows(solution.absorbed),
                {"mass absorbed at the boundary up to this time of the solve", "1"});
  if (!solution.absorption_rates.empty())
    write_numbers(group, scales, "absorption_rate", {"time", "wall"}, joined_rows(solution.absorption_rates),
                  {"mass per time through the boundary, the first-passage density", "time^-1"});
}

void write_errors(hid_t group, const Scales& scales, const Evidence& evidence, const GridSolution& solution) {
  if (!solution.absorbed_errors.empty())
    write_numbers(group, scales, "absorbed_error", {"time", "wall"}, joined_rows(solution.absorbed_errors),
                  {"estimated error of the absorbed mass", "1"});
  if (solution.errors.empty()) return;
  const Handle dataset =
      create_variable(group, scales, "density_error", density_dimensions(evidence.grid), H5T_IEEE_F64LE,
                      {"estimated error of the cell averages", "length^-" + std::to_string(evidence.grid.dimension())});
  const std::vector<std::string> dimensions = density_dimensions(evidence.grid);
  if (!evidence.frames.empty()) name_positions(dataset, {dimensions.begin() + 1, dimensions.end()});
  std::vector<double> sums;
  for (std::size_t k = 0; k < solution.errors.size(); ++k) {
    const DensityRow error = solution.error(k);
    h5d_write_row(dataset, k, Array(*error / volume(evidence, k)).data());
    sums.push_back(mass(evidence.grid, *error));
  }
  write_numbers(group, scales, "density_error_l1", {"time"}, sums, {"sum over cells of the estimated error", "1"});
  write_numbers(group, scales, "observed_order", {"time"}, solution.orders,
                {"order at which solutions on more cells approach each other", "1"});
  write_attribute(group, "replaced_cells", solution.replaced_cells);
  write_attribute(group, "replaced_mass", solution.replaced_mass);
  if (!solution.error_unknown.empty()) write_attribute(group, "error_unknown", solution.error_unknown);
}

void write_currents(hid_t group, const Scales& scales, const Evidence& evidence, const GridSolution& solution) {
  if (solution.currents.empty()) return;
  std::vector<std::string> dimensions = density_dimensions(evidence.grid);
  dimensions.emplace_back("component");
  const Eigen::Index cells = evidence.grid.cells(), d = evidence.grid.dimension();
  std::vector<double> values;
  for (const Points& current : solution.currents)
    for (Eigen::Index i = 0; i < cells; ++i)
      for (Eigen::Index k = 0; k < d; ++k) values.push_back(current.rows() > 0 ? current(i, k) : nan);
  write_numbers(group, scales, "current", dimensions, values,
                {"probability current in space", "length^-" + std::to_string(d - 1) + " time^-1"});
}

void read_ledger_and_errors(const Location& group, const Evidence& evidence, GridSolution& solution) {
  const std::size_t times = evidence.times.size();
  const Extents boundaries = {times, static_cast<hsize_t>(2 * evidence.grid.dimension())};
  if (has_link(group, "absorbed")) solution.absorbed = rows_of(read_doubles(group, "absorbed", boundaries), times);
  if (has_link(group, "absorption_rate"))
    solution.absorption_rates = rows_of(read_doubles(group, "absorption_rate", boundaries), times);
  if (has_link(group, "absorbed_error"))
    solution.absorbed_errors = rows_of(read_doubles(group, "absorbed_error", boundaries), times);
  read_currents(group, evidence, solution);
  if (!has_link(group, "density_error")) return;
  Extents rows = {times};
  for (const Axis& axis : evidence.grid.axes()) rows.push_back(static_cast<hsize_t>(axis.cells()));
  solution.errors = read_rows(group, "density_error", rows, true);
  for (std::size_t k = 0; k < times; ++k) solution.errors[k] *= volume(evidence, k);
  solution.orders = read_doubles(group, "observed_order", {times});
  solution.replaced_cells = integer_attribute(group, "replaced_cells");
  solution.replaced_mass = number_attribute(group, "replaced_mass");
  if (has_attribute(group, "error_unknown")) solution.error_unknown = text_attribute(group, "error_unknown");
}

}  // namespace fokker::io
