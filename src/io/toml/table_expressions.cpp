// SPDX-License-Identifier: MIT
// Values of a problem file that are formulas.
#include <fmt/format.h>

#include <cmath>

#include "core/text.hpp"
#include "io/toml/document.hpp"
#include "io/toml/table_reader.hpp"

namespace fokker::io {
namespace {

/// Place of a byte within a TOML string: behind its opening quote, where the string stands on one line of the file.
std::string place_within(const toml::node& node, const std::string& text, std::size_t offset,
                         const std::string& fallback) {
  const toml::source_region& source = node.source();
  const bool in_file = source.path && !source.path->starts_with(override_prefix) && source.begin.line > 0;
  const bool one_line =
      source.end.line == source.begin.line && source.end.column == source.begin.column + text.size() + 2;
  if (!in_file || !one_line) return fallback;
  return fmt::format("{}:{}:{}", *source.path, source.begin.line, source.begin.column + 1 + offset);
}

/// The text with the faulty part between marks.
std::string marked(const std::string& text, std::size_t offset, std::size_t length) {
  constexpr std::size_t around = 30;
  const std::size_t from = offset > around ? offset - around : 0;
  return fmt::format("{}{} >>{}<< {}{}", from > 0 ? "..." : "", text.substr(from, offset - from),
                     text.substr(offset, length), text.substr(std::min(text.size(), offset + length), around),
                     offset + length + around < text.size() ? "..." : "");
}

}  // namespace

std::optional<Expression> TableReader::parsed(const toml::node& node, const std::string& path,
                                              const ExpressionScope& scope) {
  if (const auto number = number_in(node)) {
    if (!std::isfinite(*number)) return std::nullopt;  // was reported with the document
    return Expression::parse(fmt::format("{}", *number), scope);
  }
  const auto* text = node.as_string();
  if (!text) {
    wrong_type(node, path, "a formula in a string, or a number");
    return std::nullopt;
  }
  try {
    Expression formula = Expression::parse(**text, scope);
    context_.formulas[path] = {**text, formula.bracketed()};
    return formula;
  } catch (const ExpressionError& error) {
    Diagnostic diagnostic = error.diagnostics().front();
    diagnostic.place = place_within(node, **text, error.offset(), place_of(node.source(), context_.name));
    diagnostic.key = path;
    diagnostic.found += " in \"" + shown(marked(**text, error.offset(), error.length())) + "\"";
    context_.diagnostics.add(Fault::problem, diagnostic);
  } catch (const Error& error) {
    fail_at(node, path, error.diagnostics().front().found, error.diagnostics().front().legal);
  }
  return std::nullopt;
}

std::optional<Expression> TableReader::expression_of(const toml::node& node, const std::string& path) {
  return parsed(node, path, {context_.axes, context_.parameters, true, {}});
}

std::optional<Expression> TableReader::expression(std::string_view key) {
  const auto* node = find(key);
  return node ? expression_of(*node, key_path(key)) : std::nullopt;
}

std::optional<Expression> TableReader::expression_in_time(std::string_view key) {
  const auto* node = find(key);
  return node ? parsed(*node, key_path(key), {{}, context_.parameters, true, context_.axes}) : std::nullopt;
}

std::optional<std::vector<Expression>> TableReader::expressions_in_time(std::string_view key) {
  const auto* node = find(key);
  if (!node) return std::nullopt;
  const ExpressionScope scope{{}, context_.parameters, true, context_.axes};
  const auto d = static_cast<std::size_t>(context_.dimension);
  std::vector<Expression> result;
  if (const auto* list = node->as_array()) {
    if (list->size() != d) {
      fail(key, description(*node), fmt::format("{} formulas in t, one per axis, or one for all", d));
      return std::nullopt;
    }
    for (std::size_t i = 0; i < list->size(); ++i)
      if (auto formula = parsed((*list)[i], fmt::format("{}[{}]", key_path(key), i), scope))
        result.push_back(std::move(*formula));
  } else if (auto formula = parsed(*node, key_path(key), scope)) {
    result.assign(d, *formula);
  }
  return result.size() == d ? std::optional(result) : std::nullopt;
}

std::optional<std::vector<Expression>> TableReader::expressions(std::string_view key) {
  const auto* node = find(key);
  if (!node) return std::nullopt;
  std::vector<Expression> result;
  const auto add = [&](const toml::node& entry, const std::string& path) {
    if (auto formula = expression_of(entry, path)) result.push_back(std::move(*formula));
  };
  const auto* list = node->as_array();
  if (!list && context_.dimension == 1) {
    add(*node, key_path(key));
  } else if (!list || static_cast<int>(list->size()) != context_.dimension) {
    fail(key, description(*node),
         fmt::format("a list of {} formulas, one per axis ({})", context_.dimension, context_.axes_place));
  } else {
    for (std::size_t i = 0; i < list->size(); ++i) add((*list)[i], fmt::format("{}[{}]", key_path(key), i));
  }
  if (static_cast<int>(result.size()) != context_.dimension) return std::nullopt;
  return result;
}

std::optional<double> TableReader::number_of_text(const toml::node& node, const std::string& path,
                                                  const std::string& text) {
  const std::string name(trimmed(text));
  if (const auto parameter = context_.parameters.find(name); parameter != context_.parameters.end())
    return parameter->second;
  const auto formula = parsed(node, path, {{}, context_.parameters, false, context_.axes});
  return formula ? std::optional(formula->value(Vector(0), 0)) : std::nullopt;
}

}  // namespace fokker::io
