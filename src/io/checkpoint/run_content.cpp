// SPDX-License-Identifier: MIT
#include "io/checkpoint/run_content.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <set>
#include <thread>
#include <utility>

#include "core/allocation.hpp"
#include "core/text.hpp"
#include "fokker/core/error.hpp"
#include "fokker/io/result/xdmf.hpp"
#include "io/checkpoint/run_record.hpp"
#include "io/checkpoint/state_image.hpp"
#include "io/hash.hpp"
#include "io/hdf5/read.hpp"

namespace fokker {

using namespace io;

namespace {

constexpr std::size_t manifest_limit = std::size_t{64} << 20;

/// Names in a folder that a run may have left there.
std::vector<std::string> own_files(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const std::string& name : names_in(folder))
    if (name == manifest_name || state_number(name) || (name.starts_with(".") && name.ends_with(".tmp")))
      names.push_back(name);
  return names;
}

Error failure(const std::filesystem::path& path, int error_number, std::size_t bytes) {
  std::error_code ignored;
  const auto space = std::filesystem::space(path.parent_path(), ignored);
  if (!is_full(error_number)) return Error(Fault::file, system_reason(path, error_number));
  return Error(Fault::file,
               fmt::format("{}; {} bytes needed, {} free", system_reason(path, error_number), bytes, space.available),
               {}, "more room, then the same command with --resume");
}

}  // namespace

std::string io::progress_text(const StateMark& mark) {
  if (mark.finished) return fmt::format("{} has finished", mark.stage);
  return mark.stage.starts_with("particles/sampler/")
             ? fmt::format("{}, operation {}", mark.stage, mark.step)
             : fmt::format("{}, step {}, t = {:.6g}", mark.stage, mark.step, mark.time);
}

std::filesystem::path io::run_folder_of(const std::filesystem::path& output) {
  auto path = write_target(output);
  return path += ".run";
}

RunFolder::Content::Content(const std::filesystem::path& output, const Problem& problem, RunFolderOptions options)
    : path_(run_folder_of(output)), options_(std::move(options)), lock_(path_) {
  for (const auto& file : {output, xdmf_path(output)}) remove_temporaries(write_target(file));
  for (const std::string& name : own_files(path_)) number_ = std::max(number_, state_number(name).value_or(0));
  std::error_code ignored;
  if (std::filesystem::exists(path_ / manifest_name, ignored))
    manifest_ = parse_manifest(read_bytes(path_ / manifest_name, manifest_limit, true));
  const RunRecord run = record_of(problem);
  options_.resume ? go_on(run) : start_anew(run);
}

void RunFolder::Content::go_on(RunRecord run) {
  const auto refuse = [&](std::string found, std::string legal = {}) {
    throw Error(Fault::checkpoint, {path_.string(), "", std::move(found), std::move(legal), anew});
  };
  std::error_code ignored;
  const bool there = std::filesystem::exists(path_ / manifest_name, ignored);
  if (there && !manifest_.run) refuse("the manifest is damaged: it does not identify the run");
  if (manifest_.states.empty() && manifest_.damaged > 0) refuse("every line of the manifest is damaged");
  if (manifest_.states.empty()) {
    note(fmt::format("no checkpoint in {}: the run starts anew", path_.string()));
    return start_anew(run);
  }
  if (manifest_.run->schema != run_schema)
    refuse(fmt::format("checkpoints of schema {}, of fokker {}", manifest_.run->schema, manifest_.run->version),
           fmt::format("schema {}", run_schema));
  refuse_other_run(path_, *manifest_.run, run, options_.allow_build_change);
  if (manifest_.damaged > 0)
    note(fmt::format("{}: {} lines of the manifest are damaged and ignored", path_.string(), manifest_.damaged));
  else
    remove_leftovers();
  note(fmt::format("continuing from {}: {}", path_.string(), progress_text(manifest_.states.back().mark)));
  go_on_with_build(std::move(run));
}

/// Changes are reported, and stay with the run.
void RunFolder::Content::go_on_with_build(RunRecord run) {
  const auto changed = build_differences(*manifest_.run, run);
  if (changed.empty()) return;
  run.changes = manifest_.run->changes;
  for (const FieldDifference& key : changed) run.changes.push_back(key.key + ": " + change_text(key));
  for (const FieldDifference& key : changed)
    note(fmt::format("another {}: {}; the last bits of the result may differ", key.key, change_text(key)));
  replace_manifest({std::move(run), manifest_.states, 0});
}

void RunFolder::Content::start_anew(const RunRecord& run) {
  if (!manifest_.states.empty())
    note(fmt::format("the checkpoints in {} are discarded: the run starts anew (--resume would continue)",
                     path_.string()));
  if (remove_manifest()) remove_leftovers();
  replace_manifest({run, {}, 0});
}

bool RunFolder::Content::remove_manifest() {
  manifest_ = {};
  // one that stays, or that a power failure brings back, must not name states that are gone
  return (::unlink((path_ / manifest_name).c_str()) == 0 || errno == ENOENT) && sync_folder(path_) == 0;
}

void RunFolder::Content::remove_leftovers() {
  std::set<std::string> listed{manifest_name};
  for (const StateRecord& state : manifest_.states) listed.insert(state.file);
  for (const std::string& name : own_files(path_))
    if (!listed.contains(name)) ::unlink((path_ / name).c_str());
}

std::string RunFolder::Content::bytes_of(const StateRecord& record) const {
  const auto file = path_ / record.file;
  std::string bytes = read_bytes(file, record.bytes, true);
  if (bytes.size() != record.bytes)
    refuse_data(file.string(), fmt::format("{} bytes", bytes.size()), fmt::format("{} bytes", record.bytes));
  if (hash_of(bytes) != record.hash) refuse_data(file.string(), "a wrong checksum");
  return bytes;
}

std::optional<State> RunFolder::Content::last(const std::string& stage) {
  std::vector<Diagnostic> damaged;
  std::set<std::string> files;
  for (std::size_t k = manifest_.states.size(); k-- > 0;) {
    const StateRecord record = manifest_.states[k];
    if (record.mark.stage != stage) continue;
    try {
      State state = read_state(bytes_of(record), path_ / record.file, stage);
      for (const Diagnostic& one : damaged)
        note(fmt::format("a damaged checkpoint ({}): continuing from the previous one, {}", one.found,
                         progress_text(record.mark)));
      // the next state does not count them among the two that stay
      std::erase_if(manifest_.states, [&](const StateRecord& bad) { return files.contains(bad.file); });
      return state;
    } catch (const Error& error) {
      if (error.fault() != Fault::data && error.fault() != Fault::file) throw;
      damaged.push_back(error.diagnostics().front());
      files.insert(record.file);
    }
  }
  if (damaged.empty()) return std::nullopt;
  damaged.back().advice = anew;
  throw Error(Fault::checkpoint, std::move(damaged));
}

void RunFolder::Content::keep(const StateMark& mark, const StateView& state) {
  Manifest next = manifest_;
  const std::size_t kept = mark.finished ? 0 : 1;  // beside the new one
  std::size_t seen = 0;
  for (std::size_t k = next.states.size(); k-- > 0;)
    if (next.states[k].mark.stage == mark.stage && ++seen > kept)
      next.states.erase(next.states.begin() + static_cast<std::ptrdiff_t>(k));
  next.states.push_back({state_name(++number_), 0, {}, mark});
  const StateWriter newest = [&](const std::filesystem::path& file) {
    const Hdf5Session session;
    Image image(file);
    return allocated("a checkpoint of " + mark.stage, [&] {
      write_state(image.file(), mark, state);
      return image.commit();
    });
  };
  try {
    commit_state(path_, newest, next);
    replace_manifest(next);
  } catch (const Error& error) {
    if (options_.emergency.empty() || error.fault() != Fault::file) throw;
    rescue(error, next, newest);
  }
  remove_leftovers();
}

void RunFolder::Content::commit_state(const std::filesystem::path& folder, const StateWriter& newest,
                                      Manifest& next) const {
  StateRecord& record = next.states.back();
  commit(folder / record.file, [&] {
    const Commit written = newest(folder / record.file);
    record.bytes = written.bytes;
    record.hash = written.hash;
    return written;
  });
}

void RunFolder::Content::commit(const std::filesystem::path& file, const std::function<Commit()>& write) const {
  constexpr std::array pauses = {0.5, 1.0, 2.0};
  for (std::size_t attempt = 0;; ++attempt) {
    const Commit written = write();
    const int error = written.failure.error;
    if (error == 0) return;
    if (attempt == pauses.size() || !(is_full(error) || error == EIO)) throw failure(file, error, written.bytes);
    if (options_.pause)
      options_.pause(pauses[attempt]);
    else
      std::this_thread::sleep_for(std::chrono::duration<double>(pauses[attempt]));
  }
}

void RunFolder::Content::commit_text(const std::filesystem::path& file, const std::string& text) const {
  commit(file, [&] { return Commit{commit_file(file, text), text.size(), {}}; });
}

void RunFolder::Content::replace_manifest(Manifest next) {
  commit_text(path_ / manifest_name, to_text(next));
  manifest_ = std::move(next);
}

void RunFolder::Content::remove() {
  if (remove_manifest()) remove_leftovers();
  ::unlink((path_ / lock_name).c_str());
  ::rmdir(path_.c_str());  // stays where somebody else has put something there
}

void RunFolder::Content::note(const std::string& text) const {
  if (options_.note) options_.note(text);
}

}  // namespace fokker
