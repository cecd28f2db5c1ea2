#include "app/commands.hpp"
#include "app/table.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/io/toml/problem_file.hpp"

namespace fokker::app {

int verify_command(const VerifyOptions& options) {
  const Result snapshots = read_result(options.file);
  const Report report = judge(snapshots.evidence, parse_verification(snapshots.problem));
  return print_report(report, options.json, "recomputed from " + options.file.string());
}

}  // namespace fokker::app
