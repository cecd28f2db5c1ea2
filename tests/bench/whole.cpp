// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <map>

#include "peers.hpp"
#include "problems.hpp"
#include "results.hpp"

namespace fokker::bench {
namespace {

const Found& found(const std::string& name) {
  static std::map<std::string, Found> all;
  if (!all.count(name)) all.emplace(name, cheapest(workload(name)));
  return all.at(name);
}

/// Largest resident memory, MB, of a process of its own that solves the problem once.
double megabytes(const std::string& name, const Choice& choice) {
  char self[4096] = {};
  if (readlink("/proc/self/exe", self, sizeof self - 1) < 0) return std::nan("");
  const std::string text =
      output_of(fmt::format("'{}' --solve {} {} {} {} {}", self, name, choice.cells, choice.steps,
                            choice.extrapolated ? 1 : 0, choice.stepper == Stepper::exponential ? 1 : 0));
  return text.empty() ? std::nan("") : std::stod(text);
}

/// 1 / `times` of what QuantLib takes
const std::map<std::string, double> kGoals = {{"W1", 10}, {"W2", 20}, {"W3", 300}, {"W4", 20}, {"W5", 100}};

std::string setting(const std::string& name, const Choice& choice) {
  const std::string power = workload(name).box.size() > 1 ? fmt::format("^{}", workload(name).box.size()) : "";
  const bool exponential = choice.stepper == Stepper::exponential;
  std::string cells = fmt::format("{}{}", choice.cells, power), steps = fmt::format("{}", choice.steps);
  if (choice.extrapolated) cells += fmt::format(" + {}{}", 2 * choice.cells, power);
  if (choice.extrapolated) steps += fmt::format(" + {}", (exponential ? 1 : 2) * choice.steps);
  return fmt::format("{} cells, {} steps{}", cells, steps, exponential ? ", exponential" : "");
}

void print_problem(const std::string& name, double seconds, const std::vector<Peer>& peers) {
  const Found& best = found(name);
  row({fmt::format("**{}** {}, to {:.0e}", name, workload(name).what, workload(name).accuracy), "fokker",
       setting(name, best.choice), best.reached ? figure(best.error) : "not reached", figure(1e3 * seconds) + " ms",
       figure(megabytes(name, best.choice)) + " MB", "", ""});
  for (const Peer& peer : peers) {
    if (peer.problem != name) continue;
    const bool goal = peer.name.starts_with("QuantLib");
    const bool reached = peer.error <= workload(name).accuracy;
    const std::string error = std::isnan(peer.error) ? "" : figure(peer.error);
    row({"", peer.name, setting(name, {peer.cells, peer.steps, false}), reached ? error : error + " (not reached)",
         figure(1e3 * peer.seconds) + " ms", figure(peer.megabytes) + " MB", figure(peer.seconds / seconds),
         goal ? figure(kGoals.at(name)) : ""});
  }
}

}  // namespace

void register_problems() {
  for (const std::string& name : workload_names())
    measure("whole/" + name, [name] {
      return [work = workload(name), choice = found(name).choice] { benchmark::DoNotOptimize(solve(work, choice)); };
    });
}

void print_problems(const Results& results) {
  std::vector<std::string> names;
  for (const std::string& name : workload_names())
    if (!std::isnan(results.seconds("whole/" + name))) names.push_back(name);
  if (names.empty()) return;
  const std::vector<Peer> peers = run_peers(names);
  heading("### Time to accuracy, whole solves, one thread",
          {"problem", "solver", "setting", "error", "time", "peak memory", "times fokker's", "goal"});
  for (const std::string& name : names) print_problem(name, results.seconds("whole/" + name), peers);
}

}  // namespace fokker::bench
