#include "app/commands.hpp"
#include "app/table.hpp"
#include "fokker/io/problem.hpp"
#include "fokker/io/snapshots.hpp"

namespace fokker::app {

int verify_command(const VerifyOptions& options) {
  const Snapshots snapshots = read_snapshots(options.file);
  const Report report = judge(snapshots.evidence, parse_verification(snapshots.problem));
  return print_report(report, options.json, "recomputed from " + options.file.string());
}

}  // namespace fokker::app
