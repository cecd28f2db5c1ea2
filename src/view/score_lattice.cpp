// SPDX-License-Identifier: MIT
#include "view/score_lattice.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/core/error.hpp"

namespace fokker::view {
namespace {

constexpr double seen_part = 1e-3;        // of the largest density
constexpr Eigen::Index most_arrows = 14;  // along an axis
constexpr double arrow_length = 1.5;      // of the longest, in distances between arrows
constexpr Eigen::Index picture_rows = 64;

double reach(const Array& coordinates) { return coordinates[coordinates.size() - 1] - coordinates[0]; }

/// Number of the coordinate nearest to a place.
Eigen::Index nearest(const Array& coordinates, double x) {
  Eigen::Index best = 0;
  (coordinates - x).abs().minCoeff(&best);
  return best;
}

/// Places of equally wide picture points along an axis.
double place_along(const Array& coordinates, Eigen::Index i, Eigen::Index count) {
  const double share = count > 1 ? static_cast<double>(i) / static_cast<double>(count - 1) : 0;
  return coordinates[0] + share * reach(coordinates);
}

Range range_of(const Array& coordinates) {
  const double half =
      coordinates.size() > 1 ? 0.5 * reach(coordinates) / static_cast<double>(coordinates.size() - 1) : 0.5;
  return {coordinates[0] - half, coordinates[coordinates.size() - 1] + half};
}

}  // namespace

Array weighted_error(const ScoreMaps& maps, std::size_t k) {
  return maps.density[k] * (maps.stated[k] - maps.truth[k]).square().rowwise().sum();
}

Raster lattice_raster(const ScoreMaps& maps, const Array& values) {
  const Array &x = maps.coordinates[0], &y = maps.coordinates[1];
  Raster raster{range_of(x), range_of(y), x.size(), y.size(), {}};
  for (Eigen::Index j = 0; j < y.size(); ++j)
    for (Eigen::Index i = 0; i < x.size(); ++i) {
      const Eigen::Index column = nearest(x, place_along(x, i, x.size())),
                         row = nearest(y, place_along(y, j, y.size()));
      raster.values.push_back(static_cast<float>(values[column * y.size() + row]));
    }
  return raster;
}

Raster time_raster(const ScoreMaps& maps, const std::vector<Array>& values) {
  const Array& x = maps.coordinates[0];
  const double begin = maps.times.front(), end = maps.times.back();
  Raster raster{range_of(x), {begin, end}, x.size(), picture_rows, {}};
  for (Eigen::Index j = 0; j < picture_rows; ++j) {
    const double t = begin + (end - begin) * (static_cast<double>(j) + 0.5) / picture_rows;
    const auto next = std::upper_bound(maps.times.begin(), maps.times.end(), t) - maps.times.begin();
    const auto above = static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(next, 1, static_cast<std::ptrdiff_t>(maps.times.size()) - 1));
    const double weight = (t - maps.times[above - 1]) / (maps.times[above] - maps.times[above - 1]);
    for (Eigen::Index i = 0; i < x.size(); ++i) {
      const Eigen::Index column = nearest(x, place_along(x, i, x.size()));
      raster.values.push_back(
          static_cast<float>((1 - weight) * values[above - 1][column] + weight * values[above][column]));
    }
  }
  return raster;
}

double least_seen(const ScoreMaps& maps, std::size_t k) { return seen_part * maps.density[k].maxCoeff(); }

double longest_score(const ScoreMaps& maps, std::size_t k) {
  const double width = reach(maps.coordinates[0]), height = reach(maps.coordinates[1]);
  const double least = least_seen(maps, k);
  double longest = 0;
  for (const Points* field : {&maps.truth[k], &maps.stated[k]})
    for (Eigen::Index i = 0; i < field->rows(); ++i)
      if (maps.density[k][i] >= least)
        longest = std::max(longest, std::hypot((*field)(i, 0) / width, (*field)(i, 1) / height));
  return longest;
}

Arrows lattice_arrows(const ScoreMaps& maps, std::size_t k, const Points& field, double longest) {
  const double least = least_seen(maps, k);
  const Array &x = maps.coordinates[0], &y = maps.coordinates[1];
  const auto stride = [](const Array& along) {
    return std::max<Eigen::Index>(1, (along.size() + most_arrows - 1) / most_arrows);
  };
  const double scale = arrow_length / (longest * static_cast<double>(most_arrows));
  Arrows arrows;
  for (Eigen::Index i = stride(x) / 2; longest > 0 && i < x.size(); i += stride(x))
    for (Eigen::Index j = stride(y) / 2; j < y.size(); j += stride(y)) {
      const Eigen::Index point = i * y.size() + j;
      if (!(maps.density[k][point] >= least) || !field.row(point).isFinite().all()) continue;
      const double u = scale * field(point, 0), v = scale * field(point, 1);
      arrows.insert(arrows.end(), {x[i] - u / 2, y[j] - v / 2, u, v});
    }
  return arrows;
}

std::vector<std::size_t> chosen_maps(const ScoreMaps& maps, std::size_t most) {
  const std::size_t count = maps.times.size(), kept = std::min(count, most);
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < kept; ++i) chosen.push_back(kept == 1 ? 0 : i * (count - 1) / (kept - 1));
  return chosen;
}

std::vector<const ScoreError*> examined_scores(const std::optional<ScoreReport>& scores, const std::string& what) {
  std::vector<const ScoreError*> shown;
  for (std::size_t k = 0; scores && k < scores->errors.size(); ++k) {
    const ScoreError& error = scores->errors[k];
    const bool again = !shown.empty() && shown.back()->rate == error.rate;
    if (!again && !error.maps.times.empty() && (shown.empty() || shown.front()->maps.times == error.maps.times))
      shown.push_back(&error);
  }
  if (shown.empty())
    throw Error(Fault::usage, "--what " + what + ": the file holds no examined score",
                "a run with score = { network = ... } or { table = ... }, or `fokker score -o`", "--what score");
  return shown;
}

}  // namespace fokker::view
