// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "core/text.hpp"
#include "fokker/io/tables/score_table.hpp"
#include "io/hdf5/foreign_numbers.hpp"

namespace fokker {
namespace {

using namespace io;

std::vector<std::string> dimension_names(const Grid& grid) {
  std::vector<std::string> names = {"time"};
  for (const Axis& axis : grid.axes()) names.push_back(axis.name);
  return names;
}

std::string wanted_shape(const Grid& grid) {
  return fmt::format("({}, component = {})", fmt::join(dimension_names(grid), ", "), grid.dimension());
}

/// Tables of energies have no components.
void require_shape(const Location& dataset, const Grid& grid, bool energies) {
  const Extents found = extents_of(dataset);
  const auto d = static_cast<std::size_t>(grid.dimension());
  const bool fits = energies ? found.size() == d + 1 : found.size() == d + 2 && found.back() == d;
  if (!fits)
    refuse_data(dataset.path, "shape " + to_text(found),
                energies
                    ? fmt::format("({}), as parameterization 'energy' asks", fmt::join(dimension_names(grid), ", "))
                    : wanted_shape(grid));
}

/// Coordinates of one dimension, which must be its scale: nothing else gives the order of the axes.
Array read_scale(ForeignFile& file, const Location& dataset, const std::string& name, unsigned dimension,
                 const Grid& grid) {
  const Location& root = file.image.root();
  const std::string legal = fmt::format("{}, the first {} with the coordinates of that name as dimension scales",
                                        wanted_shape(grid), grid.dimension() + 1);
  if (!has_link(root, name)) refuse_data("/" + name, "missing", legal);
  Array values = read_coordinates(file, root, name);
  if (!has_scale(dataset, open_dataset(root, name), dimension)) {
    const std::string names = scale_names(dataset, dimension);
    refuse_data(dataset.path,
                fmt::format("dimension {} has {}, not '/{}'", dimension,
                            names.empty() ? "no dimension scale" : "the dimension scale " + names, name),
                legal);
  }
  const Extents extents = extents_of(dataset);
  if (static_cast<hsize_t>(values.size()) != extents[dimension])
    refuse_data("/" + name, fmt::format("{} coordinates", values.size()),
                fmt::format("{}, as {} has shape {}", extents[dimension], dataset.path, to_text(extents)));
  return values;
}

/// Half a cell without nodes at a boundary is what tables on cell centres have.
void note_uncovered(const Axis& axis, const Array& nodes, std::vector<std::string>& notes) {
  const Eigen::Index n = axis.cells();
  const double last = nodes[nodes.size() - 1];
  if (axis.periodic() || (nodes[0] - axis.edges[0] <= axis.width(0) && axis.edges[n] - last <= axis.width(n - 1)))
    return;
  notes.push_back(fmt::format("the score table has nodes on [{}, {}] along {}, the box is [{}, {}]: constant beyond",
                              nodes[0], last, axis.name, axis.edges[0], axis.edges[n]));
}

std::string parameterizations() {
  std::vector<std::string> names;
  for (const auto& [value, name] : EnumNames<Parameterization>::all) names.emplace_back(name);
  return quoted_list(names);
}

void read_values(const Location& dataset, ScoreTable& table) {
  const Extents extents = extents_of(dataset);
  Extents count = extents;
  count[0] = 1;
  for (hsize_t k = 0; k < extents[0]; ++k) {
    Extents start(extents.size(), 0);
    start[0] = k;
    table.values.push_back(read_block(dataset, start, count));
    require_each(
        dataset, table.values.back(), start, count, [](double value) { return std::isfinite(value); },
        "finite numbers");
  }
}

std::optional<Parameterization> stated_parameterization(const Location& dataset) {
  if (!has_attribute(dataset, "parameterization")) return std::nullopt;
  const std::string name = text_attribute(dataset, "parameterization");
  const auto stated = from_name<Parameterization>(name);
  if (!stated) refuse_data(dataset.path, "parameterization '" + shown(name) + "'", parameterizations());
  return stated;
}

ScoreTable read_content(ForeignFile& file, const Grid& grid, std::vector<std::string>& notes) {
  const Location dataset = file.numbers(file.image.root(), "score");
  ScoreTable table;
  table.parameterization = stated_parameterization(dataset);
  require_shape(dataset, grid, table.parameterization == Parameterization::energy);
  const Array times = read_scale(file, dataset, "time", 0, grid);
  table.times.assign(times.begin(), times.end());
  for (int k = 0; k < grid.dimension(); ++k) {
    const Axis& axis = grid.axis(k);
    table.coordinates.push_back(read_scale(file, dataset, axis.name, static_cast<unsigned>(k + 1), grid));
    table.periods.push_back(axis.periodic() ? axis.edges[axis.cells()] - axis.edges[0] : 0);
    note_uncovered(axis, table.coordinates.back(), notes);
  }
  read_values(dataset, table);
  return table;
}

}  // namespace

ScoreFile read_score_table(const std::filesystem::path& file, const Grid& grid, const ReadOptions& options) {
  return read_foreign(file, options, [&](ForeignFile& foreign) {
    ScoreFile result;
    result.table = read_content(foreign, grid, result.notes);
    result.notes.insert(result.notes.begin(), foreign.notes.begin(), foreign.notes.end());
    for (std::string& note : result.notes) note = file.string() + ": " + note;
    return result;
  });
}

}  // namespace fokker
