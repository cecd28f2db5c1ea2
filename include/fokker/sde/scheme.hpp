// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fokker/core/enum_names.hpp"
#include "fokker/grid/grid.hpp"
#include "fokker/process/process.hpp"

namespace fokker {

/// How particles take a step of length h along dx = a dt + G dw; n is standard normal, one per axis.
enum class Scheme {
  /// x += a h + G sqrt(h) n. Maruyama, Rend. Circ. Mat. Palermo 4 (1955) 48.
  euler_maruyama,
  /// x_k += a_k h + G_k sqrt(h) n_k + 1/2 G_k d_k G_k (n_k^2 - 1) h, where G_k d_k G_k = 1/2 (div D)_k = (a - v)_k.
  /// Milstein, Theory Probab. Appl. 19 (1974) 557.
  milstein,
  /// Trapezoid of the Stratonovich drift (a + v)/2 and of G from the Euler predictor; without noise Heun's method.
  /// Ruemelin, SIAM J. Numer. Anal. 19 (1982) 604.
  heun,
  /// Platen's explicit scheme of weak order 2. Kloeden and Platen (1992), (15.1.1) and (15.1.3).
  platen,
  /// Stochastic Runge-Kutta scheme for additive noise. Roessler, SIAM J. Numer. Anal. 48 (2010) 922, SRA1.
  sra1,
  /// x = A x + b + C^(1/2) n, the transition law of a linear process, or the Poisson mixture of gamma laws of `cir`: no
  /// error at any h, up to the boundaries.
  exact,
  /// Odeint's fifth-order Runge-Kutta method for processes without noise. Dormand and Prince, J. Comput. Appl. Math. 6
  /// (1980) 19.
  dopri5,
  /// x = A x + b + Phi f(x) + C^(1/2) n: the transition law of a linear part, the rest of the drift frozen through f
  /// (see Process::split). Of a linear process the same as exact; of a reversal without noise DDIM.
  /// Hochbruck and Ostermann, Acta Numerica 19 (2010) 209; Song, Meng and Ermon, ICLR 2021 (arXiv 2010.02502).
  exponential,
};

template <>
struct EnumNames<Scheme> {
  static constexpr NameList<Scheme, 8> all = {{{Scheme::euler_maruyama, "euler-maruyama"},
                                               {Scheme::milstein, "milstein"},
                                               {Scheme::heun, "heun"},
                                               {Scheme::platen, "platen"},
                                               {Scheme::sra1, "sra1"},
                                               {Scheme::exact, "exact"},
                                               {Scheme::dopri5, "dopri5"},
                                               {Scheme::exponential, "exponential"}}};
};

/// Requirements of each scheme on the noise, its weak and strong orders, and its source.
/// @return one entry per Scheme
const std::vector<MethodEntry<Scheme>>& scheme_catalogue();

/// Dependence of G on state and time.
enum class NoiseKind {
  none,       ///< there is none
  additive,   ///< on t at most
  own_axis,   ///< G diagonal, G_k on x_k and t
  cross_axis  ///< anything else: schemes of higher order would need iterated integrals of two axes
};

/// p of the scheme's error c dt^p of expectations, in the limit of small steps; 0 if it has none.
/// @param scheme  of the steps
/// @param noise   kind of the process's noise
/// @return 0 to 5
int weak_order(Scheme scheme, NoiseKind noise);

/// At most 4096 cell centres, evenly chosen; n x d.
/// @param grid  any grid
/// @return length
Points noise_probes(const Grid& grid);
/// Kind of a process's noise as seen at the points `probes` (n x d), each also with one coordinate replaced by the
/// first point's, at `times`; differences up to 1e-12 of the largest |G| count as rounding. A dependence that shows at
/// none of them is not seen.
/// @param process  any process
/// @param probes   n x d, length
/// @param times    process times
/// @return the simplest kind that fits
NoiseKind noise_kind(const Process& process, const PointsIn& probes, const std::vector<double>& times);

/// Why a scheme cannot move a process.
struct SchemeRefusal {
  std::string found;  ///< why
  std::string legal;  ///< what the scheme needs
};
/// Why a scheme cannot move a process; empty where it can.
/// @param scheme     to move particles with
/// @param process    to be moved
/// @param noise      kind of its noise
/// @param absorbing  whether some boundary absorbs
/// @return what was found and what the scheme needs
std::optional<SchemeRefusal> scheme_refusal(Scheme scheme, const Process& process, NoiseKind noise, bool absorbing);

}  // namespace fokker
