// SPDX-License-Identifier: MIT
#include "fokker/io/checkpoint/run_folder.hpp"

#include <utility>

#include "fokker/core/error.hpp"
#include "io/checkpoint/run_content.hpp"
#include "io/file.hpp"
#include "io/hdf5/guarded.hpp"
#include "io/hdf5/read.hpp"
#include "io/result/layout.hpp"
#include "io/toml/physics_keys.hpp"

namespace fokker {

using namespace io;

RunFolder::RunFolder(const std::filesystem::path& output, const CheckedProblem& problem, RunFolderOptions options) {
  check_emergency(options, run_folder_of(output));
  content_ = std::make_unique<Content>(output, *problem, std::move(options));
}

RunFolder::~RunFolder() {
  if (!content_ || content_->holds_states()) return;
  try {
    content_->remove();
  } catch (...) {
    // an empty folder that stays does no harm
  }
}

StateKeeper RunFolder::keeper(std::function<bool()> due) {
  return {[this](const std::string& stage) { return content_->last(stage); }, std::move(due),
          [this](const StateMark& mark, const StateView& state) { content_->keep(mark, state); }};
}

const std::filesystem::path& RunFolder::path() const { return content_->path(); }
bool RunFolder::holds_states() const { return content_->holds_states(); }
const std::vector<std::string>& RunFolder::build_changes() const { return content_->build_changes(); }

void RunFolder::remove() {
  content_->remove();
  content_.reset();
}

bool has_run_folder(const std::filesystem::path& output) {
  std::error_code ignored;
  return std::filesystem::exists(run_folder_of(output) / manifest_name, ignored);
}

bool is_result_of(const std::filesystem::path& output, const CheckedProblem& problem, const ReadOptions& options) {
  try {
    return read_guarded(output, options, [&](std::string bytes) {
      const Hdf5Session session;
      const ReadImage image(std::move(bytes), output);
      const Fingerprint fields = read_fingerprint(image.root());
      if (!fields.empty()) return differences(fields, fingerprint(problem)).empty();
      return differences(physics_keys(text_attribute(image.root(), "problem")), physics_keys(problem->text)).empty();
    });
  } catch (const Error&) {
    return false;
  }
}

}  // namespace fokker
