// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "fokker/core/spelling.hpp"
#include "io/toml/document.hpp"
#include "io/toml/problem_tables.hpp"

namespace fokker::io {
namespace {

/// One "key=value" while it is taken apart.
struct Override {
  std::string name;  ///< --set#2
  std::string text;
  std::vector<std::string> keys;

  [[noreturn]] void fail(const std::string& found, std::string legal = {}, std::string advice = {}) const {
    throw Error(Fault::usage,
                fmt::format("--set #{} '{}': {}", name.substr(override_prefix.size()), shown(text), found),
                std::move(legal), std::move(advice));
  }
};

bool is_key(std::string_view key) {
  return !key.empty() && key.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
                             std::string_view::npos;
}

std::vector<std::string> split_key(const Override& item, std::string_view dotted) {
  constexpr const char* legal = "a dotted key as in time.end or axis.x.cells";
  std::vector<std::string> keys;
  for (std::size_t begin = 0; begin <= dotted.size();) {
    const auto end = std::min(dotted.size(), dotted.find('.', begin));
    keys.emplace_back(trimmed(dotted.substr(begin, end - begin)));
    if (!is_key(keys.back())) item.fail("no key before the '='", legal);
    begin = end + 1;
  }
  if (keys.size() > 16) item.fail("a key of more than 16 parts", legal);
  return keys;
}

/// The value as a document of one entry under its own key, whose nodes carry the override's name as their source.
toml::table parse_value(const Override& item, std::string_view value, DiagnosticList& diagnostics) {
  if (trimmed(value).empty()) item.fail("no value after the '='", "a TOML value as in 0.5, \"text\" or [1, 2]");
  if (value.find_first_of("\r\n") != std::string_view::npos) item.fail("a line break in the value", "one line");
  const bool word = is_key(trimmed(value));
  const std::string advice =
      word ? fmt::format("quotes, kept from the shell: --set '{}=\"{}\"'", fmt::join(item.keys, "."), trimmed(value))
           : "";
  try {
    return parse_document(fmt::format("{} = {}", fmt::join(item.keys, "."), value), item.name, diagnostics);
  } catch (const Error& error) {
    const Diagnostic& first = error.diagnostics().front();
    item.fail(first.found, "a TOML value as in 0.5, \"text\" or [1, 2]", advice.empty() ? first.advice : advice);
  }
}

/// Whether the top has an array of tables of this name.
bool is_array_of_tables(const std::string& key) {
  static const std::set<std::string> all = {"axis", "reverse", "sampler", "region", "correlation", "expectation"};
  return all.contains(key);
}

/// The [[axis]], [[reverse]], [[sampler]], ... of that name.
toml::table& named_table(const Override& item, toml::array& tables, const std::string& kind, const std::string& name) {
  std::vector<std::string> names;
  for (auto& node : tables) {
    auto* table = node.as_table();
    if (!table) continue;
    auto own = (*table)["name"].value<std::string>();
    if (!own && kind == "sampler") own = (*table)["kind"].value<std::string>();
    const bool unnamed = kind == "reverse" && !own && tables.size() == 1;
    if (own == name || (unnamed && name == "reverse")) return *table;
    names.push_back(own.value_or(unnamed ? "reverse" : ""));
  }
  const auto close = nearest_name(name, names);
  item.fail(fmt::format("no [[{}]] is named '{}'", kind, name), quoted_list(names), close);
}

/// Table that holds the last key; it is created where the file has none.
toml::table& holder(const Override& item, toml::table& document) {
  toml::table* table = &document;
  for (std::size_t i = 0; i + 1 < item.keys.size(); ++i) {
    const auto& key = item.keys[i];
    toml::node* node = table->get(key);
    if (i == 0 && is_array_of_tables(key)) {
      if (item.keys.size() < 3) item.fail("names no key", fmt::format("{}.NAME.key", key));
      toml::array none;
      auto* tables = node ? node->as_array() : nullptr;
      table = &named_table(item, tables ? *tables : none, key, item.keys[++i]);
      continue;
    }
    if (!node) node = &table->insert_or_assign(key, toml::table{}).first->second;
    table = node->as_table();
    if (!table) item.fail(fmt::format("'{}' is {}, not a table", key, description(*node)));
  }
  return *table;
}

/// Keys of which a table has one or the other: an override of one takes the others away.
void erase_rivals(const Override& item, toml::table& table) {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> rivals = {
      {"time.tolerance", {"steps", "step_spacing"}},
      {"time.steps", {"tolerance"}},
      {"particles.step", {"steps", "step_spacing"}},
      {"particles.steps", {"step"}},
      {"initial.std", {"covariance"}},
      {"initial.covariance", {"std"}},
      {"initial.stds", {"covariances"}},
      {"initial.covariances", {"stds"}},
  };
  for (const auto& [key, others] : rivals)
    if (key == fmt::format("{}", fmt::join(item.keys, ".")))
      for (const auto& other : others) table.erase(other);
}

void note_replaced(const Override& item, const toml::node& old, const toml::node& value, ReadContext& context) {
  const std::string before = value_text(old), after = value_text(value);
  if (before == after) return;
  context.notes.push_back(fmt::format("{}: {} = {} in place of {} at {}", item.name, fmt::join(item.keys, "."),
                                      shown(after), shown(before), place_of(old.source(), context.name)));
}

}  // namespace

void apply_overrides(toml::table& document, const std::vector<std::string>& overrides, ReadContext& context) {
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    Override item{fmt::format("{}{}", override_prefix, i + 1), overrides[i], {}};
    const auto equals = item.text.find('=');
    if (equals == std::string::npos) item.fail("no '='", "key=value");
    item.keys = split_key(item, std::string_view(item.text).substr(0, equals));
    toml::table value = parse_value(item, std::string_view(item.text).substr(equals + 1), context.diagnostics);
    toml::table& table = holder(item, document);
    toml::node* parsed = &value;
    for (const auto& key : item.keys) parsed = parsed->as_table()->get(key);
    if (const toml::node* old = table.get(item.keys.back())) note_replaced(item, *old, *parsed, context);
    std::move(*parsed).visit(
        [&](auto&& node) { table.insert_or_assign(item.keys.back(), std::forward<decltype(node)>(node)); });
    erase_rivals(item, table);
  }
}

}  // namespace fokker::io
