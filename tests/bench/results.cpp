// SPDX-License-Identifier: MIT
#include "results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <limits>

namespace fokker::bench {

void measure(const std::string& name, MakeWork make) {
  static std::string prepared;
  static Work work;
  const auto body = [name, make = std::move(make)](benchmark::State& state) {
    if (prepared != name) {
      work = nullptr;  // before the next one takes its memory
      work = make();
      prepared = name;
    }
    for (auto _ : state) work();
  };
  benchmark::RegisterBenchmark(name.c_str(), body)
      ->Repetitions(kRepetitions)
      ->MinTime(0.02)
      ->UseRealTime()
      ->Unit(benchmark::kMicrosecond);
}

Results::Results() : ConsoleReporter(OO_None) { SetOutputStream(&std::cerr); }

void Results::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
    const double count = static_cast<double>(run.iterations);
    seconds_[run.run_name.function_name].push_back(run.cpu_accumulated_time / count);
    elapsed_[run.run_name.function_name].push_back(run.real_accumulated_time / count);
  }
  ConsoleReporter::ReportRuns(runs);
}

namespace {

double median(const std::map<std::string, std::vector<double>>& all, const std::string& name) {
  const auto found = all.find(name);
  if (found == all.end()) return std::numeric_limits<double>::quiet_NaN();
  std::vector<double> sorted = found->second;
  std::sort(sorted.begin(), sorted.end());
  return sorted[sorted.size() / 2];
}

}  // namespace

double Results::seconds(const std::string& name) const { return median(seconds_, name); }
double Results::elapsed(const std::string& name) const { return median(elapsed_, name); }

std::string figure(double value) {
  if (std::isnan(value)) return "-";
  if (std::abs(value) >= 100 && std::abs(value) < 1e6) return fmt::format("{:.0f}", value);
  return fmt::format("{:.3g}", value);
}

void row(const std::vector<std::string>& fields) { fmt::print("| {} |\n", fmt::join(fields, " | ")); }

void heading(const std::string& title, const std::vector<std::string>& fields) {
  fmt::print("\n{}\n\n", title);
  row(fields);
  fmt::print("|{}\n", fmt::join(std::vector<std::string>(fields.size(), "---|"), ""));
}

}  // namespace fokker::bench
