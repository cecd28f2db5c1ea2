// SPDX-License-Identifier: MIT
#include <algorithm>

#include "app/commands.hpp"
#include "app/new_file.hpp"
#include "app/output.hpp"
#include "app/scalar_table.hpp"
#include "app/worked.hpp"
#include "fokker/io/json.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/study/study.hpp"

namespace fokker::app {

int generator_command(const GeneratorOptions& options) {
  if (!options.output.empty()) check_output(options.output, options.force, guarded());
  const Result result = worked(options, [&](const ProblemFile& file, const Control& control) {
    return run(with_tables_alone(file, {options.table}), {}, control);
  });
  const std::vector<NumberCheck>& checks = result.report.numbers;
  if (!options.output.empty()) write_result(options.output, result);
  print(options.json ? to_json(numbers_of(result), checks) + "\n" : scalar_table(numbers_of(result), checks));
  return result.report.passed ? 0 : exit_code(Fault::verification);
}

}  // namespace fokker::app
