// SPDX-License-Identifier: MIT
#pragma once
// Central differences in flux form, for solvers that take a matrix or a right-hand side.
#include "peer.hpp"

namespace fokker::bench {

/// dp/dt = L p at pace 1: F = (a_i p_i + a_j p_j)/2 - D/2 (p_j - p_i)/h through each face, none through the walls, in
/// one or two dimensions; the mixed part -D_12/2 times the derivative along the other axis, from the four cells around.
class FluxForm {
 public:
  FluxForm(const Equation& equation, std::size_t cells) : n_(cells), d_(equation.box.size()) {
    for (std::size_t k = 0; k < d_; ++k) {
      const double h = width(equation, k, cells), diffusion = equation.noise[k] / (2 * h * h);
      const Values a =
          on_centres(equation, cells, [&](const Point& x) { return equation.drift(static_cast<int>(k), x) / (2 * h); });
      below_.push_back(a);
      above_.emplace_back(a.size(), 0.0);
      const std::size_t stride = k == 0 ? 1 : cells;
      for (std::size_t i = 0; i < a.size(); ++i) {
        below_[k][i] += diffusion;
        if (i + stride < a.size()) above_[k][i] = a[i + stride] - diffusion;
      }
    }
    if (equation.mixed != 0) mixed_ = equation.mixed / (8 * width(equation, 0, cells) * width(equation, 1, cells));
  }

  std::size_t size() const { return below_[0].size(); }
  std::size_t bandwidth() const { return d_ == 1 ? 1 : n_; }
  bool mixed() const { return mixed_ != 0; }

  /// Calls add(i, j, value) for the parts of L_ij.
  template <class Add>
  void for_entries(Add&& add) const {
    std::size_t stride = 1;
    for (std::size_t k = 0; k < d_; ++k, stride *= n_)
      for (std::size_t i = 0; i < size(); ++i) {
        if (i / stride % n_ + 1 == n_) continue;
        const std::size_t j = i + stride;
        const auto carry = [&](std::size_t from, double rate) {  // rate p_from goes from i to j
          add(i, from, -rate);
          add(j, from, rate);
        };
        carry(i, below_[k][i]);
        carry(j, above_[k][i]);
        if (mixed_ == 0) continue;
        const std::size_t other = k == 0 ? n_ : 1, place = i / other % n_;
        if (place == 0 || place + 1 == n_) continue;
        for (const std::size_t cell : {i, j}) {
          carry(cell + other, -mixed_);
          carry(cell - other, mixed_);
        }
      }
  }

  /// rate = pace L p, without mixed part.
  void apply(const double* p, double pace, double* rate) const {
    std::fill_n(rate, size(), 0.0);
    std::size_t stride = 1;
    for (std::size_t k = 0; k < d_; ++k, stride *= n_)
      for (std::size_t first = 0; first < size(); first += n_ * stride)
        for (std::size_t i = first; i < first + (n_ - 1) * stride; ++i) {
          const double flux = pace * (below_[k][i] * p[i] + above_[k][i] * p[i + stride]);
          rate[i] -= flux;
          rate[i + stride] += flux;
        }
  }

 private:
  std::size_t n_, d_;
  std::vector<Values> below_, above_;  ///< per axis and cell: of the face above it, what its two sides give
  double mixed_ = 0;
};

}  // namespace fokker::bench
