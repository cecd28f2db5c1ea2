// SPDX-License-Identifier: MIT
#pragma once
#include "time/panel_rows.hpp"

namespace fokker {

/// The shares of a panel, or of the one line that stands for all.
struct LineShares {
  ShareRows rows{};
  bool usable = true;  ///< no cell keeps less than least_kept
};
/// Whose numbers a panel is given.
enum class Given { none, of_each_line, of_all_lines };

/// A single open line of an even number of cells, folded in its middle: cells 0, n - 1, 1, n - 2, ... The upper half
/// counts its cells downwards, so that its up is down.
class FoldedLine {
 public:
  /// As SharePanel::step, from both ends at once.
  bool step(const PanelTask& task, PanelRows<1>& rows, LineShares& shares, bool known);

 private:
  /// @param folded  whether the rates are there
  LineWork work(const PanelTask& task, LineTask what, const PanelRows<1>& rows, bool folded);
  bool limit(const PanelTask& task, const LineShares& shares, PanelRows<1>& rows);
  /// faces[i] is the mass that passes face i upwards, times scale.
  void fluxes(const ShareRows& shares, Eigen::Index n, double scale, std::vector<double>& faces) const;

  Array up_, down_, masses_, source_, x_, next_, low_shares_;
};

/// Implicit steps along W open lines by shares.
template <int W>
class SharePanel {
 public:
  static constexpr int width = W;

  /// @param shares  those of the step as `given`; where none are, they are made there; null: none are kept
  /// @return false: the shares, or those of backward Euler for a line that would go negative, are not usable; nothing
  ///         has been moved
  bool step(const PanelTask& task, LineShares* shares, Given given);

 private:
  /// @return false: the shares of backward Euler are not usable, and nothing has been done
  bool limit(const PanelTask& task, const double* least, const LineShares& shares, Given given);
  /// Of line l: faces[i] is the mass that passes face i upwards where cells had `had` on the way up, times scale.
  void fluxes(const LineShares& shares, Given given, const Array& had, int l, double scale,
              std::vector<double>& faces) const;

  PanelRows<W> rows_;
  Array own_shares_, low_shares_;
  FoldedLine folded_;
};

}  // namespace fokker
