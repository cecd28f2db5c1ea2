// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/core/enum_names.hpp"
#include "fokker/expression/expression.hpp"
#include "fokker/process/langevin.hpp"
#include "fokker/process/process.hpp"

namespace fokker {

/// How dx = a dt + G dw is meant where G depends on x.
enum class Interpretation { ito, stratonovich, isothermal };

template <>
struct EnumNames<Interpretation> {
  static constexpr NameList<Interpretation, 3> all = {{{Interpretation::ito, "ito"},
                                                       {Interpretation::stratonovich, "stratonovich"},
                                                       {Interpretation::isothermal, "isothermal"}}};
};

/// Process of formulas, dx = drift dt + noise dw with noise per axis; one expression per axis each, whose variables are
/// the axes. With D = G^2 (diagonal) and c_i = G_i d_i G_i = 1/2 (div D)_i, found by symbolic derivation:
///   ito           a = drift,           v = drift - c
///   stratonovich  a = drift + c / 2,   v = drift - c / 2
///   isothermal    a = drift + c,       v = drift
/// Transition law: where the drift is affine in the axes and the noise depends on t alone.
/// @throws Error{Fault::problem} if the numbers of expressions differ
/// Reference: Haenggi and Thomas, Phys. Rep. 88 (1982) 207.
/// @param drift           one formula per axis, length/time
/// @param noise           one formula per axis, length/time^(1/2)
/// @param interpretation  meaning of dw where the noise depends on position
/// @return the process
Process custom_process(const std::vector<Expression>& drift, const std::vector<Expression>& noise,
                       Interpretation interpretation);

/// The same with a matrix G of noise, given by rows. With D = G G^T, (div D)_i = sum_j d_j D_ij:
///   ito           a = drift                                    v = a - 1/2 div D
///   stratonovich  a_i = drift_i + 1/2 sum_jk G_jk d_j G_ik     v = a - 1/2 div D
///   isothermal    a = drift + 1/2 div D                        v = drift
/// A diagonal matrix gives the process of noise per axis.
/// @param drift           one formula per axis, length/time
/// @param noise           rows of G, d x m formulas, length/time^(1/2)
/// @param interpretation  meaning of dw where the noise depends on position
/// @throws Error{Fault::problem} if the numbers of expressions differ
/// @return the process
Process custom_process(const std::vector<Expression>& drift, const std::vector<std::vector<Expression>>& noise,
                       Interpretation interpretation);

}  // namespace fokker
