// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <vector>

#include "fokker/core/enum_names.hpp"
#include "fokker/fv/operator.hpp"

namespace fokker {

struct SlopeStencils;
struct RemapScratch;
class LineSolver;
class NetPeclet;
class FlowStep;
enum class DriftBy;

/// Time step, see ImplicitStepper.
enum class Stepper { sdirk2, backward_euler, exponential };

template <>
struct EnumNames<Stepper> {
  static constexpr NameList<Stepper, 3> all = {{{Stepper::sdirk2, "sdirk2"},
                                                {Stepper::backward_euler, "backward-euler"},
                                                {Stepper::exponential, "exponential"}}};
};

/// Use of each stepper, and its source.
/// @return one entry per Stepper
const std::vector<MethodEntry<Stepper>>& stepper_catalogue();

/// Cells of a grid up to which implicit steps along open lines keep two numbers per cell and direction while rates and
/// step stand still; beyond, memory is spared.
constexpr Eigen::Index most_cells_with_shares = Eigen::Index{1} << 22;

/// Net-flux Peclet number above which remaps are more accurate than fitted edges, measured on Gaussians that drift,
/// reflecting boundaries and double wells: Operator::may_carry.
constexpr double carried_peclet = 0.3;

/// The same number above which edges take the complete flux, where they are not left to remaps: below, plain edges with
/// line weights are more accurate.
constexpr double completed_peclet = 0.18;

/// No step carries drift, or takes the complete flux, by choice.
constexpr double never_carried = std::numeric_limits<double>::infinity();

/// Order of convergence in the step: 1 of backward Euler, else 2.
/// @param stepper  time step
/// @return 1 or 2
int order(Stepper stepper);

/// Step counts and every correction that the stepper applied (limiter, zeroed residues).
struct StepStatistics {
  std::int64_t steps = 0;          ///< accepted steps
  std::int64_t rejected = 0;       ///< adaptive steps repeated with a smaller step
  std::int64_t limited_lines = 0;  ///< line solves in which the positivity limiter acted
  double limited_mass = 0;         ///< sum over steps of the mass that the limiter held back at faces
  std::int64_t zeroed_cells = 0;   ///< negative rounding residues set to 0
  double zeroed_mass = 0;          ///< mass so added
  /// Mass gone through the lower and upper boundary of each axis, 2 d; what has come in counts as negative.
  Array absorbed;
  /// Steps (halves of adaptive ones count each) in which the drift along each axis was carried by choice, by remaps or
  /// by flows, d.
  Array carried;
  /// The same of steps that took the complete flux on the edges along each axis by choice, d.
  Array completed;

  /// Adds the counts of other steps.
  /// @param other  of steps on the same grid
  /// @return the sums
  StepStatistics& operator+=(const StepStatistics& other);
};

/// Moves cell masses by one step dt of dm/dt = L m with L frozen (the caller takes it at the step's midpoint).
/// Directions are composed by symmetric (Strang) splitting; along each, lines are solved implicitly:
///   sdirk2          (I - g dt L) m1 = m,  (I - g dt L) m2 = m + (1-g) dt L m1,  g = 1 - 1/sqrt(2);
///                   z = (1-g) m1 + g m2 solves (I - g dt L) z = g m + (1-g) m1, free of subtractions
///                   (where edges take the complete flux, of M dm/dt = L m, see src/time/complete_flux.hpp)
///   backward_euler  (I - dt L) m1 = m
///   exponential     m1 = (1/dt) integral over the step of exp(t L) m, by a rational approximation of order 16
/// then m is updated by face fluxes, so that mass stays to rounding. Where SDIRK2 would go negative, its fluxes are
/// blended with those of backward Euler by Zalesak's limiter. The exponential is exact to about 1e-14 of the largest
/// mass, plus rounding of about 1e-16 dt times the largest rate, as long as the density is not carried over many of its
/// own equilibrium's e-folds in one step. Halving such a step gains orders of magnitude: adaptive steps see it, and
/// where more than 1e-10 of the masses would be negative the lines are moved in parts. Where less is, fluxes are cut to
/// what a cell can pay. Transports are remapped along characteristics before
/// and after the directions, half a step each; inflow is a source in the solves along its axis: added before or after,
/// it would remain in the cells at the boundary. With several directions or coefficients that depend on time otherwise
/// than by a modulation, splitting and freezing make it second order. Where an operator's directions do not depend on t
/// (Operator::origin), what a step finds out about them serves the next ones; results do not depend on it.
/// References: Alexander, SIAM J. Numer. Anal. 14 (1977) 1006; Strang, SIAM J. Numer. Anal. 5 (1968) 506; Zalesak,
/// J. Comput. Phys. 31 (1979) 335.
class ImplicitStepper {
 public:
  /// @param kind         time step
  /// @param threads      0: all cores; results do not depend on it
  /// @param carry_above  net-flux Peclet number of an axis above which a step of sdirk2 carries drift that may be;
  ///        where characteristics cross on its way, edges take it
  /// @param complete_above  the same above which it takes the complete flux on the edges of an axis
  explicit ImplicitStepper(Stepper kind, int threads = 0, double carry_above = never_carried,
                           double complete_above = never_carried);

  /// One step.
  /// @param L           operator of the step
  /// @param dt          length of the step, time
  /// @param masses      cell masses >= 0, changed in place
  /// @param statistics  what happened is added to it
  /// @throws Error{Fault::numerical} where a carried drift is not finite, or its characteristics cross
  void advance(const Operator& L, double dt, Array& masses, StepStatistics& statistics);

  /// What the last step chose. @return k for an axis k whose drift it carried, dimension + k for one on whose edges it
  /// took the complete flux
  const std::vector<int>& choice() const { return choice_; }
  /// L1 error of the last step's deposits, which does not fall with the step; 0 without flows. @return >= 0, mass
  double deposit_error() const { return deposit_error_; }
  /// Steps make this choice from now on, as far as the operator offers it; null: each step chooses.
  /// @param choice  lives until the next one; empty: plain edges
  void hold_choice(const std::vector<int>* choice) { held_ = choice; }

 private:
  void advance_direction(const Operator& L, std::size_t k, double dt, Array& masses, StepStatistics& statistics);
  void gather_sources(const Operator& L);
  /// A step by flows where they suit the masses and their edges' Peclet number is large, else by edges.
  void advance_flows(const Operator& L, double dt, Array& masses, StepStatistics& statistics);
  bool flows(const Operator& L, double dt, const Array& masses) const;
  /// Takes the result of `step` with these statistics, or if it fails numerically that of `other` from the start.
  template <class Step, class Other>
  void attempt(Array& masses, StepStatistics& statistics, const Step& step, const Other& other);
  /// A whole step with what has been chosen.
  void advance_pieces(const Operator& L, double dt, Array& masses, StepStatistics& statistics);
  void choose_carried(const Operator& L, const Array& masses);
  DriftBy drift_by(const Operator& L, const CarriedDrift& other, const Array& masses);
  /// Whether the edges of an axis take the complete flux in this step.
  bool completes(const Operator& L, std::size_t direction) const;
  void advance_noise(const Operator& L, std::size_t other, double dt, Array& masses, StepStatistics& statistics);

  const SlopeStencils& stencils(const Grid& grid, int axis);

  /// A solver per direction and the scratch memory of remaps; a copy starts without.
  struct Solvers {
    Solvers();
    Solvers(const Solvers&);
    Solvers& operator=(const Solvers&);
    ~Solvers();
    LineSolver& at(std::size_t k);
    std::vector<std::unique_ptr<LineSolver>> all;
    std::unique_ptr<RemapScratch> of_remaps;
    std::unique_ptr<NetPeclet> of_choices;
    std::unique_ptr<FlowStep> of_flows;
    std::unique_ptr<Operator> by_edges;  ///< of steps that flows do not suit
  };
  /// The noise alone of a direction whose drift is carried.
  struct Noise {
    Direction direction;
    std::shared_ptr<const void> origin;  ///< of the operator that made the rates; null: make them anew
  };

  Stepper kind_;
  int threads_;
  double carry_above_, complete_above_;
  Solvers solvers_, complete_solvers_, noise_solvers_;
  std::vector<Noise> noise_;          ///< per entry of Operator::may_carry
  std::vector<std::size_t> carried_;  ///< of the step: entries of Operator::may_carry
  std::vector<int> choice_;
  const std::vector<int>* held_ = nullptr;
  double deposit_error_ = 0;
  Array before_;                                                  ///< masses before a step that carries by choice
  std::map<int, std::shared_ptr<const SlopeStencils>> stencils_;  ///< of axes with transports, made when first met
  std::vector<Array> sources_;  ///< per direction: inflow that is solved with it; empty: none
};

}  // namespace fokker
