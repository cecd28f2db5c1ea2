// SPDX-License-Identifier: MIT
#include "io/toml/physics_keys.hpp"

#include "io/toml/document.hpp"

namespace fokker::io {
namespace {

using Keys = std::map<std::string, std::string>;

void flatten(const toml::table& table, const std::string& prefix, Keys& keys);

/// Tables of an array go by their names, as in --set; their order counts too.
void flatten(const toml::array& tables, const std::string& prefix, Keys& keys) {
  std::string names;
  for (const toml::node& node : tables) {
    const toml::table& table = *node.as_table();
    const std::string name = table["name"].value_or(std::string("?"));
    names += (names.empty() ? "" : ", ") + name;
    flatten(table, prefix + "." + name, keys);
  }
  keys[prefix] = names;
}

void flatten(const toml::table& table, const std::string& prefix, Keys& keys) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix.empty() ? std::string(key.str()) : prefix + "." + std::string(key.str());
    if (const toml::table* inner = node.as_table())
      flatten(*inner, name, keys);
    else if (node.is_array_of_tables())
      flatten(*node.as_array(), name, keys);
    else
      keys[name] = value_text(node);
  }
}

}  // namespace

Keys physics_keys(const std::string& resolved) {
  DiagnosticList diagnostics;
  toml::table document = parse_document(resolved, "problem", diagnostics);
  document.erase("title");
  document.erase("verify");
  if (toml::table* forward = document["forward"].as_table()) forward->erase("max_leak");
  Keys keys;
  flatten(document, "", keys);
  return keys;
}

}  // namespace fokker::io
