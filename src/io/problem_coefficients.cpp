// Looks at drift and noise on the faces of the grid before anything is solved.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "io/problem_tables.hpp"
#include "io/toml_document.hpp"

namespace fokker::io {
namespace {

constexpr Eigen::Index block_size = 4096;
constexpr int interior_times = 8;

/// The faces across one axis, numbered with the last axis fastest.
class Faces {
 public:
  Faces(const Grid& grid, int axis) : grid_(grid) {
    for (int k = 0; k < grid.dimension(); ++k) {
      coordinates_.push_back(k == axis ? grid.axis(k).edges : grid.axis(k).centres());
      count_ *= coordinates_.back().size();
    }
  }

  Eigen::Index count() const { return count_; }

  void fill(Eigen::Index first, Points& x) const {
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      Eigen::Index rest = first + i;
      for (int k = grid_.dimension(); k-- > 0;) {
        const Array& along = coordinates_[static_cast<std::size_t>(k)];
        x(i, k) = along[rest % along.size()];
        rest /= along.size();
      }
    }
  }

  /// "cell (3, 5), x = 0.5, y = 1": the cell above the face, or below it on the upper wall.
  std::string place(Eigen::Index face) const {
    std::string cell, position;
    for (int k = grid_.dimension(); k-- > 0;) {
      const Array& along = coordinates_[static_cast<std::size_t>(k)];
      const Eigen::Index i = face % along.size();
      face /= along.size();
      cell = fmt::format("{}{}", std::min(i, grid_.axis(k).cells() - 1), cell.empty() ? "" : ", " + cell);
      position = fmt::format(", {} = {:.6g}{}", grid_.axis(k).name, along[i], position);
    }
    return fmt::format("cell ({}){}", cell, position);
  }

 private:
  const Grid& grid_;
  Eigen::Index count_ = 1;
  std::vector<Array> coordinates_;
};

/// One of the four fields of a process at one time.
struct Named {
  const char* name;
  Field field;
  double t;
  bool positive = false;  ///< a D must be >= 0 too
};

/// The fields at both ends of the run and at eight times between.
std::vector<Named> sampled_fields(const Problem& problem) {
  const Process& process = problem.process;
  const double from = problem.particles ? problem.time.initial : problem.time.start;
  std::vector<Named> fields;
  for (int i = 0; i <= interior_times + 1; ++i) {
    const double share = static_cast<double>(i) / (interior_times + 1);
    const double t = i > interior_times ? problem.time.end : from + (problem.time.end - from) * share;
    fields.push_back({"drift", process.drift(t), t});
    fields.push_back({"noise", process.noise(t), t});
    fields.push_back({"drift less half the divergence of the squared noise", process.velocity(t), t});
    fields.push_back({"squared noise", process.diffusion(t), t, true});
  }
  return fields;
}

/// What is wrong with a field on a block of faces; empty if nothing is.
std::string fault_in(const Problem& problem, const Faces& faces, Eigen::Index first, const Named& named,
                     const Points& x, const Points& values) {
  const Grid& grid = problem.grid;
  if (values.allFinite() && (!named.positive || (values >= 0).all())) return {};
  for (Eigen::Index i = 0; i < values.rows(); ++i)
    for (int k = 0; k < grid.dimension(); ++k) {
      if (std::isfinite(values(i, k)) && (!named.positive || values(i, k) >= 0)) continue;
      const std::string part =
          problem.process.explain ? problem.process.explain(x.row(i).transpose().matrix(), named.t) : "";
      return fmt::format("{} along {} is {} in {}, at t = {:.6g}{}", named.name, grid.axis(k).name, values(i, k),
                         faces.place(first + i), named.t, part.empty() ? "" : ", from " + part);
    }
  return {};
}

/// The first thing that is wrong on the faces across one axis; raises `largest` to the largest D met.
std::string fault_across(const Problem& problem, int axis, const std::vector<Named>& fields, double& largest) {
  const Grid& grid = problem.grid;
  const Faces faces(grid, axis);
  for (Eigen::Index first = 0; first < faces.count(); first += block_size) {
    Points x(std::min(block_size, faces.count() - first), grid.dimension());
    Points values(x.rows(), x.cols());
    faces.fill(first, x);
    for (const Named& named : fields) {
      named.field(x, values);
      if (auto fault = fault_in(problem, faces, first, named, x, values); !fault.empty()) return fault;
      if (named.positive) largest = std::max(largest, values.maxCoeff());
    }
  }
  return {};
}

}  // namespace

std::optional<double> check_coefficients(const Problem& problem, const toml::table& process, ReadContext& context) {
  const std::vector<Named> fields = sampled_fields(problem);
  double largest = 0;
  for (int axis = 0; axis < problem.grid.dimension(); ++axis) {
    const std::string fault = fault_across(problem, axis, fields, largest);
    if (fault.empty()) continue;
    context.diagnostics.add(Fault::problem, {place_of(process.source(), context.name), "process", fault,
                                             "finite values on the whole grid at all times",
                                             "other coefficients, or an axis and times that keep away from there"});
    return std::nullopt;
  }
  return largest;
}

void check_times(const Problem& problem, const toml::table& document, ReadContext& context) {
  TableReader time(context, *document["time"].as_table(), "time");
  const TimeRange& range = problem.process.times;
  const std::string process = fmt::format("for the process '{}'", problem.process.name);
  if (problem.time.initial < range.first)
    time.fail(time.has("initial") ? "initial" : "start", fmt::format("{} {}", problem.time.initial, process),
              fmt::format("at least {}", range.first));
  if (problem.time.end > range.last)
    time.fail("end", fmt::format("{} {}", problem.time.end, process), fmt::format("at most {}", range.last));
}

}  // namespace fokker::io
