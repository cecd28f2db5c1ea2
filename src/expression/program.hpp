// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <memory>
#include <vector>

#include "expression/kernels.hpp"

namespace fokker::expression {

/// Evaluates nodes of a tree at points, in blocks: the space-dependent operations in order, each on a whole block.
/// Columns are what is given at the points (coordinates, values of hoisted nodes); what depends on t alone enters as
/// one number each.
class Program {
 public:
  /// `column[i] >= 0` where node i is given as a column; `outputs` are the nodes wanted, each once.
  Program(std::shared_ptr<const Tree> tree, const std::vector<int>& column, const std::vector<int>& outputs);

  /// The numbers that `run` needs at an instant.
  std::vector<double> numbers(double t) const;

  /// columns, outputs: one pointer each to n values
  void run(const std::vector<const double*>& columns, const std::vector<double>& numbers,
           const std::vector<double*>& outputs, std::ptrdiff_t n) const;

 private:
  enum class Place : std::uint8_t { none, column, number, slot, output };
  struct Source {
    Place place = Place::none;
    int index = -1;
  };
  struct Instruction {
    Kernel kernel = nullptr;  ///< empty: copy
    double parameter = 0;
    std::array<Source, 3> in;
    Source out;
  };
  struct Pointers;

  void place_nodes(const std::vector<int>& column, const std::vector<int>& outputs);
  void find_last_users();
  void compile(int node);
  Source operand(int node, int user);
  int take_slot();

  std::shared_ptr<const Tree> tree_;
  std::vector<Source> source_;     // of each node
  std::vector<int> last_user_;     // of each node; -1 where none needs it
  std::vector<int> number_nodes_;  // node of each number
  std::vector<Instruction> code_;
  std::vector<int> free_slots_;
  int slots_ = 0;
};

}  // namespace fokker::expression
