// SPDX-License-Identifier: MIT
#include "view/field.hpp"

#include <limits>

#include "fokker/core/error.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/fields.hpp"

namespace fokker::view {
namespace {

constexpr double least = 1e-9;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Whether there is a density to speak of.
Eigen::Array<bool, Eigen::Dynamic, 1> present(const Array& density) {
  return density >= least * density.maxCoeff() && density > 0;
}

}  // namespace

Array score_at_faces(const Grid& line, const Array& density) {
  const Axis& axis = line.axis(0);
  const Eigen::Index n = axis.cells() - 1;
  const Points faces = axis.edges.segment(1, n);
  const Array score = density_score(line, density, faces).col(0);
  return (present(density).head(n) && present(density).tail(n)).select(score, nan);
}

Points score_field(const Grid& grid, const Array& density) {
  Points score = density_score(grid, density, grid.centres());
  for (int k = 0; k < grid.dimension(); ++k) score.col(k) = present(density).select(score.col(k), nan);
  return score;
}

Currents::Currents(const Result& result) : evidence_(result.evidence) {
  if (!evidence_.forward.currents.empty()) return;
  const bool of_text = !result.problem.empty() && evidence_.bridge.empty();  // a bridge drifts otherwise
  if (of_text)
    process_ = parse_process(result.problem);
  else
    throw Error(Fault::usage, "--what current: the file has neither the problem as text nor currents",
                "a file that fokker wrote", "--what density");
}

bool Currents::knows(const Series& series) const { return process_ || (series.currents && !series.currents->empty()); }

Points Currents::of(const Series& series, std::size_t k) const {
  if (!knows(series)) return Points(0, evidence_.grid.dimension());
  return process_ ? probability_current(*process_, evidence_, k, series.density(k)) : (*series.currents)[k];
}

}  // namespace fokker::view
