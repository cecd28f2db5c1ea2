#include "sde/place.hpp"

namespace fokker::sde {
namespace {

/// One row per coordinate.
void add(const std::string& name, const Points& positions, StateView& view) {
  std::vector<const double*> columns;
  for (Eigen::Index k = 0; k < positions.cols(); ++k) columns.push_back(positions.col(k).data());
  view.add(name, static_cast<std::size_t>(positions.rows()), std::move(columns));
}

void take(const std::string& name, State& state, Points& positions) {
  const auto columns = state.take_rows(name, static_cast<std::size_t>(positions.cols()), positions.rows());
  for (Eigen::Index k = 0; k < positions.cols(); ++k) positions.col(k) = columns[static_cast<std::size_t>(k)];
}

}  // namespace

void Place::save(StateView& view) const {
  view.add("place", std::vector<std::int64_t>{static_cast<std::int64_t>(step), static_cast<std::int64_t>(knot)});
  add("positions", ensemble.positions, view);
  if (options.coarse) add("twin", options.coarse->positions, view);
  if (options.kept) {
    std::vector<const double*> rows;
    for (const Points& row : options.kept->positions) rows.push_back(row.data());
    view.add("paths", static_cast<std::size_t>(options.kept->positions.front().size()), std::move(rows));
  }
  if (options.observed.save) options.observed.save(view);
}

bool Place::load(State& state) {
  if ((options.coarse && !state.has("twin")) || (options.kept && !state.has("paths"))) return false;
  if (options.observed.load && !options.observed.load(state)) return false;
  const auto places = state.take_integers("place", 2);
  step = static_cast<std::size_t>(places[0]);
  knot = static_cast<std::size_t>(places[1]);
  take("positions", state, ensemble.positions);
  if (options.coarse) take("twin", state, options.coarse->positions);
  if (!options.kept) return true;
  std::vector<Points>& paths = options.kept->positions;
  const auto rows = state.take_rows("paths", paths.size(), paths.front().size());
  for (std::size_t k = 0; k < rows.size(); ++k)
    paths[k] = Eigen::Map<const Points>(rows[k].data(), paths[k].rows(), paths[k].cols());
  return true;
}

}  // namespace fokker::sde
