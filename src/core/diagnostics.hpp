// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "fokker/core/error.hpp"

namespace fokker {

/// Collects what is wrong, so that the user sees it all at once.
class DiagnosticList {
 public:
  void add(Fault fault, Diagnostic diagnostic) {
    ++count_;
    if (found_.empty() || fault == Fault::problem) fault_ = fault;
    if (found_.size() < limit) found_.push_back(std::move(diagnostic));
  }
  void add(const Error& error) {
    for (const auto& diagnostic : error.diagnostics()) add(error.fault(), diagnostic);
  }
  bool empty() const { return found_.empty(); }
  std::size_t count() const { return count_; }

  /// @throws Error with everything collected; errors of the problem file outrank those of what it refers to
  void throw_if_any() const {
    if (found_.empty()) return;
    std::vector<Diagnostic> all = found_;
    if (count_ > limit) all.push_back({{}, {}, std::to_string(count_ - limit) + " more like these", {}, {}});
    throw Error(fault_, all);
  }

 private:
  static constexpr std::size_t limit = 20;
  std::vector<Diagnostic> found_;
  std::size_t count_ = 0;
  Fault fault_ = Fault::problem;
};

}  // namespace fokker
