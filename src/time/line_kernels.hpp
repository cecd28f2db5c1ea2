// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>

// Loops over lines of cells, compiled for several instruction sets.
namespace fokker {

/// What is made of the masses m along a line in one go, L being the line's rates:
enum class LineTask {
  solve,           ///< x with (I - c L) x = m
  backward_euler,  ///< m + c L x
  sdirk2,          ///< m + c/g L z, where (I - c L) x = m and (I - c L) z = g m + (1 - g) x; g = 1 - 1/sqrt(2)
  exponential      ///< m + c L y, y the mean of exp(t L) m over the step
};
/// c over the step: 1 or g.
double implicit_share(LineTask task);

/// Rows of W numbers, one row per cell along the lines; row i begins at first + i stride.
struct ConstRows {
  const double* first;
  std::ptrdiff_t stride;
};
struct Rows {
  double* first;
  std::ptrdiff_t stride;
};

/// I - c L factored: n rows of W numbers.
struct FactorRows {
  double *up, *down, *inverse;  ///< c times the rates, 1 / pivots
  double *corner, *last_row;    ///< under periodic boundaries only
};

/// Of each cell the shares of its mass that two sweeps pass on (share_sweeps.hpp): n rows of W numbers, or of one.
struct ShareRows {
  double *right, *left;
};
/// Shares are not used where a cell keeps less than this part: the 1e-16 of rounding would be more than 1e-10 of it.
constexpr double least_kept = 1e-6;

struct LineWork {
  LineTask task;
  std::ptrdiff_t n;
  double rate;  ///< c in units of the rates: c pace
  double dt;
  ConstRows up, down;  ///< rates; read where there are no factors yet
  ConstRows masses;
  Rows result;  ///< may be the masses
  /// Not null (sixteen lines by shares only): cells of a line lie side by side in these four. Line l of rates, masses
  /// and result begins at first + starts[l].
  const std::ptrdiff_t* starts;
  const double* source;  ///< rows of W: mass per time that enters each cell; null: none
  double* kept;          ///< rows of W: gets the masses; not used by `solve`
  double* x;  ///< rows of W: ends as the solution whose fluxes moved the masses; by shares, as what cells had
              ///< on the way up to it
  FactorRows factors;
  ShareRows shares{};
  double* first_flux = nullptr;  ///< by shares, W numbers: mass that the step moves upwards through the first face
};

/// Lines side by side where it is not their own cells that lie side by side.
constexpr int broad_width = 32;

/// One task along one line, and along sixteen side by side (see line_sweeps.hpp).
/// @param known  whether the factors are there; otherwise they are made
/// @param least  gets the least of each lane's new masses, or 0
void run_one(const LineWork& work, bool closed, bool known, double* least);
void run_sixteen(const LineWork& work, bool closed, bool known, double* least);

/// The same along open lines by their shares.
/// @param width   lines side by side: 1, 16 or broad_width; 2 for the halves of one line
/// @param shared  shares are one number per cell, and known
/// @return false: a cell would keep less than least_kept, only the shares have been written
bool run_by_shares(const LineWork& work, int width, bool shared, bool known, double* least);

/// Copies sixteen lines of n cells side by side (line l begins at grid + starts[l]) to rows, and back.
void lines_to_rows(const double* grid, const std::ptrdiff_t* starts, std::ptrdiff_t n, double* rows);

}  // namespace fokker
