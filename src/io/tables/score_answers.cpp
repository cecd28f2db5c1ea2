// SPDX-License-Identifier: MIT
#include "fokker/io/tables/score_answers.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "core/text.hpp"
#include "io/file.hpp"
#include "io/hdf5/foreign_numbers.hpp"
#include "io/hdf5/rows.hpp"
#include "io/hdf5/variables.hpp"

namespace fokker {
namespace {

using namespace io;

constexpr const char* answer_conventions =
    "fokker 1: each group query_N asks for a score at the points x (point, component) at each of its times. An answer "
    "is a dataset score (time, point, component) beside them, float64 or float32. An attribute parameterization of the "
    "root names what the scores hold in place of grad log p.";

/// @param values  per time; null where there are no answers yet
void write_query(hid_t root, const std::string& name, const ScoreQuery& query, const std::vector<Array>* values) {
  const Handle group = h5g_create(root, name);
  Scales scales;
  write_scale(group, scales, "time", query.times, {"process time", "time"});
  write_counting_scale(group, scales, "point", static_cast<std::size_t>(query.points.rows()), 0,
                       {"number of the point", "1"});
  write_counting_scale(group, scales, "component", static_cast<std::size_t>(query.points.cols()), 0,
                       {"axis that the component is along", "1"});
  write_numbers(group, scales, "x", {"point", "component"}, by_rows(query.points),
                {"points at which the solves ask for the score", "length"});
  if (!values) return;
  const Handle dataset = create_variable(group, scales, "score", {"time", "point", "component"}, H5T_IEEE_F64LE,
                                         {"grad log p, or what the parameterization names", "1/length"});
  for (std::size_t k = 0; k < values->size(); ++k) h5d_write_row(dataset, k, (*values)[k].data());
}

void write_file(const std::filesystem::path& file, const ScoreAnswers& answers,
                const std::optional<Parameterization>& parameterization) {
  replace_by_image(file, [&](hid_t root) {
    write_attribute(root, "fokker_version", std::string(FOKKER_VERSION));
    write_attribute(root, "conventions", std::string(answer_conventions));
    if (parameterization) write_attribute(root, "parameterization", std::string(name_of(*parameterization)));
    for (std::size_t k = 0; k < answers.queries.size(); ++k)
      write_query(root, fmt::format("query_{}", k), answers.queries[k],
                  answers.values.empty() ? nullptr : &answers.values[k]);
  });
}

Points points_of(ForeignFile& file, const Location& group, int dimension) {
  const Location dataset = file.numbers(group, "x");
  const Extents extents = extents_of(dataset);
  if (extents.size() != 2 || extents[0] == 0 || extents[1] != static_cast<hsize_t>(dimension))
    refuse_data(dataset.path, "shape " + to_text(extents), fmt::format("(point, component = {})", dimension));
  const Extents start(2, 0);
  const Array values = read_block(dataset, start, extents);
  require_each(
      dataset, values, start, extents, [](double value) { return std::isfinite(value); }, "finite numbers");
  const auto d = static_cast<Eigen::Index>(dimension);
  return from_rows(values.data(), values.size() / d, d);
}

std::vector<Array> answers_of(ForeignFile& file, const Location& group, const ScoreQuery& query) {
  if (!has_link(group, "score"))
    refuse_data(group.path + "/score", "missing", "the answers to this group's questions (time, point, component)",
                "a score at `x` for each `time`, in every group");
  const Location dataset = file.numbers(group, "score");
  const Extents extents = extents_of(dataset);
  const Extents wanted = {query.times.size(), static_cast<hsize_t>(query.points.rows()),
                          static_cast<hsize_t>(query.points.cols())};
  if (extents != wanted)
    refuse_data(dataset.path, "shape " + to_text(extents), to_text(wanted) + ", as time and x ask");
  const Extents count = {1, wanted[1], wanted[2]};
  std::vector<Array> values;
  for (hsize_t k = 0; k < wanted[0]; ++k) {
    const Extents start = {k, 0, 0};
    values.push_back(read_block(dataset, start, count));
    require_each(
        dataset, values.back(), start, count, [](double value) { return std::isfinite(value); }, "finite numbers");
  }
  return values;
}

void add_query(ForeignFile& file, const Location& group, int dimension, ScoreAnswers& answers) {
  ScoreQuery query;
  const Array times = read_coordinates(file, group, "time");
  query.times.assign(times.begin(), times.end());
  query.points = points_of(file, group, dimension);
  answers.values.push_back(answers_of(file, group, query));
  answers.queries.push_back(std::move(query));
}

AnswersFile read_answers_content(ForeignFile& file, int dimension) {
  const Location& root = file.image.root();
  AnswersFile result;
  for (std::size_t k = 0; has_link(root, fmt::format("query_{}", k)); ++k)
    add_query(file, open_group(root, fmt::format("query_{}", k)), dimension, result.answers);
  if (result.answers.queries.empty())
    refuse_data("/", "no group query_N", "what `fokker points` wrote, with `score` in each group");
  if (has_attribute(root, "parameterization")) {
    const std::string name = text_attribute(root, "parameterization");
    result.parameterization = from_name<Parameterization>(name);
    if (!result.parameterization) refuse_data("/", "parameterization '" + shown(name) + "'", "the name of one");
  }
  result.notes = file.notes;
  return result;
}

}  // namespace

void write_queries(const std::filesystem::path& file, const std::vector<ScoreQuery>& queries) {
  write_file(file, {queries, {}}, std::nullopt);
}

void write_answers(const std::filesystem::path& file, const AnswersFile& answers) {
  write_file(file, answers.answers, answers.parameterization);
}

AnswersFile read_answers(const std::filesystem::path& file, int dimension, const ReadOptions& options) {
  return read_foreign(file, options, [&](ForeignFile& foreign) { return read_answers_content(foreign, dimension); });
}

}  // namespace fokker
