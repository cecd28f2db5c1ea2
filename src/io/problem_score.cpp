#include <fmt/format.h>

#include <memory>

#include "fokker/io/score_table.hpp"
#include "io/problem_data.hpp"

namespace fokker::io {
namespace {

/// Of the run's length: times that were kept as 32-bit numbers still cover it.
constexpr double time_slack = 1e-6;

void read_table_file(TableReader& table, ReverseTable& reverse, const std::vector<ReverseTable>& others) {
  const auto name = table.string("table");
  if (!table.has("table")) table.missing("table", "the path of an HDF5 file");
  table.finish();
  ReadContext& context = table.context();
  if (!name || !context.grid) return;
  reverse.score_file = context.folder / *name;
  for (const auto& other : others)
    if (other.score_file == reverse.score_file) reverse.table = other.table;
  if (reverse.table) return;
  auto values = read_data_file(table, "table", *name, [&](const std::filesystem::path& file) {
    std::vector<std::string> notes;  // on what its nodes leave uncovered of a grid that stands still
    return read_score_table(file, *context.grid, context.framed ? notes : context.notes);
  });
  if (values) reverse.table = std::make_shared<const ScoreTable>(std::move(*values));
}

}  // namespace

void read_score(TableReader& table, ReverseTable& reverse, const std::vector<ReverseTable>& others) {
  const auto* node = table.find("score");
  if (!node || !node->is_table()) {
    reverse.score =
        table.choice("score", ScoreSource::forward, {{"forward", ScoreSource::forward}, {"exact", ScoreSource::exact}});
    return;
  }
  reverse.score = ScoreSource::table;
  TableReader source(table.context(), *node->as_table(), table.key_path("score"));
  read_table_file(source, reverse, others);
}

void check_score_times(const Problem& problem, const ReverseTable& reverse, TableReader& table) {
  const std::vector<double>& times = reverse.table->times;
  const double start = problem.time.start;
  const double end = problem.time.end;
  const double slack = time_slack * (end - start);
  if (times.front() <= start + slack && times.back() >= end - slack) return;
  table.context().diagnostics.add(
      Fault::data,
      {reverse.score_file.string(), table.key_path("score.table"),
       fmt::format("/time: times from {} to {} (asked for at {})", times.front(), times.back(), table.place("score")),
       fmt::format("times that cover the run, {} to {}", start, end), "another time.start or time.end"});
}

}  // namespace fokker::io
