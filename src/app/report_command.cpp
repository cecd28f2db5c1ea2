// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "app/child_guard.hpp"
#include "app/commands.hpp"
#include "app/new_file.hpp"
#include "app/output.hpp"
#include "app/words.hpp"
#include "fokker/view/report.hpp"

namespace fokker::app {

int report_command(const ReportOptions& options) {
  check_new_file(options.output, options.file, options.force);
  const std::string library = chart_library(options.chart_js);
  const Result snapshots = read_result(options.file, guarded());
  write_html_report(options.output, snapshots, options.file.filename().string(), library);
  std::error_code unknown;
  const auto size = std::filesystem::file_size(options.output, unknown);
  tell(fmt::format("report written to {}, {}\n", options.output.string(), bytes_text(static_cast<double>(size))));
  return 0;
}

}  // namespace fokker::app
