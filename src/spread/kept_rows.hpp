// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "fokker/verify/evidence.hpp"
#include "spread/cut.hpp"

namespace fokker {

/// Rows of numbers of which each rank keeps its part. Rank 0 brings one at a time while the others wait for what it
/// asks.
class KeptRows {
 public:
  explicit KeptRows(const Ranks& ranks) : ranks_(ranks) {}
  KeptRows(const KeptRows&) = delete;
  KeptRows& operator=(const KeptRows&) = delete;
  const Ranks& ranks() const { return ranks_; }

  /// Rank 0 calls body, which may ask sources for rows; the others answer until it ends. Its error is that of all.
  void lead(const std::function<void()>& body);
  /// By all ranks together: takes their parts of rows. They are kept as long as the source is.
  RowSource keep(const Cut& cut, std::vector<Array>& parts);
  /// Of rank 0 while it leads: shares out `count` rows, one after the other. The other ranks keep their parts as long
  /// as this.
  RowSource cut_up(const Cut& cut, std::size_t count, const std::function<Array(std::size_t k)>& row);

 private:
  struct Group {
    Cut cut;
    std::vector<Array> parts;
  };
  /// What rank 0 asks of the others.
  enum Ask { end, bring, open, add };

  void ask(Ask what, std::size_t group = 0, std::size_t row = 0) const;
  void answer();
  RowSource source_of(std::shared_ptr<Group> group);

  const Ranks& ranks_;
  bool leads_ = false;
  std::vector<std::weak_ptr<Group>> groups_;    ///< the same on all ranks
  std::vector<std::shared_ptr<Group>> opened_;  ///< by cut_up(), on the ranks that answer
};

}  // namespace fokker
