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
        widths_(faces.along().widths()) {}

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

  /// Rate of mass across a face at `distance` from the centre of a cell, times the cell's width: (D / 2 distance) B.
  static BernoulliPair edge(const Coefficients& at, Eigen::Index face, double distance, double difference) {
    const double D = at.diffusion[face];
    const BernoulliPair pair = scaled_bernoulli(D, 2 * at.velocity[face] * distance + D * difference);
    return {pair.plus / (2 * distance), pair.minus / (2 * distance)};
  }

  void fill_block(Eigen::Index begin, Eigen::Index end) {
    const Grid& grid = faces_.grid();
    const Axis& along = faces_.along();
    const Points x = faces_.above(begin, end);
    const Coefficients at_faces = at(x);
    for (Eigen::Index i = begin; i < end; ++i) {
      const Eigen::Index p = grid.position(i, faces_.axis());
      const double h = widths_[p];
      if (p + 1 == along.cells() && !along.periodic()) {
        // an absorbing wall holds p = 0 at half a cell's distance; a reflecting one carries no flux
        direction_.up[i] = along.upper == Wall::absorbing ? edge(at_faces, i - begin, 0.5 * h, 0).minus / h : 0;
        continue;
      }
      const Eigen::Index j = grid.above(i, faces_.axis());
      const double h_above = widths_[grid.position(j, faces_.axis())];
      const double difference = drive_.phi.size() > 0 ? drive_.phi[j] - drive_.phi[i] : 0;
      const BernoulliPair pair = edge(at_faces, i - begin, 0.5 * (h + h_above), difference);
      direction_.up[i] = pair.minus / h;
      direction_.down[j] = pair.plus / h_above;
    }
    if (!along.periodic()) fill_lower_wall(begin, end);
    check_rates(x, at_faces, begin, end);
  }

  void fill_lower_wall(Eigen::Index begin, Eigen::Index end) {
    std::vector<Eigen::Index> cells;
    for (Eigen::Index i = begin; i < end; ++i)
      if (faces_.grid().position(i, faces_.axis()) == 0) cells.push_back(i);
    const bool absorbing = faces_.along().lower == Wall::absorbing && !cells.empty();
    const Coefficients at_wall = absorbing ? at(faces_.lower_wall(cells)) : Coefficients{};
    for (std::size_t k = 0; k < cells.size(); ++k)
      direction_.down[cells[k]] =
          absorbing ? edge(at_wall, static_cast<Eigen::Index>(k), 0.5 * widths_[0], 0).plus / widths_[0] : 0;
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
  Array widths_;
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
