#include "remap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cumulative.hpp"
#include "fokker/core/control.hpp"
#include "fokker/core/error.hpp"

namespace fokker {
namespace {

constexpr std::size_t lines_per_block = 8;
constexpr int most_substeps = 64;

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

/// Follows points along one axis against a velocity.
class Trace {
 public:
  Trace(const Axis& along, const Transport& transport) : along_(along), transport_(transport) {
    lower_ = along.edges[0];
    upper_ = along.edges[along.cells()];
  }

  /// Positions at time `from` of the points that are at `faces` at time `to`; only their coordinate on the axis
  /// changes.
  Array back(const Points& faces, double from, double to, int substeps) {
    Points x = faces;
    Array position = faces.col(transport_.axis);
    const double h = (to - from) / substeps;
    for (int k = substeps; k-- > 0;) {
      const double t = from + k * h;
      const Field early = transport_.velocity(t), middle = transport_.velocity(t + 0.5 * h),
                  late = transport_.velocity(t + h);
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
    x.col(transport_.axis) = inside;
    values_.resize(x.rows(), x.cols());
    field(x, values_);
    if (!values_.col(transport_.axis).allFinite())
      throw Error(Fault::numerical,
                  fmt::format("the velocity along '{}' is not finite on a characteristic", along_.name),
                  "finite values on the whole grid");
    return values_.col(transport_.axis);
  }

  const Axis& along_;
  const Transport& transport_;
  double lower_, upper_;
  Points values_;
};

/// The walls' own departure points, then whether the line's departure points increase.
bool settle(const Axis& along, Eigen::Ref<Array> departures) {
  const Eigen::Index n = along.cells();
  if (along.periodic()) departures[n] = departures[0] + (along.edges[n] - along.edges[0]);
  if (along.lower == Wall::reflecting) departures[0] = along.edges[0];
  if (along.upper == Wall::reflecting) departures[n] = along.edges[n];
  for (Eigen::Index k = 0; k < n; ++k)
    if (!(departures[k] <= departures[k + 1])) return false;
  return true;
}

Array departures(const Axis& along, const Transport& transport, const Points& faces, double from, double to) {
  Trace trace(along, transport);
  const Eigen::Index n = along.cells() + 1;
  for (int substeps = 1; substeps <= most_substeps; substeps *= 2) {
    Array result = trace.back(faces, from, to, substeps);
    bool increasing = true;
    for (Eigen::Index first = 0; first < result.size(); first += n)
      increasing = settle(along, result.segment(first, n)) && increasing;
    if (increasing) return result;
  }
  throw Error(Fault::numerical,
              fmt::format("characteristics along '{}' cross between t = {} and {}", along.name, from, to), {},
              "more steps, or flux = \"scharfetter-gummel\"");
}

}  // namespace

void remap(const Grid& grid, const Transport& transport, double from, double to, int threads, Array& masses,
           StepStatistics& statistics) {
  const Axis& along = grid.axis(transport.axis);
  const Eigen::Index n = along.cells(), stride = grid.stride(transport.axis);
  const AxisLines lines(grid, transport.axis);
  const CumulativeMass blank(along);
  std::vector<StepStatistics> parts((static_cast<std::size_t>(lines.count()) + lines_per_block - 1) / lines_per_block);
  parallel_for(static_cast<std::size_t>(lines.count()), lines_per_block, threads,
               [&](std::size_t begin, std::size_t end) {
                 StepStatistics& part = parts[begin / lines_per_block];
                 part.absorbed = Array::Zero(2 * grid.dimension());
                 const auto first_line = static_cast<Eigen::Index>(begin);
                 const Points faces = lines.faces(first_line, static_cast<Eigen::Index>(end));
                 const Array start = departures(along, transport, faces, from, to);
                 CumulativeMass cumulative = blank;
                 std::vector<double> line(static_cast<std::size_t>(n)), points(static_cast<std::size_t>(n + 1));
                 for (Eigen::Index l = first_line; l < static_cast<Eigen::Index>(end); ++l) {
                   const Eigen::Index cell = lines.first_cell(l);
                   for (Eigen::Index i = 0; i < n; ++i) line[static_cast<std::size_t>(i)] = masses[cell + i * stride];
                   cumulative.set(line);
                   Eigen::Map<Array>(points.data(), n + 1) = start.segment((l - first_line) * (n + 1), n + 1);
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
