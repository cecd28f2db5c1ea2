// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/grid/grid.hpp"

namespace fokker {

/// The lines of cells that one integer offset joins: cell, cell + e, cell + 2 e, ... Each ends where the next cell
/// would lie behind a boundary; where every axis that the offset moves along is periodic, the lines close on
/// themselves. Every cell lies on exactly one line. Lines are numbered in the order of their first cells.
class Lines {
 public:
  /// @param grid    the cells to join
  /// @param offset  one integer per axis, not all 0
  Lines(const Grid& grid, std::vector<int> offset);

  /// Offset e, one integer per axis. @return as given
  const std::vector<int>& offset() const { return offset_; }
  /// Number of lines. @return >= 1
  Eigen::Index count() const { return static_cast<Eigen::Index>(starts_.size()); }
  /// Number of cells of a line.
  /// @param line  0 to count() - 1
  /// @return >= 1
  Eigen::Index length(Eigen::Index line) const { return lengths_[static_cast<std::size_t>(line)]; }
  /// Whether lines close on themselves. @return the same for all lines
  bool closed() const { return closed_; }
  /// First cell of a line.
  /// @param line  0 to count() - 1
  /// @return cell number
  Eigen::Index start(Eigen::Index line) const { return starts_[static_cast<std::size_t>(line)]; }
  /// Whether cell i of a line is start + i stride; lines that wrap around on their way are not straight.
  /// @return the same for all lines
  bool straight() const { return straight_; }
  /// From a cell to the next one of a straight line. @return difference of cell numbers
  Eigen::Index stride() const { return stride_; }
  /// Writes the numbers of the line's cells in order to out[0], out[step], out[2 step], ...
  /// @param line  0 to count() - 1
  /// @param step  distance in `out`, >= 1
  /// @param out   room for (length(line) - 1) step + 1 numbers
  void cells(Eigen::Index line, Eigen::Index step, Eigen::Index* out) const;

  /// Where the edge beyond the last (or before the first) cell of an open line meets a boundary first; in a corner an
  /// absorbing boundary goes before a reflecting one.
  struct End {
    int boundary = 0;     ///< 2 k: lower boundary of axis k, 2 k + 1: its upper boundary
    double fraction = 0;  ///< of the edge that lies inside
  };
  /// End before the first cell of an open line.
  /// @param line  of open lines
  /// @return boundary, and the part of the edge within
  const End& first_end(Eigen::Index line) const { return first_ends_[static_cast<std::size_t>(line)]; }
  /// End beyond the last cell of an open line.
  /// @param line  of open lines
  /// @return boundary, and the part of the edge within
  const End& last_end(Eigen::Index line) const { return last_ends_[static_cast<std::size_t>(line)]; }

  /// Some of the lines, laid out one after the other: the cells of the first one are 0, 1, ..., then come those of the
  /// second one. They keep their ends.
  /// @param begin  first line
  /// @param end    > begin, one past the last line
  /// @return end - begin straight lines
  Lines stacked(Eigen::Index begin, Eigen::Index end) const;

 private:
  using Place = std::vector<Eigen::Index>;

  Place place_of(Eigen::Index cell) const;
  bool is_start(const Place& place) const;
  Eigen::Index open_length(const Place& place) const;
  void add_closed_lines(Eigen::Index cells);
  void add_open_lines(Eigen::Index cells);
  End end_of(const Place& place, int sign) const;

  std::vector<int> offset_;
  std::vector<Eigen::Index> sizes_, strides_;
  std::vector<bool> periodic_;
  std::vector<bool> absorbing_;  ///< per boundary
  Eigen::Index stride_ = 0;      ///< from a cell to the next one where no axis wraps
  bool straight_ = true;
  bool closed_ = true;
  std::vector<Eigen::Index> starts_, lengths_;
  std::vector<End> first_ends_, last_ends_;  ///< of open lines
};

}  // namespace fokker
