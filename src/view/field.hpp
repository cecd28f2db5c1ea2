// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "fokker/process/process.hpp"
#include "fokker/study/result.hpp"
#include "view/series.hpp"

namespace fokker::view {

/// grad log p at the faces between the cells of one axis, as a reversal takes it from the grid; NaN where one of both
/// cells is below 1e-9 of the largest: what is rounding there is no score.
Array score_at_faces(const Grid& line, const Array& density);

/// The same at the centres of the cells; cells x d, 1/length.
Points score_field(const Grid& grid, const Array& density);

/// Probability currents of what a result holds: from the process in the problem's text, else those that the run stored.
class Currents {
 public:
  /// @throws Error{Fault::usage} if the result has neither
  explicit Currents(const Result& result);
  bool knows(const Series& series) const;
  /// At the cells, in space, cells x d; without rows where it is not known or not reached.
  Points of(const Series& series, std::size_t k) const;

 private:
  const Evidence& evidence_;
  std::optional<Process> process_;
};

}  // namespace fokker::view
