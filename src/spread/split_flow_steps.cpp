// SPDX-License-Identifier: MIT
// Steps of several ranks by flows of correlated noise, as ImplicitStepper::advance_flows takes them.
#include "spread/split_steps.hpp"

namespace fokker {

bool SplitSteps::flows_suit(double dt, const Array& columns) {
  if (held_) return !held_->empty();
  to_rows(columns, in_rows_);
  return flows_->suit(dt, in_rows_);
}

std::vector<SplitSteps::Piece> SplitSteps::flow_pieces() const {
  std::vector<Piece> all;
  for (const int axis : flows_->axes()) all.push_back({Piece::Kind::beside_flow, axis});
  for (int k = 0; k < static_cast<int>(flows_->pieces()); ++k) all.push_back({Piece::Kind::flow, k});
  return all;
}

bool SplitSteps::advance_flows(double t, double end, Array& columns, StepStatistics& statistics) {
  flows_->assemble(t, end, [&](const std::function<void()>& body) { with_score(body); });
  choice_.clear();
  if (!flows_suit(end - t, columns)) return false;
  before_ = columns;
  try {
    advance_pieces(flow_pieces(), end - t, columns, statistics);
  } catch (const Error& error) {
    if (error.fault() != Fault::numerical) throw;
    columns = before_;
    return false;
  }
  for (int k = 0; k < solve_.grid.dimension(); ++k) choice_.push_back(k);
  if (!solve_.adaptive) return true;
  to_rows(columns, in_rows_);
  deposit_error_ = flows_->deposit_error(in_rows_);
  return true;
}

}  // namespace fokker
