// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace fokker {

/// Tables whose numbers may have bounds.
inline constexpr std::array<const char*, 8> number_tables = {
    "stationary", "spectrum", "first_passage", "committor", "reset", "correlation", "bridge", "expectation"};

/// One number with the estimated error of its discretization.
struct Scalar {
  std::string table;                                        ///< one of number_tables
  std::string name;                                         ///< e.g. "mean_x", "eigenvalue_1", "mean_time"
  double value = 0;                                         ///< of the problem's grid, or extrapolated
  double error = std::numeric_limits<double>::quiet_NaN();  ///< NaN: unknown
  std::string units;                                        ///< of length and time, "1" for none
};

/// What is asked of a number.
struct NumberBound {
  std::string table;                 ///< one of number_tables
  std::string name;                  ///< as of a Scalar
  std::optional<double> is = {};     ///< known value; empty: none
  double within = 0;                 ///< largest |value - is|, >= 0
  std::optional<double> error = {};  ///< largest estimated error, >= 0; an unknown one fails; empty: not checked
  bool by_particles = false;         ///< `is` is what particles found, not a known value
};

/// One number that was checked.
struct NumberCheck {
  Scalar number;                        ///< NaN where there is none of this name
  NumberBound bound;                    ///< what was asked
  bool passed = false;                  ///< whether it holds
  std::vector<std::string> names = {};  ///< of the table's numbers, where there is none of this name
};

/// Checks the numbers that have a bound. A bound on a number that is not there fails.
/// @param bounds  of one number each
/// @param numbers  of the tables
/// @return one check per bound
std::vector<NumberCheck> check_numbers(const std::vector<Scalar>& numbers, const std::vector<NumberBound>& bounds);

/// "0.408433 is not 0.4 within 0.001" or "its error 2e-3 is above 1e-4"; empty where the check passes.
/// @param check  of check_numbers()
/// @return one sentence
std::string miss_text(const NumberCheck& check);

}  // namespace fokker
