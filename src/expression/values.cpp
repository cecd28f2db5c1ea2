// SPDX-License-Identifier: MIT
#include <cmath>

#include "expression/kernels.hpp"

namespace fokker::expression {

double apply(const Node& node, double a, double b, double c) {
  double result = 0;
  kernel(node.op)({{{{&a}, {&b}, {&c}}}, &result, 1, node.value});
  return result;
}

std::vector<double> values_at(const Tree& tree, const double* point, double t) {
  std::vector<double> values(tree.nodes.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Node& node = tree.nodes[i];
    const auto operand = [&](int k) {
      const int child = node.child[static_cast<std::size_t>(k)];
      return child < 0 ? 0.0 : values[static_cast<std::size_t>(child)];
    };
    if (node.op == Op::number)
      values[i] = node.value;
    else if (node.op == Op::variable)
      values[i] = point[static_cast<std::size_t>(node.value)];
    else
      values[i] = node.op == Op::time ? t : apply(node, operand(0), operand(1), operand(2));
  }
  return values;
}

std::vector<Dependence> dependences(const Tree& tree) {
  std::vector<Dependence> result(tree.nodes.size());
  for (std::size_t i = 0; i < result.size(); ++i) {
    const Node& node = tree.nodes[i];
    result[i] = {node.op == Op::variable, node.op == Op::time};
    for (const int child : node.child) {
      if (child < 0) continue;
      result[i].space |= result[static_cast<std::size_t>(child)].space;
      result[i].time |= result[static_cast<std::size_t>(child)].time;
    }
  }
  return result;
}

std::vector<bool> depending_on(const Tree& tree, int axis) {
  std::vector<bool> result(tree.nodes.size());
  for (std::size_t i = 0; i < result.size(); ++i) {
    const Node& node = tree.nodes[i];
    result[i] = axis < 0 ? node.op == Op::time : node.op == Op::variable && static_cast<int>(node.value) == axis;
    for (const int child : node.child)
      if (child >= 0 && result[static_cast<std::size_t>(child)]) result[i] = true;
  }
  return result;
}

}  // namespace fokker::expression
