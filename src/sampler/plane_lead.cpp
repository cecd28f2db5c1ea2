// SPDX-License-Identifier: MIT
#include "sampler/plane_lead.hpp"

namespace fokker {

Lead lead_of(const std::vector<SquareValues>& logs) {
  Lead lead;
  for (Eigen::Index i = 0; i < 16; ++i) {
    double top = -std::numeric_limits<double>::infinity(), next = top;
    std::size_t leader = 0, follower = 0;
    for (std::size_t k = 0; k < logs.size(); ++k) {
      const double value = logs[k][i];
      if (value > top) {
        next = top;
        follower = leader;
        top = value;
        leader = k;
      } else if (value > next) {
        next = value;
        follower = k;
      }
    }
    lead.at[static_cast<std::size_t>(i)] = leader;
    if (top - next < lead.gap) lead = {leader, follower, top - next, false, lead.difference, lead.at};
  }
  if (logs.size() < 2) return lead;
  lead.difference = logs[lead.first] - logs[lead.second];
  if (lead.gap > lead_gap) return lead;
  const SquareValues front = logs[lead.first].max(logs[lead.second]);
  for (std::size_t k = 0; k < logs.size(); ++k) {
    if (k == lead.first || k == lead.second) continue;
    const SquareValues behind = front - logs[k];
    const double least = behind.minCoeff();
    // the edge is a twelfth of their range beyond the points, along each axis
    lead.others |= least < 0.2 * (behind.maxCoeff() - least);
  }
  return lead;
}

}  // namespace fokker
