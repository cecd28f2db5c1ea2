// SPDX-License-Identifier: MIT
#include "fokker/core/error.hpp"

#include <utility>

namespace fokker {
namespace {

std::string join(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const auto& diagnostic : diagnostics) {
    if (!text.empty()) text += '\n';
    text += to_text(diagnostic);
  }
  return text;
}

}  // namespace

int exit_code(Fault fault) { return static_cast<int>(fault); }

std::string to_text(const Diagnostic& diagnostic) {
  std::string text;
  if (!diagnostic.place.empty()) text += diagnostic.place + ": ";
  text += "error: ";
  if (!diagnostic.key.empty()) text += "key '" + diagnostic.key + "': ";
  text += diagnostic.found;
  if (!diagnostic.legal.empty()) text += "; legal: " + diagnostic.legal;
  if (!diagnostic.advice.empty()) text += "; try: " + diagnostic.advice;
  return text;
}

Error::Error(Fault fault, std::vector<Diagnostic> diagnostics)
    : std::runtime_error(join(diagnostics)), fault_(fault), diagnostics_(std::move(diagnostics)) {}

Error::Error(Fault fault, Diagnostic diagnostic) : Error(fault, std::vector<Diagnostic>{std::move(diagnostic)}) {}

Error::Error(Fault fault, std::string found, std::string legal, std::string advice)
    : Error(fault, Diagnostic{{}, {}, std::move(found), std::move(legal), std::move(advice)}) {}

}  // namespace fokker
