// SPDX-License-Identifier: MIT
#pragma once
#include <Eigen/Core>
#include <boost/numeric/odeint/algebra/norm_result_type.hpp>
#include <boost/numeric/odeint/algebra/vector_space_algebra.hpp>
#include <boost/numeric/odeint/util/is_resizeable.hpp>
#include <boost/numeric/odeint/util/resize.hpp>
#include <boost/numeric/odeint/util/same_size.hpp>

/// Eigen arrays as Odeint states: element-wise algebra, a maximum norm for the step control, resizing.
namespace boost::numeric::odeint {

template <int Columns, int Options, int Most>
struct vector_space_norm_inf<Eigen::Array<double, Eigen::Dynamic, Columns, Options, Eigen::Dynamic, Most>> {
  using result_type = double;
  template <class State>
  double operator()(const State& x) const {
    return x.abs().maxCoeff();
  }
};
template <int Columns, int Options, int Most>
struct is_resizeable<Eigen::Array<double, Eigen::Dynamic, Columns, Options, Eigen::Dynamic, Most>> : boost::true_type {
};
template <int Columns, int Options, int Most>
struct same_size_impl<Eigen::Array<double, Eigen::Dynamic, Columns, Options, Eigen::Dynamic, Most>,
                      Eigen::Array<double, Eigen::Dynamic, Columns, Options, Eigen::Dynamic, Most>> {
  template <class State>
  static bool same_size(const State& a, const State& b) {
    return a.rows() == b.rows() && a.cols() == b.cols();
  }
};
template <int Columns, int Options, int Most>
struct resize_impl<Eigen::Array<double, Eigen::Dynamic, Columns, Options, Eigen::Dynamic, Most>,
                   Eigen::Array<double, Eigen::Dynamic, Columns, Options, Eigen::Dynamic, Most>> {
  template <class State>
  static void resize(State& a, const State& b) {
    a.resize(b.rows(), b.cols());
  }
};

}  // namespace boost::numeric::odeint
