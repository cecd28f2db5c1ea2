#include "remap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include "cumulative.hpp"
#include "fokker/core/control.hpp"
#include "fokker/core/error.hpp"

namespace fokker {
namespace {

constexpr std::size_t lines_per_block = 8;
constexpr int most_substeps = 16;
/// Part of all mass that characteristics may put out of order on one line: what lies in tails without weight.
constexpr double negligible = 1e-9;

/// Lines of one axis and the faces on them.
class AxisLines {
 public:
  AxisLines(const Grid& grid, int axis)
      : grid_(grid), axis_(axis), along_(grid.axis(axis)), stride_(grid.stride(axis)) {
    for (const Axis& other : grid.axes()) centres_.push_back(other.centres());
  }
  Eigen::Index count() const { return grid_.cells() / along_.cells(); }
  Eigen::Index first_cell(Eigen::Index line) const {
    return line / stride_ * stride_ * along_.cells() + line % stride_;
  }
  /// The faces of lines [begin, end), line after line.
  Points faces(Eigen::Index begin, Eigen::Index end) const {
    const Eigen::Index n = along_.cells() + 1;
    Points x(n * (end - begin), grid_.dimension());
    for (Eigen::Index line = begin; line < end; ++line)
      for (int k = 0; k < grid_.dimension(); ++k) {
        auto column = x.col(k).segment(n * (line - begin), n);
        if (k == axis_)
          column = along_.edges;
        else
          column.setConstant(centres_[static_cast<std::size_t>(k)][grid_.position(first_cell(line), k)]);
      }
    return x;
  }

 private:
  const Grid& grid_;
  int axis_;
  const Axis& along_;
  Eigen::Index stride_;
  std::vector<Array> centres_;
};

/// Velocities at the times that the blocks of a remap ask for, each made once.
class Velocities {
 public:
  explicit Velocities(const Transport& transport) : transport_(transport) {}
  const Field& at(double t) {
    const std::lock_guard lock(mutex_);
    Field& field = fields_[t];
    if (!field) field = transport_.velocity(t);
    return field;
  }

 private:
  const Transport& transport_;
  std::mutex mutex_;
  std::map<double, Field> fields_;
};

/// Follows points along one axis against a velocity.
class Trace {
 public:
  Trace(const Axis& along, int axis, Velocities& velocities) : along_(along), axis_(axis), velocities_(velocities) {
    lower_ = along.edges[0];
    upper_ = along.edges[along.cells()];
  }

  /// Positions at time `from` of the points that are at `faces` at time `to`; only their coordinate on the axis
  /// changes.
  Array back(const Points& faces, double from, double to, int substeps) {
    Points x = faces;
    Array position = faces.col(axis_);
    const double h = (to - from) / substeps;
    for (int k = substeps; k-- > 0;) {
      const double t = from + k * h;
      const Field &early = velocities_.at(t), &middle = velocities_.at(t + 0.5 * h), &late = velocities_.at(t + h);
      const Array k1 = velocity(late, x, position);
      const Array k2 = velocity(middle, x, position - 0.5 * h * k1);
      const Array k3 = velocity(middle, x, position - 0.5 * h * k2);
      const Array k4 = velocity(early, x, position - h * k3);
      position = bounded(position - h / 6 * (k1 + 2 * (k2 + k3) + k4));
    }
    return position;
  }

 private:
  Array bounded(Array position) const {
    if (!along_.periodic()) position = position.max(lower_).min(upper_);
    return position;
  }

  Array velocity(const Field& field, Points& x, const Array& position) {
    Array inside = bounded(position);
    if (along_.periodic()) inside -= (upper_ - lower_) * ((inside - lower_) / (upper_ - lower_)).floor();
    x.col(axis_) = inside;
    values_.resize(x.rows(), x.cols());
    field(x, values_);
    if (!values_.col(axis_).allFinite())
      throw Error(Fault::numerical,
                  fmt::format("the velocity along '{}' is not finite on a characteristic", along_.name),
                  "finite values on the whole grid");
    return values_.col(axis_);
  }

  const Axis& along_;
  int axis_;
  Velocities& velocities_;
  double lower_, upper_;
  Points values_;
};

/// The walls' own departure points, then whether the line's departure points increase.
bool settle(const Axis& along, Eigen::Ref<Array> departures) {
  const Eigen::Index n = along.cells();
  if (along.periodic()) departures[n] = departures[0] + (along.edges[n] - along.edges[0]);
  if (along.lower == Wall::reflecting) departures[0] = along.edges[0];
  if (along.upper == Wall::reflecting) departures[n] = along.edges[n];
  return (departures.head(n) <= departures.tail(n)).all();
}

[[noreturn]] void refuse_crossing(const Axis& along, double from, double to) {
  throw Error(Fault::numerical,
              fmt::format("characteristics along '{}' cross between t = {} and {}", along.name, from, to), {},
              "more steps, or flux = \"scharfetter-gummel\"");
}

/// Departure points of the faces of a block of lines, with as many substeps as keep their order, if any number does.
Array departures(const Axis& along, int axis, Velocities& velocities, const Points& faces, double from, double to) {
  Trace trace(along, axis, velocities);
  const Eigen::Index n = along.cells() + 1;
  Array result;
  for (int substeps = 1; substeps <= most_substeps; substeps *= 2) {
    result = trace.back(faces, from, to, substeps);
    bool increasing = true;
    for (Eigen::Index first = 0; first < result.size(); first += n)
      increasing = settle(along, result.segment(first, n)) && increasing;
    if (increasing) break;
  }
  return result;
}

/// The stencils of an axis take longer than a remap: each thread keeps those of the last axes.
CumulativeMass without_masses(const Axis& along) {
  struct Known {
    Array edges;
    bool periodic;
    CumulativeMass stencils;
  };
  constexpr std::size_t most = 4;
  thread_local std::vector<Known> known;
  for (const Known& k : known)
    if (k.periodic == along.periodic() && k.edges.size() == along.edges.size() && (k.edges == along.edges).all())
      return k.stencils;
  if (known.size() == most) known.erase(known.begin());
  return known.emplace_back(Known{along.edges, along.periodic(), CumulativeMass(along)}).stencils;
}

/// Puts points in order; the mass between where they were and where they go.
double put_in_order(const CumulativeMass& cumulative, std::vector<double>& points) {
  double moved = 0;
  for (std::size_t k = 0; k + 1 < points.size(); ++k)
    if (points[k + 1] < points[k]) {
      moved += cumulative.between(points[k + 1], points[k]);
      points[k + 1] = points[k];
    }
  return moved;
}

}  // namespace

void remap(const Grid& grid, const Transport& transport, double from, double to, int threads, Array& masses,
           StepStatistics& statistics) {
  const Axis& along = grid.axis(transport.axis);
  const Eigen::Index n = along.cells(), stride = grid.stride(transport.axis);
  const AxisLines lines(grid, transport.axis);
  const CumulativeMass blank = without_masses(along);
  Velocities velocities(transport);
  const double total = masses.sum();
  std::vector<StepStatistics> parts((static_cast<std::size_t>(lines.count()) + lines_per_block - 1) / lines_per_block);
  parallel_for(static_cast<std::size_t>(lines.count()), lines_per_block, threads,
               [&](std::size_t begin, std::size_t end) {
                 StepStatistics& part = parts[begin / lines_per_block];
                 part.absorbed = Array::Zero(2 * grid.dimension());
                 const auto first_line = static_cast<Eigen::Index>(begin);
                 const Points faces = lines.faces(first_line, static_cast<Eigen::Index>(end));
                 const Array start = departures(along, transport.axis, velocities, faces, from, to);
                 CumulativeMass cumulative = blank;
                 std::vector<double> line(static_cast<std::size_t>(n)), points(static_cast<std::size_t>(n + 1));
                 for (Eigen::Index l = first_line; l < static_cast<Eigen::Index>(end); ++l) {
                   const Eigen::Index cell = lines.first_cell(l);
                   for (Eigen::Index i = 0; i < n; ++i) line[static_cast<std::size_t>(i)] = masses[cell + i * stride];
                   cumulative.set(line);
                   Eigen::Map<Array>(points.data(), n + 1) = start.segment((l - first_line) * (n + 1), n + 1);
                   const double moved = put_in_order(cumulative, points);
                   if (moved > negligible * total) refuse_crossing(along, from, to);
                   part.limited_mass += moved;
                   cumulative.between(points, line, part.zeroed_cells, part.zeroed_mass);
                   if (!along.periodic()) {
                     part.absorbed[2 * transport.axis] += cumulative.between(along.edges[0], points.front());
                     part.absorbed[2 * transport.axis + 1] += cumulative.between(points.back(), along.edges[n]);
                   }
                   for (Eigen::Index i = 0; i < n; ++i) masses[cell + i * stride] = line[static_cast<std::size_t>(i)];
                 }
               });
  for (const StepStatistics& part : parts) statistics += part;
}

}  // namespace fokker
