// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/commands.hpp"
#include "app/key_reference.hpp"
#include "app/output.hpp"
#include "fokker/core/error.hpp"
#include "fokker/core/spelling.hpp"
#include "fokker/io/toml/problem_keys.hpp"
#include "fokker/process/kind.hpp"
#include "fokker/sampler/catalogue.hpp"
#include "fokker/sde/scheme.hpp"
#include "fokker/time/stepper.hpp"
#include "fokker/view/figure.hpp"

namespace fokker::app {
namespace {

struct Entry {
  std::string name;
  std::string meaning;
};

std::string entries_text(const std::vector<Entry>& entries) {
  std::string text;
  for (const auto& entry : entries) text += fmt::format("  {:<20} {}\n", entry.name, entry.meaning);
  return text;
}

/// Under the name of its table: "theta = 1: rate of the pull (number)".
std::string key_lines(const std::vector<KeyEntry>& keys) {
  std::string text;
  for (const auto& key : keys) text += fmt::format("  {:<20} {}\n", "", key_text(key));
  return text;
}

std::string processes_text() {
  std::string text;
  for (const auto& entry : process_kind_entries()) {
    text += fmt::format("  {:<20} {}\n", entry.name, entry.equation) + key_lines(key_entries(entry.parameters));
    for (const auto& [what, value] : {std::pair{"prior", entry.prior}, {"source", entry.source}})
      text += fmt::format("  {:<20} {}: {}\n", "", what, value);
  }
  return text;
}

std::string initials_text() {
  std::string text;
  for (const KeyTable& table : problem_keys())
    if (table.table == "[initial]" && !table.kind.empty())
      text += fmt::format("  {:<20} {}\n", table.kind, table.purpose) + key_lines(table.keys);
  return text;
}

template <class Enum>
std::string methods_text(const std::vector<MethodEntry<Enum>>& entries) {
  std::string text;
  for (const auto& entry : entries)
    text += fmt::format("  {:<20} {}\n  {:<20} source: {}\n", entry.name(), entry.meaning, "", entry.source);
  return text;
}

std::string samplers_text() {
  std::string text;
  for (const auto& entry : sampler_entries()) {
    text += fmt::format("  {:<20} {}\n", entry.name, entry.step) + key_lines(key_entries(entry.parameters));
    for (const auto& [what, value] : {std::pair{"also", entry.other_names}, {"source", entry.source}})
      text += fmt::format("  {:<20} {}: {}\n", "", what, value);
  }
  return text;
}

std::string topic_text(const std::string& topic) {
  if (topic == "processes") return processes_text();
  if (topic == "initials") return initials_text();
  if (topic == "spacings") {
    return entries_text({{"uniform", "equal cells between min and max (default)"},
                         {"geometric", "equal cells in log x, 0 < min"},
                         {"sinh", "equal cells in u, x = centre + width sinh(u); keys: centre, width"},
                         {"power", "equal cells in u, x = min + (max - min) u^power, narrow at min; key: power"},
                         {"edges = [...]", "listed, instead of min, max, cells and spacing"}});
  }
  if (topic == "fluxes") return methods_text(flux_catalogue());
  if (topic == "steppers") return methods_text(stepper_catalogue());
  if (topic == "samplers") return samplers_text();
  if (topic == "figures") {
    std::vector<Entry> entries;
    for (const auto& [name, shows] : figure_contents()) entries.push_back({name, shows});
    return entries_text(entries);
  }
  if (topic == "keys") return keys_text();
  return methods_text(scheme_catalogue());
}

void refuse_topic(const std::string& topic) {
  std::string legal;
  for (const auto& name : list_topics()) legal += (legal.empty() ? "" : ", ") + name;
  const std::string nearest = nearest_name(topic, list_topics());
  throw Error(Fault::usage, "unknown topic '" + topic + "'", legal, nearest.empty() ? "" : "fokker list " + nearest);
}

}  // namespace

const std::vector<std::string>& list_topics() {
  static const std::vector<std::string> topics = {"processes", "initials", "spacings", "fluxes", "steppers",
                                                  "schemes",   "samplers", "figures",  "keys"};
  return topics;
}

int list_command(const ListOptions& options) {
  if (options.markdown && options.topic != "keys")
    throw Error(Fault::usage, "--markdown beside another topic than keys", "fokker list keys --markdown");
  if (options.markdown) {
    print(keys_markdown());
    return 0;
  }
  if (!options.topic.empty()) {
    if (std::find(list_topics().begin(), list_topics().end(), options.topic) == list_topics().end())
      refuse_topic(options.topic);
    print(topic_text(options.topic));
    return 0;
  }
  for (const auto& topic : list_topics())
    if (topic != "keys") print(topic + "\n" + topic_text(topic));
  return 0;
}

}  // namespace fokker::app
