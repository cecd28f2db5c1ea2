// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "app/child_guard.hpp"
#include "app/commands.hpp"
#include "app/new_file.hpp"
#include "app/output.hpp"
#include "fokker/core/error.hpp"
#include "fokker/io/result/export.hpp"

namespace fokker::app {
namespace {

bool one_file(const std::filesystem::path& csv) { return csv == "-" || csv.extension() == ".csv"; }

/// Prints a note if the nearest snapshot differs from the requested one.
void tell_time(const ExportOptions& options, const std::vector<Variable>& variables) {
  if (!options.time) return;
  const auto time =
      std::find_if(variables.begin(), variables.end(), [](const Variable& v) { return v.path == "time"; });
  if (time == variables.end()) {
    tell("note: --time has no effect: the selection has no snapshots\n");
    return;
  }
  const double found = std::get<std::vector<double>>(*time->values).front();
  if (std::abs(found - *options.time) > 1e-9 * std::max(std::abs(found), std::abs(*options.time)))
    tell(fmt::format("note: no snapshot at {}; the nearest, at {}, is used\n", *options.time, found));
}

void write_one(const ExportOptions& options, const std::vector<CsvTable>& tables) {
  std::vector<std::string> names;
  for (const auto& table : tables) names.push_back(table.name);
  if (tables.size() != 1)
    throw Error(Fault::usage,
                fmt::format("--csv {}: one file for {} tables ({})", options.csv.string(), tables.size(),
                            fmt::join(names, ", ")),
                "one table", "a folder, or --dataset for one of them");
  if (options.csv == "-") {
    print(csv_text(tables[0]));
    return;
  }
  write_csv(options.csv, tables[0]);
  tell(fmt::format("{} written to {}\n", tables[0].name, options.csv.string()));
}

void write_folder(const ExportOptions& options, const std::vector<CsvTable>& tables) {
  std::error_code failure;
  const auto path = [&](const CsvTable& table) { return options.csv / (table.name + ".csv"); };
  for (const auto& table : tables) check_new_file(path(table), options.file, options.force);
  std::filesystem::create_directory(options.csv, failure);
  if (!std::filesystem::is_directory(options.csv))
    throw Error(Fault::file, {options.csv.string(), "", failure ? failure.message() : "not a folder", "",
                              "a folder, new or not, or a name that ends in .csv"});
  for (const auto& table : tables) write_csv(path(table), table);
  tell(fmt::format("{} tables written to {}\n", tables.size(), options.csv.string()));
}

}  // namespace

int export_command(const ExportOptions& options) {
  if (options.csv.empty() && options.npz.empty())
    throw Error(Fault::usage, "neither --csv nor --npz", "--csv DIR|FILE.csv, --npz FILE.npz",
                "fokker export OUT.h5 --csv tables");
  if (!options.npz.empty()) check_new_file(options.npz, options.file, options.force);
  if (one_file(options.csv) && options.csv != "-") check_new_file(options.csv, options.file, options.force);
  const auto variables = read_variables(options.file, {options.names, options.time}, guarded());
  tell_time(options, variables);
  if (!options.csv.empty()) {
    const auto tables = csv_tables(variables);
    one_file(options.csv) ? write_one(options, tables) : write_folder(options, tables);
  }
  if (options.npz.empty()) return 0;
  write_npz(options.npz, variables);
  std::set<std::string> paths;
  for (const auto& variable : variables) paths.insert(variable.path);
  tell(fmt::format("{} datasets written to {}\n", paths.size(), options.npz.string()));
  return 0;
}

}  // namespace fokker::app
