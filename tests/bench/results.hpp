// SPDX-License-Identifier: MIT
#pragma once
#include <benchmark/benchmark.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace fokker::bench {

/// What a benchmark runs again and again; made once, before the first run, and dropped when another one begins.
using Work = std::function<void()>;
using MakeWork = std::function<Work()>;

constexpr int kRepetitions = 5;

/// Registers a benchmark of `kRepetitions` repetitions.
void measure(const std::string& name, MakeWork make);

/// Collects the times of every repetition; prints Google Benchmark's own lines on stderr.
class Results : public benchmark::ConsoleReporter {
 public:
  Results();
  void ReportRuns(const std::vector<Run>& runs) override;
  /// Median time on the processor, seconds: for one thread that of a quiet machine, whatever else runs on this one.
  /// nan where the benchmark did not run.
  double seconds(const std::string& name) const;
  /// Median time on the clock, seconds: for several threads.
  double elapsed(const std::string& name) const;

 private:
  std::map<std::string, std::vector<double>> seconds_, elapsed_;
};

/// Three significant figures; "-" for nan.
std::string figure(double value);
/// One row of a table in Markdown.
void row(const std::vector<std::string>& fields);
/// The first rows of a table in Markdown.
void heading(const std::string& title, const std::vector<std::string>& fields);

// One function of each pair registers the benchmarks of a file, the other prints their tables.
void register_kernels();
void print_kernels(const Results& results);
void register_lines();
void print_lines(const Results& results);
void register_problems();
void print_problems(const Results& results);
void register_reversals();
void print_reversals(const Results& results);

/// Seconds of the in-place sweep over n^2 numbers.
double sweep_seconds(const Results& results, int n);

}  // namespace fokker::bench
