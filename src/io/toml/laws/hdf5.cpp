// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "io/hdf5/foreign_numbers.hpp"
#include "io/toml/law_entry.hpp"
#include "io/toml/problem_data.hpp"

namespace fokker {
namespace io {
namespace {

Extents shape_of(const Grid& grid) {
  Extents extents;
  for (const Axis& axis : grid.axes()) extents.push_back(static_cast<hsize_t>(axis.cells()));
  return extents;
}

/// Row of a dataset with times whose time is nearest to `wanted`.
hsize_t nearest_row(ForeignFile& file, const Location& group, const Location& dataset, double wanted) {
  const Array times = read_coordinates(file, group, "time");
  const Extents extents = extents_of(dataset);
  if (static_cast<hsize_t>(times.size()) != extents[0])
    refuse_data(dataset.path, "shape " + to_text(extents), fmt::format("{} rows, one per time", times.size()));
  Eigen::Index row = 0;
  (times - wanted).abs().minCoeff(&row);
  file.notes.push_back(fmt::format("{}: the density at t = {} is used", dataset.path, times[row]));
  return static_cast<hsize_t>(row);
}

/// Where coordinates of the axes' names lie beside the density, they must be the centres of the cells.
void require_centres(ForeignFile& file, const Location& group, const Grid& grid) {
  for (const Axis& axis : grid.axes()) {
    if (!has_link(group, axis.name)) continue;
    const Array found = read_coordinates(file, group, axis.name);
    const Array wanted = axis.centres();
    const bool same = found.size() == wanted.size() && ((found - wanted).abs() <= 1e-3 * axis.widths()).all();
    if (same) continue;
    refuse_data((group.path == "/" ? "/" : group.path + "/") + axis.name,
                fmt::format("{} coordinates from {} to {}", found.size(), found[0], found[found.size() - 1]),
                fmt::format("the {} cell centres from {} to {}", wanted.size(), wanted[0], wanted[wanted.size() - 1]));
  }
}

Array read_density(ForeignFile& file, const std::string& path, const Grid& grid, std::optional<double> time) {
  const auto [group, name] = file.parent(path);
  const Location dataset = file.numbers(group, name);
  const Extents found = extents_of(dataset);
  Extents count = shape_of(grid);
  const bool fits = time ? found.size() == count.size() + 1 && std::equal(count.begin(), count.end(), found.begin() + 1)
                         : found == count;
  if (!fits)
    refuse_data(dataset.path, "shape " + to_text(found),
                time ? fmt::format("shape (time, {})", fmt::join(count, ", ")) : "shape " + to_text(count),
                time || found.size() != count.size() + 1 ? "" : "the key 'time', which chooses a row");
  require_centres(file, group, grid);
  Extents start(found.size(), 0);
  if (time) {
    start[0] = nearest_row(file, group, dataset, *time);
    count.insert(count.begin(), 1);
  }
  Array density = read_block(dataset, start, count);
  require_each(
      dataset, density, start, count, [](double value) { return std::isfinite(value) && value >= 0; },
      "finite numbers >= 0");
  const double total = mass(grid, density);
  if (!(total > 0) || !std::isfinite(total))
    refuse_data(dataset.path, fmt::format("a density of mass {}", total), "a mass > 0");
  // what cell averages on a grid lose to rounding is no news
  if (std::abs(total - 1) > 1e-9)
    file.notes.push_back(fmt::format("{}: the density has mass {} and is divided by it", dataset.path, total));
  return density / total;
}

std::optional<Law> read_hdf5_law(TableReader& table) {
  const auto name = table.string("file");
  const auto path = table.string("dataset");
  const auto time = table.number("time");
  if (!table.has("file")) table.missing("file", "the path of an HDF5 file");
  if (!table.has("dataset")) table.missing("dataset", "the path of a dataset of cell averages in the file");
  const bool no_time = table.has("time") && !time;
  table.finish();
  ReadContext& context = table.context();
  if (context.framed) {
    table.fail("kind", "'hdf5' in a moving frame: its cell averages are on a fixed grid", "another kind of law");
    return std::nullopt;
  }
  if (!name || !path || no_time || !context.grid) return std::nullopt;
  const Grid& grid = *context.grid;
  const auto density = read_data_file(table, "file", *name, [&](const std::filesystem::path& file) {
    return read_foreign(file, context.reading.data, [&](ForeignFile& foreign) {
      Array values = read_density(foreign, *path, grid, time);
      for (const auto& note : foreign.notes) context.notes.push_back(file.string() + ": " + note);
      return values;
    });
  });
  if (!density) return std::nullopt;
  return Law(grid.dimension(), piecewise_constant(grid, *density));
}

}  // namespace
}  // namespace io

io::LawEntry hdf5_law() {
  return {.rank = 70,
          .name = "hdf5",
          .law = "cell averages on the grid of the problem",
          .keys = {{"file", "path", "-", "required", "HDF5 file, e.g. one that fokker wrote"},
                   {"dataset", "string", "-", "required", "path of the dataset in it, e.g. \"forward/density\""},
                   {"time", "number", "-", "-", "takes the nearest row, where the dataset has one per time"}},
          .read = io::read_hdf5_law};
}

}  // namespace fokker
