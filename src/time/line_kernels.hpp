#pragma once
#include <cstddef>

#include "fokker/time/stepper.hpp"

// Loops over lines of cells, compiled for several instruction sets.
namespace fokker {

constexpr int poles = 8;  ///< of the exponential, above the real axis

struct LineStep {
  Stepper kind;
  double pace;  ///< rates are pace times up and down
  double dt;
};

/// Arrays of n rows; those of faces have n + 1.
struct LineArrays {
  std::ptrdiff_t n;
  const double *up, *down;  ///< rates
  const double* masses;     ///< at the start of the step
  const double* source;     ///< mass per time that enters each cell; null: none
  double *x, *y;            ///< the stages; y ends as the combination whose fluxes update the masses
  double* next;             ///< masses at the end
  double *inverse_pivot, *lower;
  double *corner, *last_row;  ///< under periodic walls only
  /// Of complex rows, for the mean over a step; as wide as there are lanes (poles, where lines stand alone).
  double *complex_x = nullptr, *complex_inverse = nullptr, *complex_corner = nullptr;
};

/// One implicit step along one line, along sixteen side by side, and along one whose halves are folded onto each other
/// (see line_solve.hpp). @param least  gets the least of each lane's masses, or 0
void solve_one(const LineArrays& arrays, bool closed, const LineStep& step, double* least);
void solve_sixteen(const LineArrays& arrays, bool closed, const LineStep& step, double* least);
void solve_folded(const LineArrays& arrays, const LineStep& step, double* least);

/// The exponential of the frozen operator, along one line and along sixteen side by side (see exponential_lines.hpp).
void exponentiate_one(const LineArrays& arrays, bool closed, const LineStep& step, double* least);
void exponentiate_sixteen(const LineArrays& arrays, bool closed, const LineStep& step, double* least);

/// Copies sixteen lines of n cells side by side (line l begins at grid + starts[l]) to rows, and back.
void lines_to_rows(const double* grid, const std::ptrdiff_t* starts, std::ptrdiff_t n, double* rows);
void rows_to_lines(const double* rows, const std::ptrdiff_t* starts, std::ptrdiff_t n, double* grid);

}  // namespace fokker
