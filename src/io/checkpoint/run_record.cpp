#include "io/checkpoint/run_record.hpp"

#include "core/text.hpp"
#include "fokker/core/error.hpp"
#include "io/checkpoint/build.hpp"
#include "io/hash.hpp"

namespace fokker::io {
namespace {

constexpr const char* same_build =
    "the same build of fokker, or --allow-build-change (the last bits of the result may differ then), or ";

std::map<std::string, std::string> all_keys(const RunRecord& run) {
  auto keys = physics_keys(run.problem);
  for (const auto& [name, hash] : run.inputs) keys["content of " + name] = hash;
  return keys;
}

}  // namespace

RunRecord record_of(const RunIdentity& run) {
  RunRecord record{run_schema, FOKKER_VERSION, run.problem, {}, build_text()};
  for (const auto& input : run.inputs) record.inputs[input.string()] = hash_of_file(input).hash;
  return record;
}

std::vector<KeyDifference> build_differences(const RunRecord& before, const RunRecord& now) {
  const auto keys = [](const RunRecord& run) {
    return std::map<std::string, std::string>{{"version of fokker", run.version}, {"build of fokker", run.build}};
  };
  return differences(keys(before), keys(now));
}

std::string change_text(const KeyDifference& key) {
  return shown(key.before.empty() ? "(not recorded)" : key.before, 200) + " -> " + shown(key.after, 200);
}

void refuse_other_run(const std::filesystem::path& path, const RunRecord& before, const RunRecord& now,
                      bool allow_build_change) {
  std::vector<Diagnostic> found;
  const auto add = [&](const std::vector<KeyDifference>& keys) {
    for (const KeyDifference& key : keys)
      if (found.size() < 20) found.push_back({path.string(), key.key, change_text(key), {}, {}});
    return !keys.empty();
  };
  const bool problem = add(differences(all_keys(before), all_keys(now)));
  const bool build = !allow_build_change && add(build_differences(before, now));
  if (found.empty()) return;
  found.back().advice = std::string(problem ? "the problem as it was, or " : "") + (build ? same_build : "") + anew;
  throw Error(Fault::checkpoint, std::move(found));
}

}  // namespace fokker::io
