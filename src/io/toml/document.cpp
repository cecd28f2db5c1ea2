// SPDX-License-Identifier: MIT
#include "io/toml/document.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <new>
#include <sstream>
#include <vector>

#include "core/text.hpp"
#include "io/toml/syntax.hpp"

namespace fokker::io {
namespace {

/// Walks a parsed document and reports the values that TOML allows and a problem file does not.
class ValueCheck {
 public:
  ValueCheck(std::string_view text, const std::string& name, DiagnosticList& diagnostics)
      : text_(text), name_(name), diagnostics_(diagnostics) {}

  void visit(const toml::node& node, const std::string& path) {
    if (const auto* table = node.as_table()) {
      for (const auto& [key, value] : *table) {
        if (has_deceptive(key.str())) report(key.source(), path, "a hidden character in the key " + escaped(key.str()));
        visit(value, path.empty() ? shown(key.str()) : path + "." + shown(key.str()));
      }
    } else if (const auto* array = node.as_array()) {
      for (std::size_t i = 0; i < array->size(); ++i) visit((*array)[i], fmt::format("{}[{}]", path, i));
    } else if (const auto* number = node.as_floating_point()) {
      check_number(**number, node.source(), path);
    } else if (const auto* string = node.as_string()) {
      if (has_deceptive(**string)) report(node.source(), path, "a hidden character in " + escaped(**string));
    }
  }

 private:
  static bool has_deceptive(std::string_view text) {
    std::size_t position = 0;
    while (position < text.size())
      if (is_deceptive(next_code_point(text, position))) return true;
    return false;
  }
  static std::string escaped(std::string_view text) { return fmt::format("\"{}\"", shown(text)); }

  void check_number(double value, const toml::source_region& source, const std::string& path) {
    if (!std::isfinite(value)) return report(source, path, fmt::format("{}", value), "a finite number");
    if (value != 0) return;
    const std::string_view token = number_token(text_, source.begin.line, source.begin.column);
    const std::string_view mantissa = token.substr(0, token.find_first_of("eE"));
    if (mantissa.find_first_of("123456789") != std::string_view::npos)
      report(source, path, fmt::format("{} is too small for a double and would become 0", token),
             "0, or at least 4.95e-324 in size");
  }

  void report(const toml::source_region& source, const std::string& path, std::string found, std::string legal = {}) {
    diagnostics_.add(Fault::problem, {place_of(source, name_), path, std::move(found), std::move(legal), {}});
  }

  std::string_view text_;
  const std::string& name_;
  DiagnosticList& diagnostics_;
};

/// toml++ reads numbers from a stream, which makes "could not be interpreted" of memory that is refused.
bool names_good_number(std::string_view description) {
  const auto end = description.find("' could not be interpreted");
  if (end == std::string_view::npos) return false;
  const auto begin = description.rfind('\'', end - 1);
  return begin != std::string_view::npos && to_number(description.substr(begin + 1, end - begin - 1)).has_value();
}

}  // namespace

std::string place_of(const toml::source_region& source, const std::string& fallback) {
  if (!source.path || !source.begin) return fallback;
  if (source.path->starts_with(override_prefix)) return *source.path;
  return fmt::format("{}:{}:{}", *source.path, source.begin.line, source.begin.column);
}

std::string value_text(const toml::node& node) {
  if (const auto* real = node.as_floating_point())
    return std::abs(**real) < 0x1p53 && **real == std::floor(**real) ? fmt::format("{:.0f}", **real)
                                                                     : fmt::format("{}", **real);
  if (const auto* list = node.as_array()) {
    std::vector<std::string> values;
    for (const toml::node& entry : *list) values.push_back(value_text(entry));
    return fmt::format("[{}]", fmt::join(values, ", "));
  }
  std::ostringstream stream;
  stream.imbue(std::locale::classic());
  stream << toml::node_view<const toml::node>(node);
  return stream.str();
}

toml::table parse_document(std::string_view text, const std::string& name, DiagnosticList& diagnostics) {
  check_bytes(text, name);
  check_depth(text, name);
  try {
    toml::table table = toml::parse(text, std::string_view(name));
    ValueCheck(text, name, diagnostics).visit(table, {});
    return table;
  } catch (const toml::parse_error& error) {
    if (names_good_number(error.description())) throw std::bad_alloc();
    const auto begin = error.source().begin;
    throw Error(Fault::problem, Diagnostic{place_of(error.source(), name),
                                           {},
                                           shown(error.description(), 200),
                                           {},
                                           syntax_hint(text, begin.line, begin.column, error.description())});
  }
}

}  // namespace fokker::io
