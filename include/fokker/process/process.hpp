// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "fokker/core/types.hpp"
#include "fokker/expression/expression.hpp"
#include "fokker/process/law.hpp"

namespace fokker {

/// Law of x(t) given x(s) for a linear process: N(A x(s) + b, C).
struct AffineLaw {
  Matrix A;  ///< d x d
  Vector b;  ///< d, length
  Matrix C;  ///< d x d, length^2
};

/// Law of x(t) given x(s) >= 0 of independent axes: rate x(t) ~ Gamma(shape + K), K ~ Poisson(weight x(s)). With shape
/// 0 and K = 0, x(t) = 0.
struct PoissonGammaLaw {
  Vector shape;   ///< d
  Vector rate;    ///< d, 1/length
  Vector weight;  ///< d, 1/length
};

/// What becomes of x over one step of a process whose drift is a linear part plus some more, of which a field f(x) is
/// frozen at the start: N(A x + b + Phi f(x), C).
struct FrozenStep {
  AffineLaw linear;  ///< transition law of the linear part
  Matrix Phi;        ///< d x d
};
/// A drift in two parts, for exponential integrators.
/// Reference: Hochbruck and Ostermann, Acta Numerica 19 (2010) 209.
struct SplitDrift {
  FieldAt frozen;                                      ///< f, n x d
  std::function<FrozenStep(double s, double t)> step;  ///< from s to t >= s
};

/// Values on the cells of the solver's grid at one time, whose centres are given.
using CellFunctionAt = std::function<void(double t, const PointsIn& centres, ArrayOut values)>;

/// Times at which the formulas of a process hold, both ends counted.
struct TimeRange {
  double first = -std::numeric_limits<double>::infinity();  ///< earliest time
  double last = std::numeric_limits<double>::infinity();    ///< latest time
};

/// Factor c(t) of coefficients that are c(t) times functions of x alone.
struct TimeModulation {
  std::function<double(double t)> rate = {};  ///< >= 0; empty: 1 at every time
  double reference = 0;                       ///< a time at which the rate is > 0
  /// The factor at t.
  /// @param t  process time
  /// @return >= 0
  double at(double t) const { return rate ? rate(t) : 1; }
  /// Mean of the rate from `begin` to `end`, or the rate where they are equal: adaptive Gauss-Kronrod quadrature to a
  /// relative 1e-12.
  /// @param begin  process time
  /// @param end    >= begin
  /// @return >= 0
  double mean(double begin, double end) const;
};

/// rest = drift + 1/2 D slope, where time enters `drift` and D by their modulations alone: both are evaluated once on
/// the faces of a grid.
struct ModulatedDrift {
  FieldAt drift;                        ///< n x d, length/time
  TimeModulation drift_modulation;      ///< of `drift`
  TimeModulation diffusion_modulation;  ///< of D
  FieldAt slope;                        ///< n x d, 1/length; empty: 0
};

/// Part of the drift in divergence form that is 1/2 D grad(phi). phi, the log-equilibrium, is known on the cells (a
/// potential U gives phi = -U; a score from a grid gives phi proportional to log p). A finite-volume edge takes
/// z = phi(j) - phi(i) exactly instead of evaluating the drift at a face.
struct DiscretePotential {
  FieldAt rest;        ///< the drift in divergence form without this part
  CellFunctionAt phi;  ///< dimensionless; empty: 0
  /// More about `rest` and D; empty: unknown.
  std::optional<ModulatedDrift> modulated = {};
  bool on_one_grid = false;  ///< phi is known on the cells of one grid alone, that of a score
};

/// Diffusion process dx = a(x,t) dt + G(x,t) dw (Ito), D = G G^T, whose density obeys
///   dp/dt = -div( v p - 1/2 D grad p ),   v = a - 1/2 div D   (divergence form).
/// Formulas are batched: see Field. All callables are immutable and may be called from any thread.
/// Where the noise is correlated, D and G are d x d matrices at each point, entry (i, j) in column i d + j; else only
/// their diagonals are kept.
struct Process {
  int dimension = 1;         ///< number of coordinates, d
  std::string name;          ///< for messages
  bool correlated = false;   ///< whether D and G are full matrices
  FieldAt divergence_drift;  ///< drift in divergence form v, n x d, length/time
  FieldAt diffusion;         ///< D, n x noise_columns(), length^2/time; symmetric positive semidefinite
  FieldAt drift;             ///< a, n x d, length/time
  FieldAt noise;             ///< G, n x noise_columns(), length/time^(1/2)
  std::optional<DiscretePotential> discrete_potential;  ///< empty: drift at faces
  /// Columns of D and of G: d, or d^2 where the noise is correlated. @return >= 1
  int noise_columns() const { return correlated ? dimension * dimension : dimension; }
  /// Formulas through which time enters the coefficients, for a search of fast changes; empty where there are none.
  std::vector<Expression> time_formulas = {};
  /// Where D jumps and nothing drifts, the stationary density is proportional to D^-noise_exponent: 1 in the sense of
  /// Ito, 1/2 of Stratonovich, 0 isothermal. The drift as stated is then noise_exponent a + (1 - noise_exponent) v.
  double noise_exponent = 1;
  TimeRange times;  ///< at which its formulas hold
  /// Evaluations cost much more than their points do: remaps ask once per stage, particles once per 65,536.
  bool few_calls = false;
  /// Common factor through which alone time enters the coefficients; 1 where time does not enter. Empty: unknown.
  std::optional<TimeModulation> modulation;

  /// Which part of a formula makes a coefficient not finite at a point (d) and time; empty where nothing is known.
  std::function<std::string(const Vector& x, double t)> explain;

  /// Closed-form transition law from s to t >= s, where the process is linear; else empty.
  std::function<AffineLaw(double s, double t)> transition;
  /// The same where it is a Poisson mixture of gamma laws; else empty.
  std::function<PoissonGammaLaw(double s, double t)> poisson_gamma;
  /// Where the process is not linear but has a linear part whose transition law is known; else empty.
  std::optional<SplitDrift> split;
  /// Distribution approached for large times, used to start a reversal (the prior), for runs that end at `end`; empty
  /// where there is none.
  std::function<Law(double end)> prior;
  /// Density in detailed balance, which stays between reflecting and around periodic boundaries; empty where there is
  /// none. discrete_potential has its logarithm as phi then, and nothing else.
  std::optional<Law> equilibrium = {};
};

/// Law at t of a linear process that starts from `initial` at s.
/// @throws Error{Fault::problem} if the process has no closed-form transition
/// @param process  a linear process
/// @param initial  distribution at time s
/// @param s        time of `initial`
/// @param t        later time
/// @return the distribution at t
GaussianMixture marginal(const Process& process, const GaussianMixture& initial, double s, double t);

/// Whether the law at later times is known in closed form from this initial law: linear processes from mixtures, and
/// Poisson mixtures of gamma laws from mixtures without correlation of which at most 1e-6 is below 0.
/// @param process  any process
/// @param initial  distribution at an earlier time
/// @return whether marginal() has a closed form
bool knows_marginal(const Process& process, const Law& initial);
/// That law. @throws Error{Fault::problem} if it is not known
/// @param process  any process
/// @param initial  distribution at time s
/// @param s        time of `initial`
/// @param t        later time
/// @return the distribution at t
Law marginal(const Process& process, const Law& initial, double s, double t);

}  // namespace fokker
