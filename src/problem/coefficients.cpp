// SPDX-License-Identifier: MIT
// Looks at drift and noise on the faces of the grid before anything is solved.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/matrices.hpp"
#include "grid/product_points.hpp"
#include "problem/checks.hpp"

namespace fokker {
namespace {

constexpr Eigen::Index block_size = 4096;
constexpr int interior_times = 8;

/// "cell (3, 5), x = 0.5, y = 1": the cell above the face, or below it on the upper boundary.
std::string place_of(const Grid& grid, const ProductPoints& faces, Eigen::Index face) {
  std::vector<Eigen::Index> cell;
  std::string position;
  for (int k = 0; k < grid.dimension(); ++k) {
    const Eigen::Index i = faces.position(face, k);
    cell.push_back(std::min(i, grid.axis(k).cells() - 1));
    position += fmt::format(", {} = {:.6g}", grid.axis(k).name, faces.along(k)[i]);
  }
  return fmt::format("cell ({}){}", fmt::join(cell, ", "), position);
}

/// One of the four fields of a process at one time.
struct Named {
  const char* name;
  Field field;
  double t;
  bool positive = false;  ///< a D must be >= 0 too
  bool matrix = false;    ///< d x d at each point, else one number per axis
};

/// Below -1e-12 of the largest eigenvalue; 0 where the matrix counts as positive semidefinite.
double negative_eigenvalue(const Matrix& D) {
  if (D.size() == 0) return 0;
  const Vector eigenvalues = symmetric_eigenvalues(D);
  const double least = eigenvalues.minCoeff();
  return least < -1e-12 * eigenvalues.cwiseAbs().maxCoeff() ? least : 0;
}

/// True where elimination meets no pivot <= 0: the matrix is positive definite, and no eigenvalue need be computed.
bool has_positive_pivots(Matrix& D) {
  for (Eigen::Index k = 0; k < D.rows(); ++k) {
    if (!(D(k, k) > 0)) return false;
    for (Eigen::Index i = k + 1; i < D.rows(); ++i)
      for (Eigen::Index j = k + 1; j < D.rows(); ++j) D(i, j) -= D(i, k) * D(k, j) / D(k, k);
  }
  return true;
}

/// The fields at both ends of the run and at eight times between, or at one where time does not enter.
std::vector<Named> sampled_fields(const GridProblem& problem, bool particles) {
  const Process& process = problem.process;
  const double from = particles ? problem.time.initial : problem.time.start;
  const int last = process.modulation && !process.modulation->rate ? 0 : interior_times + 1;
  std::vector<Named> fields;
  for (int i = 0; i <= last; ++i) {
    const double share = static_cast<double>(i) / (interior_times + 1);
    const double t = i > interior_times ? problem.time.end : from + (problem.time.end - from) * share;
    fields.push_back({"drift", process.drift(t), t});
    fields.push_back({"noise", process.noise(t), t, false, process.correlated});
    fields.push_back({"drift less half the divergence of the squared noise", process.divergence_drift(t), t});
    fields.push_back({"squared noise", process.diffusion(t), t, true, process.correlated});
  }
  return fields;
}

/// "along x", or "(x, y)" for an entry of a matrix
std::string entry_name(const Grid& grid, const Named& named, int column) {
  const int d = grid.dimension();
  if (!named.matrix) return fmt::format("along {}", grid.axis(column).name);
  return fmt::format("({}, {})", grid.axis(column / d).name, grid.axis(column % d).name);
}

/// Fault of a field in one place; empty if there is none.
std::string fault_at(const Grid& grid, const Named& named, const Eigen::Ref<const Eigen::RowVectorXd>& values) {
  const auto d = static_cast<Eigen::Index>(grid.dimension());
  const bool by_entry = named.positive && !named.matrix;
  for (int k = 0; k < static_cast<int>(values.size()); ++k)
    if (!std::isfinite(values[k]) || (by_entry && values[k] < 0))
      return fmt::format("{} {} is {}", named.name, entry_name(grid, named, k), values[k]);
  if (!named.positive || !named.matrix) return {};
  const Matrix D = values.reshaped(d, d);
  Matrix pivots = D;
  if (has_positive_pivots(pivots)) return {};
  const double least = negative_eigenvalue(0.5 * (D + D.transpose()));
  return least < 0 ? fmt::format("{} has the eigenvalue {:.6g}", named.name, least) : "";
}

/// Fault of a field on a block of faces; empty if there is none.
std::string fault_in(const GridProblem& problem, const ProductPoints& faces, Eigen::Index first, const Named& named,
                     const Points& x, const Points& values) {
  const bool finite = (0 * values).sum() == 0;
  if (finite && (!named.positive || (!named.matrix && values.minCoeff() >= 0))) return {};
  for (Eigen::Index i = 0; i < values.rows(); ++i) {
    const std::string fault = fault_at(problem.grid, named, values.row(i).matrix());
    if (fault.empty()) continue;
    const std::string part =
        problem.process.explain ? problem.process.explain(x.row(i).transpose().matrix(), named.t) : "";
    return fmt::format("{} in {}, at t = {:.6g}{}", fault, place_of(problem.grid, faces, first + i), named.t,
                       part.empty() ? "" : ", from " + part);
  }
  return {};
}

/// The first thing that is wrong on the faces across one axis; raises `largest` to the largest D met along each axis.
std::string fault_across(const GridProblem& problem, int axis, const std::vector<Named>& fields, Array& largest) {
  const Grid& grid = problem.grid;
  const ProductPoints faces = centres_across(grid, axis, grid.axis(axis).edges);
  for (Eigen::Index first = 0; first < faces.count(); first += block_size) {
    Points x(std::min(block_size, faces.count() - first), grid.dimension());
    faces.fill(first, x);
    for (const Named& named : fields) {
      Points values(x.rows(), named.matrix ? x.cols() * x.cols() : x.cols());
      named.field(x, values);
      if (auto fault = fault_in(problem, faces, first, named, x, values); !fault.empty()) return fault;
      for (int k = 0; named.positive && k < grid.dimension(); ++k)
        largest[k] = std::max(largest[k], values.col(named.matrix ? k * (grid.dimension() + 1) : k).maxCoeff());
    }
  }
  return {};
}

/// @param noise  the largest along each axis
void note_still_axes(const Grid& grid, const Array& noise, Issues& issues) {
  std::vector<std::string> still, others;
  for (int k = 0; k < grid.dimension(); ++k) (noise[k] == 0 ? still : others).push_back(grid.axis(k).name);
  std::string note = fmt::format("no noise along {}: mass moves there without diffusion", fmt::join(still, ", "));
  if (!others.empty()) note += fmt::format(", and reversals need the score along {} alone", fmt::join(others, ", "));
  issues.note("process", std::move(note));
}

/// Along each axis the largest squared noise met; empty where something is not finite, which is an issue then.
std::optional<Array> largest_noise(const GridProblem& problem, bool particles, Issues& issues) {
  const std::vector<Named> fields = sampled_fields(problem, particles);
  Array largest = Array::Zero(problem.grid.dimension());
  for (int axis = 0; axis < problem.grid.dimension(); ++axis) {
    const std::string fault = fault_across(problem, axis, fields, largest);
    if (fault.empty()) continue;
    issues.error("process", fault, "finite values on the whole grid at all times",
                 "other coefficients, or an axis and times that avoid this point");
    return std::nullopt;
  }
  return largest;
}

}  // namespace

void check_correlated(const Process& process, Issues& issues) {
  if (process.correlated && process.dimension > most_correlated_axes)
    issues.error("process.noise", fmt::format("correlated noise on {} axes", process.dimension),
                 fmt::format("correlated noise on at most {} axes, or one number per axis", most_correlated_axes),
                 "coordinates in which the noise is not correlated");
}

void check_coefficients(const Problem& problem, const GridProblem& on_grid, Issues& issues) {
  const auto noise = largest_noise(on_grid, problem.particles.has_value(), issues);
  if (!noise) return;
  if ((*noise == 0).any()) note_still_axes(problem.grid, *noise, issues);
  const bool needs_noise =
      std::any_of(problem.reversals.begin(), problem.reversals.end(),
                  [](const Reversal& reversal) { return reversal.alpha > 0 || reversal.alpha_in_time; });
  if (needs_noise && (*noise == 0).all())
    issues.error("process.noise", "no noise, so there is nothing to reverse",
                 "noise > 0 along some axis, or alpha = 0");
}

}  // namespace fokker
