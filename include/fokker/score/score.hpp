// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "fokker/grid/history.hpp"
#include "fokker/process/process.hpp"

namespace fokker {

/// Score s = grad log p(x, t) of a family of densities in process time t.
struct Score {
  int dimension = 1;  ///< number of coordinates, d
  FieldAt at;         ///< grad log p, n x d, 1/length
  /// log p on the cells of the solver's grid (up to a constant), where the score comes from one; else empty.
  CellFunctionAt log_density;
  std::size_t floored_cells = 0;  ///< cells, over all stored times, whose density lay below the floor
  bool few_calls = false;         ///< as in Process; reversals take it over
  /// Time of the law that the family comes from: reversals of linear processes can take exponential steps then.
  std::optional<double> since = {};
};

/// Score of the exact marginals of a linear process that starts from `initial` at time s.
/// @param process  a linear process
/// @param initial  distribution at time s
/// @param s        time of `initial`
/// @return grad log p for t >= s
Score exact_score(const Process& process, const GaussianMixture& initial, double s);

/// Score of densities on a grid, kept at increasing times: log p is interpolated linearly in t; in space the
/// differences of log p across faces are interpolated linearly between faces (second order) and, in other axes,
/// multilinearly between centres.
/// Cells below 1e-300 of the unit density count as 1e-300 and are counted in floored_cells: below it log p is
/// dominated by rounding of denormals, and no particle or mass is found there.
/// @param threads  for the tables of log p and its slopes; 0: all cores; results do not depend on it
/// @param trajectory  densities at increasing times
/// @return grad log p at any time between the first and the last
Score trajectory_score(Trajectory trajectory, int threads = 1);

/// The same from a history that may have to compute its densities. The last few log p are remembered.
/// @param floored_cells  as counted with cells_below_floor when the densities were first computed
/// @param history  densities at increasing times
/// @param threads  0: all cores; the score does not depend on it
/// @return grad log p at any time between the first and the last
Score trajectory_score(DensityHistory history, std::size_t floored_cells, int threads = 1);

/// Cells of one density that lie below the floor.
/// @param density  cell averages, 1/length^d
/// @return number of cells
std::size_t cells_below_floor(const Array& density);

/// A score multiplied by a constant; a factor other than 1 is wrong and serves to test that the checks detect it.
/// @param score   any score
/// @param factor  1: the same score
/// @return factor times the score
Score scaled(Score score, double factor);

/// Doob's transform: the process with drift v + D grad log h (divergence form), a + D grad log h (Ito). Where h(x, t) =
/// E[h(x(T), T) | x(t) = x] it is the reference with its paths weighted by h(x(T), T) / h(x(0), 0); closed forms of the
/// reference no longer hold. With a log_density, edges take 2 log h as a discrete potential.
/// @throws Error{Fault::problem} if dimensions differ
/// Reference: J. L. Doob, Bull. Soc. Math. France 85 (1957) 431.
/// @param reference  any process
/// @param h          grad log h(x, t), n x d, 1/length
/// @return the conditioned process
Process conditioned(const Process& reference, const Score& h);

/// Process whose law at tau is the forward law at T - tau, for any alpha(t) >= 0:
///   v_r = -v + 1/2 (1 + alpha^2) D s(x, T - tau),   D_r = alpha^2 D      (divergence form)
///   a_r = -a + 1/2 (1 + alpha^2) (div D + D s),     G_r = alpha G        (Ito)
/// Of a linear process whose score has `since`, an exponential step from t back to s < t (with alpha at the middle)
/// has A = Psi^-1, Psi that of the forward transition (Psi, b, C_st), and freezes the noise estimate -S(t)^T s(x, t),
/// S S^T = C(t) the covariance gained since the start, not the score, which grows without bound as the noise is taken
/// out: Phi = (1 + alpha^2) Psi^-1 (1 - (1 - C_st C(t)^-1)^(1/2)) C(t). With alpha = 0 this is DDIM.
/// References: Song, Meng and Ermon, ICLR 2021 (arXiv 2010.02502); Zhang and Chen, ICLR 2023 (arXiv 2204.13902).
/// @param alpha  in process time t; >= 0. At alpha = 0 (the probability flow) nothing diffuses.
/// @throws Error{Fault::problem} if a constant alpha is not >= 0, T <= 0 or dimensions differ
/// Reference: B. D. O. Anderson, Stoch. Proc. Appl. 12 (1982) 313.
/// @param forward  process on [0, T]
/// @param score    grad log p(x, t), n x d, 1/length
/// @param T        end of the forward process
/// @return the reversed process in tau on [0, T]
Process reversed(const Process& forward, const Score& score, const std::function<double(double t)>& alpha, double T);
/// The same with a number alpha >= 0.
/// @param forward  process on [0, T]
/// @param score    grad log p(x, t), n x d, 1/length
/// @param alpha    >= 0
/// @param T        end of the forward process
/// @throws Error{Fault::problem} as above
/// @return the reversed process in tau on [0, T]
Process reversed(const Process& forward, const Score& score, double alpha, double T);

}  // namespace fokker
