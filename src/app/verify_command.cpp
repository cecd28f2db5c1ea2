// SPDX-License-Identifier: MIT
#include "app/child_guard.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/scalar_table.hpp"
#include "app/table.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/io/toml/problem_file.hpp"

namespace fokker::app {

namespace {

/// Files of fokker 0.1 have the bounds in the text of the problem alone.
Verification bounds_of(const Result& result) {
  return result.verification ? *result.verification : parse_verification(result.problem);
}

}  // namespace

int verify_command(const VerifyOptions& options) {
  const Result snapshots = read_result(options.file, guarded());
  const Report report = judge(snapshots.evidence, bounds_of(snapshots), numbers_of(snapshots));
  if (!options.json && !report.numbers.empty()) print(scalar_table(numbers_of(snapshots), report.numbers));
  return print_report(report, {options.json, options.all ? TableRows::all : TableRows::worst},
                      "recomputed from " + options.file.string());
}

}  // namespace fokker::app
