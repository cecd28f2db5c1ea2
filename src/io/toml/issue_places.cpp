// SPDX-License-Identifier: MIT
#include "io/toml/issue_places.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "io/toml/document.hpp"

namespace fokker::io {
namespace {

/// Members of a problem that files spell otherwise, in the order in which they are looked for.
const std::pair<const char*, const char*> spellings[] = {{"process.noise", "process.sigma"},
                                                         {"process.sigma", "process.kind"},
                                                         {"particles.reverse_scheme", "particles.scheme"}};

/// Follows a path of keys into a document as far as it is there.
class Walk {
 public:
  Walk(const toml::table& document, std::string_view path) : node_(&document), rest_(path) {
    while (!rest_.empty() && step()) skip_dot();
  }

  const toml::node& node() const { return *node_; }
  bool complete() const { return rest_.empty(); }

 private:
  bool step() {
    if (const auto* table = node_->as_table()) {
      const std::string_view key = rest_.substr(0, rest_.find_first_of(".["));
      return take(table->get(key), key.size());
    }
    const auto* list = node_->as_array();
    if (!list) return false;
    return rest_.starts_with('[') ? step_by_index(*list) : step_by_name(*list);
  }

  bool step_by_index(const toml::array& list) {
    const auto end = rest_.find(']');
    const auto index = end == rest_.npos ? std::nullopt : to_number(rest_.substr(1, end - 1));
    return index && take(list.get(static_cast<std::size_t>(*index)), end + 1);
  }

  /// Tables of an array go by their names; those without one by the default of a single reversal, or their numbers.
  bool step_by_name(const toml::array& list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto* table = list[i].as_table();
      if (!table) continue;
      auto own = (*table)["name"].value<std::string>();
      if (!own) own = (*table)["kind"].value<std::string>();  // of a sampler
      const std::string name = shown(own.value_or(list.size() == 1 ? "reverse" : std::to_string(i)));
      const std::string_view after = rest_.substr(std::min(rest_.size(), name.size()));
      if (rest_.starts_with(name) && (after.empty() || after.front() == '.' || after.front() == '['))
        return take(table, name.size());
    }
    return false;
  }

  bool take(const toml::node* node, std::size_t length) {
    if (!node) return false;
    node_ = node;
    rest_.remove_prefix(length);
    return true;
  }
  void skip_dot() {
    if (rest_.starts_with('.')) rest_.remove_prefix(1);
  }

  const toml::node* node_;
  std::string_view rest_;
};

/// The key as the file spells it.
KeyPath spelt(const toml::table& document, KeyPath key) {
  for (const auto& [member, in_file] : spellings)
    if (key == member && !Walk(document, key).complete()) key = in_file;
  return key;
}

}  // namespace

void add_issues(ReadContext& context, const std::vector<Issue>& issues) {
  for (const Issue& issue : issues) {
    const KeyPath key = spelt(*context.document, issue.key);
    const std::string place = place_of(Walk(*context.document, key).node().source(), context.name);
    const auto file = context.data_files.find(key);
    if (issue.severity == Severity::note)
      context.notes.push_back(place + ": " + issue.found);
    else if (issue.fault == Fault::data && file != context.data_files.end())
      context.diagnostics.add(issue.fault, {file->second.string(), key, issue.found + " (asked for at " + place + ")",
                                            issue.legal, issue.advice});
    else
      context.diagnostics.add(issue.fault, {place, key, issue.found, issue.legal, issue.advice});
  }
}

void add_issues(TableReader& table, std::string_view key, const std::vector<Issue>& issues) {
  for (const Issue& issue : issues) table.fail(key, issue.found, issue.legal, issue.advice);
}

}  // namespace fokker::io
