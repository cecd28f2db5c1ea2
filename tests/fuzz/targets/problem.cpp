// SPDX-License-Identifier: MIT
#include <algorithm>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"
#include "fuzz/targets.hpp"
#include "io/toml/document.hpp"
#include "io/toml/physics_keys.hpp"

namespace fokker::fuzz {
namespace {

constexpr std::size_t longest = 5000;
constexpr std::int64_t most_cells = 64, most_snapshots = 200;

bool leads_out(const toml::node_view<const toml::node>& name) {
  return name.value_or(std::string_view()).find('/') != std::string_view::npos;
}

/// A grid and a list of times that take no time; files of the corpus's own folder alone.
bool is_quick(const toml::table& document) {
  std::int64_t cells = 1;
  if (const auto* axes = document["axis"].as_array())
    for (const auto& axis : *axes)
      if (const auto* table = axis.as_table()) {
        const std::int64_t listed = (*table)["edges"].is_array() ? std::ssize(*(*table)["edges"].as_array()) : 1;
        const std::int64_t own = std::max(listed, (*table)["cells"].value_or(std::int64_t{1}));
        if (own > most_cells) return false;
        cells *= std::clamp<std::int64_t>(own, 1, most_cells);
      }
  if (cells > most_cells || document["time"]["snapshots"].value_or(std::int64_t{0}) > most_snapshots) return false;
  if (leads_out(document["initial"]["file"])) return false;
  if (const auto* reversals = document["reverse"].as_array())
    for (const auto& reverse : *reversals)
      if (const auto* table = reverse.as_table())
        if (leads_out((*table)["score"]["table"]) || leads_out((*table)["start"]["file"])) return false;
  return true;
}

}  // namespace

int fuzz_problem(const std::uint8_t* bytes, std::size_t size) {
  if (size > longest) return -1;
  const std::string text(text_of(bytes, size));
  const auto read = [](const std::string& content) {
    return parse_problem(content, "p.toml", FOKKER_SOURCE_DIR "/tests/fuzz/data");
  };
  bool quick = true;
  reads([&] {
    DiagnosticList ignored;
    quick = is_quick(io::parse_document(text, "p.toml", ignored));
    if (!quick) return;
    const ProblemFile problem = read(text);
    estimate(problem);
    const ProblemFile again = read(problem.problem->text);
    require(differences(io::physics_keys(problem.problem->text), io::physics_keys(again.problem->text)).empty(),
            "what a file means is written with its result");
  });
  return quick ? 0 : -1;
}

}  // namespace fokker::fuzz
