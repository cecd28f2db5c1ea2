#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "fokker/core/control.hpp"
#include "fokker/core/error.hpp"
#include "fokker/fv/bernoulli.hpp"
#include "fokker/fv/operator.hpp"
#include "fv/edges.hpp"
#include "fv/faces.hpp"

namespace fokker {
namespace {

/// What drives the edges along one axis: velocity and diffusion at faces, phi on cells (empty: none).
struct AxisDrive {
  Field velocity, diffusion;
  bool still = false;  ///< the velocity is carried elsewhere
  const Array& phi;
};

/// Fills the rates of one axis, block by block.
class AxisEdges {
 public:
  AxisEdges(const Process& process, const Faces& faces, double t, const AxisDrive& drive, Direction& direction)
      : process_(process),
        faces_(faces),
        t_(t),
        drive_(drive),
        direction_(direction),
        positions_(positions_of(faces.along(), faces.along().widths())) {}

  void fill(int threads) {
    parallel_for(static_cast<std::size_t>(faces_.grid().cells()), Faces::block, threads,
                 [&](std::size_t begin, std::size_t end) {
                   fill_block(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end));
                 });
  }

 private:
  struct Coefficients {
    Array velocity, diffusion;
  };

  Coefficients at(const Points& x) const {
    Points values(x.rows(), x.cols());
    Coefficients result;
    drive_.diffusion(x, values);
    result.diffusion = values.col(faces_.axis());
    drive_.velocity(x, values);
    result.velocity = values.col(faces_.axis());
    if (!result.velocity.allFinite() || !result.diffusion.allFinite() || !(result.diffusion >= 0).all())
      refuse_coefficients(process_, faces_.grid(), t_, x, result.velocity, result.diffusion);
    if (drive_.still) result.velocity.setZero();
    return result;
  }

  /// Bernoulli pairs of faces, each at twice_distance, between cells that differ by `difference` in phi.
  static void take_pairs(const Coefficients& at, const Array& twice_distance, const Array& difference, Array& plus,
                         Array& minus) {
    Array w = at.velocity * twice_distance;
    if (difference.size() > 0) w += at.diffusion * difference;
    plus.resize(w.size());
    minus.resize(w.size());
    scaled_bernoulli(at.diffusion.data(), w.data(), static_cast<int>(w.size()), plus.data(), minus.data());
  }

  /// Distances and weights by position: rates are Bernoulli values times 1 / (2 distance width).
  struct Positions {
    Array twice_distance;  ///< between the centres of a cell and the next one; an absorbing wall is at half a width
    Array up, down;        ///< weight of up in the cell, of down in the next one
  };
  static Positions positions_of(const Axis& along, const Array& widths) {
    const Eigen::Index n = along.cells();
    Array next(n);
    next.head(n - 1) = widths.tail(n - 1);
    next[n - 1] = along.periodic() ? widths[0] : 0;
    const Array twice = widths + next;
    return {twice, 1 / (twice * widths), 1 / (twice * next)};
  }

  void fill_block(Eigen::Index begin, Eigen::Index end) {
    const Grid& grid = faces_.grid();
    const Axis& along = faces_.along();
    const Eigen::Index n = along.cells(), stride = grid.stride(faces_.axis());
    const bool contiguous = stride == 1;
    const Points x = faces_.above(begin, end);
    const Coefficients at_faces = at(x);
    Array twice_distance(end - begin), difference(drive_.phi.size() > 0 ? end - begin : 0), plus, minus;
    const auto next = [&](Eigen::Index i, Eigen::Index p) { return p + 1 < n ? i + stride : i - (n - 1) * stride; };
    const auto beyond = [&](Eigen::Index p) { return p + 1 == n && !along.periodic(); };
    faces_.for_runs(begin, end, [&](Eigen::Index i, Eigen::Index length, Eigen::Index p) {
      auto d = twice_distance.segment(i - begin, length);
      if (contiguous)
        d = positions_.twice_distance.segment(p, length);
      else
        d.setConstant(positions_.twice_distance[p]);
      if (difference.size() == 0) return;
      if (beyond(p))
        difference.segment(i - begin, length).setZero();
      else
        difference.segment(i - begin, length) = drive_.phi.segment(next(i, p), length) - drive_.phi.segment(i, length);
    });
    take_pairs(at_faces, twice_distance, difference, plus, minus);
    faces_.for_runs(begin, end, [&](Eigen::Index i, Eigen::Index length, Eigen::Index p) {
      auto up = direction_.up.segment(i, length);
      const auto plus_here = plus.segment(i - begin, length), minus_here = minus.segment(i - begin, length);
      if (beyond(p)) {  // an absorbing wall holds p = 0; a reflecting one carries no flux
        up = along.upper == Wall::absorbing ? Array(minus_here * positions_.up[p]) : Array::Zero(length);
        return;
      }
      auto down = direction_.down.segment(next(i, p), length);
      if (contiguous) {
        up = minus_here * positions_.up.segment(p, length);
        down = plus_here * positions_.down.segment(p, length);
      } else {
        up = minus_here * positions_.up[p];
        down = plus_here * positions_.down[p];
      }
    });
    if (!along.periodic()) fill_lower_wall(begin, end);
    check_rates(x, at_faces, begin, end);
  }

  void fill_lower_wall(Eigen::Index begin, Eigen::Index end) {
    std::vector<Eigen::Index> cells;
    faces_.for_runs(begin, end, [&](Eigen::Index i, Eigen::Index length, Eigen::Index p) {
      if (p > 0) return;
      const Eigen::Index first_cells = faces_.grid().stride(faces_.axis()) == 1 ? 1 : length;
      for (Eigen::Index k = 0; k < first_cells; ++k) cells.push_back(i + k);
    });
    if (faces_.along().lower != Wall::absorbing || cells.empty()) {
      for (const Eigen::Index cell : cells) direction_.down[cell] = 0;
      return;
    }
    const double h = faces_.along().width(0);
    const auto count = static_cast<Eigen::Index>(cells.size());
    Array plus, minus;
    take_pairs(at(faces_.lower_wall(cells)), Array::Constant(count, h), {}, plus, minus);
    for (Eigen::Index k = 0; k < count; ++k) direction_.down[cells[static_cast<std::size_t>(k)]] = plus[k] / (h * h);
  }

  void check_rates(const Points& x, const Coefficients& at_faces, Eigen::Index begin, Eigen::Index end) const {
    if (!direction_.up.segment(begin, end - begin).allFinite())
      refuse_coefficients(process_, faces_.grid(), t_, x, at_faces.velocity, at_faces.diffusion);
  }

  const Process& process_;
  const Faces& faces_;
  double t_;
  const AxisDrive& drive_;
  Direction& direction_;
  Positions positions_;
};

}  // namespace

Assembler::Assembler(Process process, Grid grid, Flux flux, int threads)
    : process_(std::move(process)), grid_(std::move(grid)), flux_(flux), threads_(threads) {
  if (process_.dimension != grid_.dimension())
    throw Error(Fault::problem,
                fmt::format("a process in {} and a grid in {} dimensions", process_.dimension, grid_.dimension()),
                "one axis per coordinate");
  if (process_.correlated || process_.edge) centres_ = grid_.centres();
}

bool Assembler::carried(bool has_noise) const {
  return flux_ == Flux::semi_lagrangian || (flux_ == Flux::automatic && !has_noise);
}

std::shared_ptr<const Lines> Assembler::lines(const std::vector<int>& offset) const {
  auto& known = lines_[offset];
  if (!known) known = std::make_shared<const Lines>(grid_, offset);
  return known;
}

void Assembler::assemble(double t, Operator& result) const {
  result.pace = 1;
  if (!process_.pace) return assemble_directions(t, result);
  const auto& [rate, reference] = *process_.pace;
  if (result.origin != origin_) {
    assemble_directions(rate ? reference : t, result);
    result.origin = origin_;
  }
  if (rate) result.pace = rate(t) / rate(reference);
  if (!std::isfinite(result.pace)) refuse_coefficients(process_, grid_, t, {}, {}, {});
  for (Transport& transport : result.transports) transport.time = t;
}

void Assembler::assemble_directions(double t, Operator& result) const {
  result.origin.reset();
  result.transports.clear();
  Array phi;
  if (process_.edge && flux_ != Flux::semi_lagrangian) {
    phi.resize(grid_.cells());
    process_.edge->phi(t, centres_, phi);
  }
  if (process_.correlated) return assemble_offsets(t, phi, result);
  std::size_t used = 0;
  for (int k = 0; k < grid_.dimension(); ++k) used += assemble_axis(t, k, phi, used, result) ? 1 : 0;
  result.directions.resize(used);
}

bool Assembler::assemble_axis(double t, int axis, const Array& phi, std::size_t slot, Operator& result) const {
  const Faces faces(grid_, axis);
  const Field diffusion = process_.diffusion(t);
  const bool has_noise = faces.any_nonzero(diffusion);
  const bool carry = carried(has_noise);
  const bool by_phi = phi.size() > 0 && has_noise && !carry;
  const Field velocity = (by_phi ? process_.edge->rest : process_.velocity)(t);
  const bool moves = faces.any_nonzero(velocity);
  if (carry && moves) result.transports.push_back({axis, t, process_.velocity});
  if (!has_noise && (carry || !moves)) return false;
  Direction& direction = direction_at(result, slot, lines(axis_offset(grid_.dimension(), axis)));
  const Array none;
  AxisEdges(process_, faces, t, {velocity, diffusion, carry, by_phi ? phi : none}, direction).fill(threads_);
  if (!direction.down.allFinite()) refuse_coefficients(process_, grid_, t, {}, {}, {});
  return true;
}

}  // namespace fokker
