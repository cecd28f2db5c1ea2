// SPDX-License-Identifier: MIT
#include "score/network_kernels.hpp"

#include <cmath>
#include <cstring>

#include "core/elementary.hpp"
#include "core/elementary_single.hpp"

namespace fokker {
namespace {

using EightSingles __attribute__((vector_size(32))) = float;
using FourDoubles __attribute__((vector_size(32))) = double;

template <class Part, class Real>
[[gnu::always_inline]] inline Part loaded(const Real* from) {
  Part part;
  std::memcpy(&part, from, sizeof part);
  return part;
}

/// Four outputs for two vectors of points, all sums in registers.
template <class Part, class Real>
[[gnu::always_inline]] inline void multiply_rows(const Real* w, const Real* bias, const Real* in, Real* out,
                                                 int inputs) {
  constexpr int n = sizeof(Part) / sizeof(Real);
  Part a0 = Part{} + bias[0], b0 = a0, a1 = Part{} + bias[1], b1 = a1;
  Part a2 = Part{} + bias[2], b2 = a2, a3 = Part{} + bias[3], b3 = a3;
  for (int k = 0; k < inputs; ++k, w += network_rows, in += 2 * n) {
    const Part x = loaded<Part>(in), y = loaded<Part>(in + n);
    a0 += w[0] * x, b0 += w[0] * y;
    a1 += w[1] * x, b1 += w[1] * y;
    a2 += w[2] * x, b2 += w[2] * y;
    a3 += w[3] * x, b3 += w[3] * y;
  }
  const Part sums[2 * network_rows] = {a0, b0, a1, b1, a2, b2, a3, b3};
  std::memcpy(out, sums, sizeof sums);
}

template <class Part, class Real>
[[gnu::always_inline]] inline void multiply(const LayerWork<Real>& work) {
  for (int g = 0; g < work.groups; ++g)
    multiply_rows<Part>(work.weights + g * work.inputs * network_rows, work.bias + g * network_rows, work.in,
                        work.out + g * network_rows * network_lanes<Real>, work.inputs);
}

template <class Real, class Function>
[[gnu::always_inline]] inline void each_value(Real* values, int n, const Function& function) {
  for (int i = 0; i < n; ++i) values[i] = function(values[i]);
}

[[gnu::always_inline]] inline float tangent(float x) { return elementary::hyperbolic_tangent(x); }
[[gnu::always_inline]] inline double tangent(double x) {
  const double size = x < 0 ? -x : x, e = elementary::exponential_minus_1(size > 300 ? -600 : -2 * size);
  const double t = -e / (2 + e);
  return x < 0 ? -t : t;
}

template <class Real>
[[gnu::always_inline]] inline Real softplus(Real x) {  // log(1 + e^x) = max(x, 0) + log(1 + e^-|x|)
  const Real rest = elementary::exponential(x < 0 ? x : -x);
  return (x < 0 ? Real{0} : x) + static_cast<Real>(elementary::logarithm(1.0 + static_cast<double>(rest)));
}

template <class Real>
[[gnu::always_inline]] inline void apply(Activation activation, Real* values, int n) {
  switch (activation) {
    case Activation::tanh:
      return each_value(values, n, [](Real x) { return tangent(x); });
    case Activation::relu:
      return each_value(values, n, [](Real x) { return x < 0 ? Real{0} : x; });
    case Activation::gelu:
      return each_value(values, n, [](Real x) {
        return Real{0.5} * x * (Real{1} + std::erf(x * static_cast<Real>(0.70710678118654752440)));
      });
    case Activation::silu:
      return each_value(values, n, [](Real x) { return x / (Real{1} + elementary::exponential(-x)); });
    case Activation::softplus:
      return each_value(values, n, [](Real x) { return softplus(x); });
  }
}

template <class Real>
[[gnu::always_inline]] inline Real sigmoid(Real x) {
  return Real{1} / (Real{1} + elementary::exponential(-x));
}

template <class Real>
[[gnu::always_inline]] inline void apply_slopes(Activation activation, Real* values, int n) {
  switch (activation) {
    case Activation::tanh:
      return each_value(values, n, [](Real x) {
        const Real t = tangent(x);
        return Real{1} - t * t;
      });
    case Activation::relu:
      return each_value(values, n, [](Real x) { return x < 0 ? Real{0} : Real{1}; });
    case Activation::gelu:
      return each_value(values, n, [](Real x) {
        const Real density = static_cast<Real>(0.39894228040143267794) * elementary::exponential(Real{-0.5} * x * x);
        return Real{0.5} * (Real{1} + std::erf(x * static_cast<Real>(0.70710678118654752440))) + x * density;
      });
    case Activation::silu:
      return each_value(values, n, [](Real x) {
        const Real s = sigmoid(x);
        return s * (Real{1} + x * (Real{1} - s));
      });
    case Activation::softplus:
      return each_value(values, n, [](Real x) { return sigmoid(x); });
  }
}

}  // namespace

FOKKER_CLONES void multiply_layer(const LayerWork<float>& work) { multiply<EightSingles>(work); }
FOKKER_CLONES void multiply_layer(const LayerWork<double>& work) { multiply<FourDoubles>(work); }
FOKKER_CLONES void activate(Activation activation, float* values, int n) { apply(activation, values, n); }
FOKKER_CLONES void activate(Activation activation, double* values, int n) { apply(activation, values, n); }
FOKKER_CLONES void activation_slopes(Activation activation, float* values, int n) {
  apply_slopes(activation, values, n);
}
FOKKER_CLONES void activation_slopes(Activation activation, double* values, int n) {
  apply_slopes(activation, values, n);
}

}  // namespace fokker
