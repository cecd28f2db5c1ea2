// SPDX-License-Identifier: MIT
#include "injection/sweep.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <stdexcept>

namespace injection {
namespace {

using cli::contains;

const std::string preload = FOKKER_INJECTION_WRITES " ";
const std::string command = " \"$FOKKER\" run p.toml -o out.h5 --checkpoint-every 0 --threads 1 ";

bool is_any(const std::string& name, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(), [&](const char* one) { return name == one; });
}

bool kills(const std::string& how) { return is_any(how, {"kill", "torn", "power", "zeros", "oldest", "second"}); }

std::string text_after(const std::string& line, const std::string& member) {
  const auto begin = line.find(member);
  return begin == std::string::npos ? "" : line.substr(begin + member.size());
}

/// What the last line of a manifest names.
struct Newest {
  int number = 0;
  std::string progress;  ///< as a resumed run reports it
};

Newest newest_of(const std::string& manifest) {
  std::istringstream lines(manifest);
  std::string last;
  for (std::string line; std::getline(lines, line);) last = line;
  const std::string number = text_after(last, "\"file\":\""), rest = text_after(last, "\"stage\":\"");
  if (number.empty()) return {};
  Newest newest;
  std::from_chars(number.data(), number.data() + 10, newest.number);
  const std::string stage = rest.substr(0, rest.find('"')), step = text_after(rest, "\"step\":");
  newest.progress = contains(rest, "\"finished\":true") ? stage + " has finished"
                                                        : stage + ", step " + step.substr(0, step.find(','));
  return newest;
}

std::size_t committed_states(const std::vector<Call>& calls) {
  return std::count_if(calls.begin(), calls.end(),
                       [](const Call& call) { return call.name == "rename" && contains(call.path, "out.h5.run/0"); });
}

}  // namespace

const char* const tiny_problem = R"(schema = 1
[process]
kind = "ou"
[initial]
kind = "gaussian"
mean = 1.0
std = 0.5
[time]
end = 0.5
snapshots = 2
steps = 2
[[axis]]
name = "x"
min = -4.0
max = 4.0
cells = 32
[forward]
error_estimate = false
[[reverse]]
name = "anderson"
[particles]
count = 200
steps = 2
reverse = ["anderson"]
[verify]
forward_exact = { tv = 1 }
reverse_forward = { tv = 1 }
reverse_exact = { tv = 1 }
particles = { tv_upper = 10 }
particles_reverse = { tv_upper = 10 }
)";

const std::vector<std::string> injuries = {"kill", "torn",  "short", "drop",   "enospc", "full",
                                           "eio",  "power", "zeros", "oldest", "second"};

std::vector<std::size_t> spread(std::size_t count, std::size_t wanted) {
  std::vector<std::size_t> chosen;
  for (std::size_t n = 1; n <= count; ++n)
    if (count <= wanted || n * wanted / count != (n - 1) * wanted / count) chosen.push_back(n);
  return chosen;
}

Sweep::Sweep() {
  sandbox_.write("p.toml", tiny_problem);
  sandbox_.run("mkdir ../kept");
  const auto whole = sandbox_.run(preload + "FOKKER_FAIL_LOG=../log" + command + "--quiet");
  if (whole.code != 0) throw std::runtime_error("the untouched run: " + whole.err);
  calls_ = calls_in(sandbox_.read("../log"));
  output_ = sandbox_.read("out.h5");
  xdmf_ = sandbox_.read("out.xdmf");
}

bool can_befall(const std::string& how, const std::string& call) {
  if (how == "short" || how == "drop") return call == "write";
  if (how == "enospc") return !is_any(call, {"fsync", "close", "unlink", "rmdir"});
  if (how == "eio") return call != "open";
  return true;
}

std::vector<Call> calls_in(const std::string& log) {
  std::vector<Call> calls;
  std::istringstream lines(log);
  for (std::string name, path; lines >> name && std::getline(lines, path);) calls.push_back({name, path.substr(1)});
  return calls;
}

int Sweep::acknowledged(std::size_t n) const {
  int count = -1;                          // the first manifest is without a state
  for (std::size_t k = 0; k + 2 < n; ++k)  // the rename and the sync of its folder come before the n-th call
    if (calls_[k].name == "rename" && calls_[k].path == "out.h5.run/manifest.jsonl") ++count;
  return std::max(0, count);
}

std::string Sweep::fault(const std::string& how, std::size_t n) {
  const std::string injury = "FOKKER_FAIL_KEEP=../kept FOKKER_FAIL_HOW=" + how + " FOKKER_FAIL_AT=" + std::to_string(n);
  sandbox_.run("rm -rf out.* .out.* ../kept/* ../again ../manifest\n" + preload + injury + command +
               ">../first.out 2>../first.err; echo $? >../first.code\n"
               "cp out.h5.run/manifest.jsonl ../manifest 2>../none; ls -A >../left; cp out.h5 ../early.h5 2>../none\n" +
               preload + "FOKKER_FAIL_LOG=../again" + command +
               "--resume >../second.out 2>../second.err; echo $? >../second.code");
  const int first = std::stoi(sandbox_.read("../first.code")), second = std::stoi(sandbox_.read("../second.code"));
  const std::string first_log = sandbox_.read("../first.err"), second_log = sandbox_.read("../second.err");
  const std::string seen = how + " at " + std::to_string(n) + " (" + calls_[n - 1].name + " " + calls_[n - 1].path +
                           "): exit " + std::to_string(first) + ", then " + std::to_string(second) + ": ";
  if (kills(how) ? first != 137 : first != 0 && first != 5) return seen + "not the exit code wanted: " + first_log;
  if (first == 5 && !contains(first_log, "error: ")) return seen + "no message";
  const bool early = contains("\n" + sandbox_.read("../left"), "\nout.h5\n");
  if (first == 0 && !early) return seen + "no output after success";
  if (early && sandbox_.read("../early.h5") != output_) return seen + "a wrong output before the resume";
  if (second != 0) return seen + "not resumed: " + second_log;
  if (sandbox_.read("out.h5") != output_ || sandbox_.read("out.xdmf") != xdmf_) return seen + "other bytes";
  if (sandbox_.files() != "out.h5, out.xdmf, p.toml") return seen + "leftovers: " + sandbox_.files();

  const Newest newest = newest_of(sandbox_.read("../manifest"));
  const auto again = committed_states(calls_in(sandbox_.read("../again")));
  const auto all = committed_states(calls_);
  if (contains(second_log, "already complete")) return early && again == 0 ? "" : seen + "said to be complete";
  if (newest.number < acknowledged(n)) return seen + "an acknowledged checkpoint lost: " + second_log;
  if (newest.number > 0 && !contains(second_log, "continuing from out.h5.run: " + newest.progress))
    return seen + "not the newest checkpoint, which is " + newest.progress + ": " + second_log;
  if (again != all - static_cast<std::size_t>(newest.number))
    return seen + std::to_string(again) + " checkpoints after number " + std::to_string(newest.number);
  return "";
}

}  // namespace injection
