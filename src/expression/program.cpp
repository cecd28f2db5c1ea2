// SPDX-License-Identifier: MIT
#include "expression/program.hpp"

#include <algorithm>

namespace fokker::expression {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

/// Values of slots; reused, so that a call allocates nothing once a thread has seen a tree of this size.
double* scratch(int slots) {
  thread_local std::vector<double> memory;
  const std::size_t size = at(slots) * at(kLongestBlock);
  if (memory.size() < size) memory.resize(size);
  return memory.data();
}

}  // namespace

struct Program::Pointers {
  const std::vector<const double*>& columns;
  const std::vector<double>& numbers;
  const std::vector<double*>& outputs;
  double* slots;
  std::ptrdiff_t first;

  double* target(Source source) const {
    return source.place == Place::slot ? slots + static_cast<std::ptrdiff_t>(source.index) * kLongestBlock
                                       : outputs[at(source.index)] + first;
  }
  Operand operand(Source source) const {
    switch (source.place) {
      case Place::none:
        return {};
      case Place::column:
        return {columns[at(source.index)] + first, false};
      case Place::number:
        return {&numbers[at(source.index)], true};
      default:
        return {target(source), false};
    }
  }
};

Program::Program(std::shared_ptr<const Tree> tree, const std::vector<int>& column, const std::vector<int>& outputs)
    : tree_(std::move(tree)), source_(tree_->nodes.size()), last_user_(tree_->nodes.size(), -1) {
  place_nodes(column, outputs);
  find_last_users();
  for (int i = 0; i <= tree_->root(); ++i) {
    const Place place = source_[at(i)].place;
    if (place == Place::output || (place == Place::slot && last_user_[at(i)] >= 0)) compile(i);
  }
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    const Source output{Place::output, static_cast<int>(k)};
    if (source_[at(outputs[k])].place != Place::output)
      code_.push_back({nullptr, 0, {operand(outputs[k], -1), {}, {}}, output});
  }
}

void Program::place_nodes(const std::vector<int>& column, const std::vector<int>& outputs) {
  const auto depends = dependences(*tree_);
  for (std::size_t i = 0; i < source_.size(); ++i) {
    source_[i].place = column[i] >= 0 ? Place::column : depends[i].space ? Place::slot : Place::number;
    source_[i].index = column[i];
  }
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    Source& source = source_[at(outputs[k])];
    if (source.place == Place::slot) source = {Place::output, static_cast<int>(k)};
  }
}

void Program::find_last_users() {
  for (int i = tree_->root(); i >= 0; --i) {
    const Place place = source_[at(i)].place;
    if (place != Place::output && (place != Place::slot || last_user_[at(i)] < 0)) continue;
    for (const int child : tree_->nodes[at(i)].child)
      if (child >= 0) last_user_[at(child)] = std::max(last_user_[at(child)], i);
  }
}

int Program::take_slot() {
  if (free_slots_.empty()) return slots_++;
  const int slot = free_slots_.back();
  free_slots_.pop_back();
  return slot;
}

Program::Source Program::operand(int node, int user) {
  Source& source = source_[at(node)];
  if (source.place == Place::number && source.index < 0) {
    source.index = static_cast<int>(number_nodes_.size());
    number_nodes_.push_back(node);
  }
  if (source.place == Place::slot && last_user_[at(node)] == user) {
    free_slots_.push_back(source.index);
    last_user_[at(node)] = -1;  // freed once, even if it is an operand twice
  }
  return source;
}

void Program::compile(int i) {
  const Node& node = tree_->nodes[at(i)];
  // the slot of the result is taken before those of the operands are free, so they never overlap
  if (source_[at(i)].place == Place::slot) source_[at(i)].index = take_slot();
  Instruction instruction{kernel(node.op), node.value, {}, source_[at(i)]};
  for (std::size_t k = 0; k < node.child.size(); ++k)
    if (node.child[k] >= 0) instruction.in[k] = operand(node.child[k], i);
  code_.push_back(instruction);
}

std::vector<double> Program::numbers(double t) const {
  std::vector<double> values(source_.size());
  const auto value = [&](int node) { return node < 0 ? 0.0 : values[at(node)]; };
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Node& node = tree_->nodes[i];
    if (source_[i].place != Place::number) continue;
    if (arity(node.op) == 0)
      values[i] = node.op == Op::time ? t : node.value;
    else
      values[i] = apply(node, value(node.child[0]), value(node.child[1]), value(node.child[2]));
  }
  std::vector<double> result;
  for (const int node : number_nodes_) result.push_back(values[at(node)]);
  return result;
}

void Program::run(const std::vector<const double*>& columns, const std::vector<double>& numbers,
                  const std::vector<double*>& outputs, std::ptrdiff_t n) const {
  Pointers pointers{columns, numbers, outputs, scratch(slots_), 0};
  for (; pointers.first < n; pointers.first += kLongestBlock) {
    Block block;
    block.n = static_cast<int>(std::min<std::ptrdiff_t>(kLongestBlock, n - pointers.first));
    for (const auto& instruction : code_) {
      for (std::size_t k = 0; k < 3; ++k) block.in[k] = pointers.operand(instruction.in[k]);
      block.out = pointers.target(instruction.out);
      block.parameter = instruction.parameter;
      if (instruction.kernel)
        instruction.kernel(block);
      else if (block.in[0].scalar)
        std::fill_n(block.out, block.n, *block.in[0].data);
      else
        std::copy_n(block.in[0].data, block.n, block.out);
    }
  }
}

}  // namespace fokker::expression
