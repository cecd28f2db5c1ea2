// SPDX-License-Identifier: MIT
#include "io/checkpoint/run_record.hpp"

#include "core/text.hpp"
#include "fokker/core/error.hpp"
#include "io/checkpoint/build.hpp"
#include "io/toml/physics_keys.hpp"

namespace fokker::io {
namespace {

constexpr const char* same_build =
    "the same build of fokker, or --allow-build-change (the last bits of the result may differ then), or ";

/// Differences, in the user's text where both problems have one.
std::vector<FieldDifference> problem_differences(const RunRecord& before, const RunRecord& now) {
  std::vector<FieldDifference> fields = differences(before.fingerprint, now.fingerprint);
  if (fields.empty() || before.problem.empty() || now.problem.empty()) return fields;
  std::vector<FieldDifference> keys = differences(physics_keys(before.problem), physics_keys(now.problem));
  return keys.empty() ? fields : keys;
}

}  // namespace

RunRecord record_of(const Problem& problem) {
  return {run_schema, FOKKER_VERSION, problem.text, fingerprint(problem), build_text()};
}

std::vector<FieldDifference> build_differences(const RunRecord& before, const RunRecord& now) {
  const auto keys = [](const RunRecord& run) {
    return std::map<std::string, std::string>{{"version of fokker", run.version}, {"build of fokker", run.build}};
  };
  return differences(keys(before), keys(now));
}

std::string change_text(const FieldDifference& field) {
  return shown(field.before.empty() ? "(not recorded)" : field.before, 200) + " -> " + shown(field.after, 200);
}

void refuse_other_run(const std::filesystem::path& path, const RunRecord& before, const RunRecord& now,
                      bool allow_build_change) {
  std::vector<Diagnostic> found;
  const auto add = [&](const std::vector<FieldDifference>& keys) {
    for (const FieldDifference& key : keys)
      if (found.size() < 20) found.push_back({path.string(), key.key, change_text(key), {}, {}});
    return !keys.empty();
  };
  const bool problem = add(problem_differences(before, now));
  const bool build = !allow_build_change && add(build_differences(before, now));
  if (found.empty()) return;
  found.back().advice =
      std::string(problem ? "the problem and its data files as they were, or " : "") + (build ? same_build : "") + anew;
  throw Error(Fault::checkpoint, std::move(found));
}

}  // namespace fokker::io
