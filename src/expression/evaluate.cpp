// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "expression/program.hpp"
#include "fokker/expression/expression.hpp"

namespace fokker {

using expression::Op;
using expression::Program;
using expression::Tree;

namespace {

/// Axis of each variable node, -1 for the others.
std::vector<int> axes(const Tree& tree) {
  std::vector<int> result;
  for (const auto& node : tree.nodes) result.push_back(node.op == Op::variable ? static_cast<int>(node.value) : -1);
  return result;
}

void check_dimension(const Tree& tree, Eigen::Index given) {
  if (given < static_cast<Eigen::Index>(tree.variables.size()))
    throw Error(Fault::internal,
                fmt::format("an expression in {} variables at points of dimension {}", tree.variables.size(), given));
}

/// In memory of the thread's own, until the next call.
const std::vector<const double*>& columns_of(const PointsIn& x) {
  thread_local std::vector<const double*> columns;
  columns.clear();
  for (Eigen::Index k = 0; k < x.cols(); ++k) columns.push_back(x.data() + k * x.outerStride());
  return columns;
}

const std::vector<double*>& only(double* output) {
  thread_local std::vector<double*> outputs(1);
  outputs[0] = output;
  return outputs;
}

/// The largest parts that depend on the coordinates alone, where something depends on t.
std::vector<int> steady_parts(const Tree& tree) {
  const auto depends = dependences(tree);
  std::vector<bool> wanted(tree.nodes.size());
  std::vector<int> parts;
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    if (!depends[i].time || !depends[i].space) continue;
    for (const int child : tree.nodes[i].child)
      if (child >= 0) wanted[static_cast<std::size_t>(child)] = true;
  }
  for (std::size_t i = 0; i < tree.nodes.size(); ++i)
    if (wanted[i] && depends[i].space && !depends[i].time && tree.nodes[i].op != Op::variable)
      parts.push_back(static_cast<int>(i));
  if (!depends.back().time && depends.back().space) parts = {tree.root()};
  return parts;
}

}  // namespace

ScalarFieldAt Expression::over_time() const {
  const auto program = std::make_shared<const Program>(tree_, axes(*tree_), std::vector<int>{tree_->root()});
  return [tree = tree_, program](double t) -> ScalarField {
    return [tree, program, numbers = program->numbers(t)](const PointsIn& x, ArrayOut values) {
      check_dimension(*tree, x.cols());
      program->run(columns_of(x), numbers, only(values.data()), x.rows());
    };
  };
}

ScalarField Expression::at(double t) const { return over_time()(t); }

FieldInTime Expression::on(const PointsIn& points) const {
  check_dimension(*tree_, points.cols());
  std::vector<int> column = axes(*tree_);
  const std::vector<int> parts = steady_parts(*tree_);
  auto known = std::make_shared<Points>(points.rows(), points.cols() + static_cast<Eigen::Index>(parts.size()));
  known->leftCols(points.cols()) = points;
  std::vector<double*> outputs;
  for (Eigen::Index k = points.cols(); k < known->cols(); ++k) outputs.push_back(known->col(k).data());
  const Program once(tree_, column, parts);
  once.run(columns_of(points), once.numbers(0), outputs, points.rows());

  for (std::size_t k = 0; k < parts.size(); ++k)
    column[static_cast<std::size_t>(parts[k])] = static_cast<int>(points.cols()) + static_cast<int>(k);
  const auto program = std::make_shared<const Program>(tree_, column, std::vector<int>{tree_->root()});
  return [known, program](double t, ArrayOut values) {
    program->run(columns_of(*known), program->numbers(t), only(values.data()), known->rows());
  };
}

double Expression::value(const Vector& point, double t) const {
  check_dimension(*tree_, point.size());
  return values_at(*tree_, point.data(), t).back();
}

}  // namespace fokker
