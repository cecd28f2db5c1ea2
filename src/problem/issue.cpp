// SPDX-License-Identifier: MIT
#include "fokker/problem/issue.hpp"

#include <utility>

#include "core/diagnostics.hpp"

namespace fokker {

std::string to_text(const Issue& issue) {
  if (issue.severity == Severity::note) return issue.key + ": note: " + issue.found;
  return to_text(Diagnostic{{}, issue.key, issue.found, issue.legal, issue.advice});
}

void Issues::error(KeyPath key, std::string found, std::string legal, std::string advice, Fault fault) {
  ++errors_;
  all_.push_back({std::move(key), Severity::error, std::move(found), std::move(legal), std::move(advice), fault});
}

void Issues::note(KeyPath key, std::string text) { all_.push_back({std::move(key), Severity::note, std::move(text)}); }

void Issues::throw_errors() const {
  DiagnosticList list;
  for (const Issue& issue : all_)
    if (issue.severity == Severity::error)
      list.add(issue.fault, {{}, issue.key, issue.found, issue.legal, issue.advice});
  list.throw_if_any();
}

}  // namespace fokker
