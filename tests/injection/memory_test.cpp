// SPDX-License-Identifier: MIT
// A request for memory is refused: exit 6 and the message, or the result as it would have been.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "injection/sweep.hpp"

using namespace injection;
using cli::contains;

namespace {

const std::string preload = FOKKER_INJECTION_MEMORY " FOKKER_REFUSE_TO=own ";

/// check says what memory is free at the moment.
std::string without_memory(std::string text) {
  const auto begin = text.find("memory  ");
  return begin == std::string::npos ? text : text.erase(begin, text.find('\n', begin) - begin);
}

/// A command under refusal, and its files.
class Refusals {
 public:
  /// @param arguments  of fokker; where they make out.h5, it is compared and an ended run resumed
  explicit Refusals(std::string arguments) : line_(" \"$FOKKER\" " + std::move(arguments)) {
    sandbox_.write("p.toml", tiny_problem);
    const auto whole = sandbox_.run(preload + "FOKKER_REFUSE_LOG=../number" + line_);
    CHECK_MESSAGE(whole.code == 0, whole.err);
    printed_ = without_memory(whole.out);
    requests_ = std::stoul(sandbox_.read("../number"));
    output_ = sandbox_.read("out.h5");
  }

  std::size_t requests() const { return requests_; }

  /// Empty, or what is wrong where the n-th request, or all from it on, are refused.
  std::string fault(const std::string& how, std::size_t n) const {
    const auto outcome = sandbox_.run("rm -rf out.* .out.*\n" + preload + "FOKKER_REFUSE_HOW=" + how +
                                      " FOKKER_REFUSE_AT=" + std::to_string(n) + " timeout 60" + line_);
    const std::string seen =
        how + " from " + std::to_string(n) + ": exit " + std::to_string(outcome.code) + ": " + outcome.err;
    if (outcome.code == 0)
      return without_memory(outcome.out) == printed_ && sandbox_.read("out.h5") == output_ ? "" : seen + "other result";
    // glibc gives up where it cannot note 40 bytes of what a thread has to destroy: no program can catch that
    const bool glibc = outcome.code == 134 && contains(outcome.err, "failed to register TLS destructor");
    if (!glibc &&
        (outcome.code != 6 || !(contains(outcome.err, "out of memory") || contains(outcome.err, "Out of memory"))))
      return seen;
    if (output_.empty()) return "";
    const auto resumed = sandbox_.run("fokker run p.toml -o out.h5 --quiet --resume");
    return resumed.code == 0 && sandbox_.read("out.h5") == output_ ? "" : seen + "then not resumed: " + resumed.err;
  }

 private:
  cli::Sandbox sandbox_;
  std::string line_, printed_, output_;
  std::size_t requests_ = 0;
};

void sweep(const std::string& arguments, const std::string& how, std::size_t wanted) {
  const Refusals refusals(arguments);
  std::size_t tried = 0, wrong = 0;
  for (const std::size_t n : spread(refusals.requests(), wanted)) {
    const std::string fault = refusals.fault(how, n);
    CHECK_MESSAGE(fault.empty(), fault);
    wrong += !fault.empty();
    ++tried;
  }
  MESSAGE(arguments << ": " << refusals.requests() << " requests, " << how << ": " << tried << " runs, " << wrong
                    << " wrong");
}

const std::string checked = "check p.toml", run = "run p.toml -o out.h5 --threads 2";

}  // namespace

TEST_CASE("check and run end with exit 6 and its message where a request for memory is refused, or continue") {
  sweep(checked, "once", 15);
  sweep(checked, "always", 10);
  sweep(run, "once", 25);
  sweep(run, "always", 10);
}

TEST_CASE("slow: the same for every request of check, and for every fifth of run" * doctest::skip()) {
  sweep(checked, "once", 1'000'000);
  sweep(checked, "always", 1'000'000);
  sweep(run, "once", Refusals(run).requests() / 5);
  sweep(run, "always", Refusals(run).requests() / 50);
}
