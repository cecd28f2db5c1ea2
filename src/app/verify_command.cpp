#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/table.hpp"
#include "fokker/core/error.hpp"
#include "fokker/io/json.hpp"
#include "fokker/io/problem.hpp"
#include "fokker/io/snapshots.hpp"

namespace fokker::app {

int verify_command(const VerifyOptions& options) {
  const Snapshots snapshots = read_snapshots(options.file);
  const Report report = judge(snapshots.evidence, parse_verification(snapshots.problem));
  if (options.json) {
    print(to_json(report) + "\n");
  } else {
    print(table_text(report));
    print(fmt::format("{}; recomputed from {}\n", verdict_text(report), options.file.string()));
  }
  return report.passed ? 0 : exit_code(Fault::verification);
}

}  // namespace fokker::app
