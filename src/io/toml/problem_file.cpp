// SPDX-License-Identifier: MIT
#include "fokker/io/toml/problem_file.hpp"

#include <fmt/format.h>

#include <functional>
#include <set>
#include <sstream>

#include "core/text.hpp"
#include "io/file.hpp"
#include "io/toml/document.hpp"
#include "io/toml/issue_places.hpp"
#include "io/toml/law_entry.hpp"
#include "io/toml/problem_tables.hpp"

namespace fokker {
namespace {

using namespace io;

constexpr std::int64_t schema = 1;
constexpr std::size_t size_limit = std::size_t{4} << 20;

/// Refuses other schemas before any other message about the file.
void check_schema(TableReader& top) {
  const auto* node = top.find("schema");
  if (!node) return top.missing("schema", fmt::format("{}", schema));
  const auto* number = node->as_integer();
  if (number && **number > schema) {
    top.fail("schema", fmt::format("{}, from a newer fokker; this one reads {}", **number, schema),
             fmt::format("{}", schema), "a newer fokker");
    top.context().diagnostics.throw_if_any();
  }
  top.integer("schema", schema, schema);
}

/// Reads one table of the file with `read`; a missing one that is `required` is an error.
template <class Read>
auto read_table(TableReader& top, std::string_view name, bool required, const Read& read)
    -> std::optional<decltype(read(top))> {
  const toml::node* node = top.find(name);
  if (!node && required) top.missing(name, fmt::format("a table [{}]", name));
  if (!node) return std::nullopt;
  const auto* table = node->as_table();
  if (!table) {
    top.fail(name, description(*node), fmt::format("a table [{}]", name));
    return std::nullopt;
  }
  TableReader reader(top.context(), *table, std::string(name));
  return read(reader);
}

std::string to_toml(const toml::table& document) {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << toml::toml_formatter(document) << '\n';
  return text.str();
}

template <class Value>
std::optional<Value> flattened(std::optional<std::optional<Value>> value) {
  return value ? std::move(*value) : std::nullopt;
}

void read_all_parameters(TableReader& top) {
  read_table(top, "parameters", false, [&](TableReader&) {
    read_parameters(top.context(), *top.find("parameters")->as_table());
    return true;
  });
}

void require_content(const toml::table& document, const std::string& name) {
  if (document.empty())
    throw Error(Fault::problem, Diagnostic{name,
                                           {},
                                           "an empty problem file",
                                           "schema, [process], [initial], [time] and [[axis]]",
                                           "`fokker init`, which writes a complete one"});
}

/// Whether some solve has the key `accuracy`.
bool gives_accuracy(const toml::table& document) {
  bool given = document.at_path("forward.accuracy").node() != nullptr;
  if (const auto* reversals = document["reverse"].as_array())
    for (const toml::node& node : *reversals)
      given = given || (node.is_table() && node.as_table()->contains("accuracy"));
  return given;
}

GeneratorTables read_generator_tables(TableReader& top) {
  return {read_regions(top.context(), top.find("region")),
          read_table(top, "stationary", false, read_stationary),
          read_table(top, "spectrum", false, read_spectrum),
          read_table(top, "first_passage", false, read_first_passage),
          read_table(top, "reset", false, read_reset),
          read_table(top, "thermodynamics", false, read_thermodynamics),
          read_correlations(top.context(), top.find("correlation")),
          flattened(read_table(top, "bridge", false, read_bridge)),
          read_expectations(top.context(), top.find("expectation"))};
}

/// Tables of the file in the order in which they need each other.
Problem read_document(const toml::table& document, ReadContext& context) {
  TableReader top(context, document, {});
  check_schema(top);
  const auto title = top.string("title").value_or("");
  read_all_parameters(top);
  context.target = read_table(top, "target", false, read_target);
  if (context.target) {
    context.target->may_extrapolate = !gives_accuracy(document);
    context.target->free_axes = context.free_axes;
  }
  auto grid = read_grid(context, top.find("axis"));
  context.grid = grid ? &*grid : nullptr;
  context.framed = top.has("frame");
  auto process = flattened(read_table(top, "process", true, read_process));
  auto initial = flattened(read_table(top, "initial", true, read_law));
  const bool timeless = !top.has("time") && needs_no_time(document);
  auto time = timeless ? TimeSpan{} : flattened(read_table(top, "time", true, read_time));
  auto frame = read_frame(top, process, initial, time);
  const auto forward = read_table(top, "forward", false, read_forward).value_or(ForwardOptions{});
  auto reversals = read_reversals(context, top.find("reverse"));
  auto particles =
      read_table(top, "particles", false, [&](TableReader& table) { return read_particles(table, time, reversals); });
  auto samplers = read_samplers(context, top.find("sampler"));
  auto verification = read_table(top, "verify", false, read_verification);
  auto exact = flattened(read_table(top, "exact", false, read_exact));
  GeneratorTables tables = read_generator_tables(top);
  top.finish();
  context.diagnostics.throw_if_any();
  return {title,
          std::move(process).value(),
          std::move(initial).value(),
          std::move(time).value(),
          std::move(grid).value(),
          forward,
          std::move(reversals),
          std::move(particles),
          std::move(verification).value_or(Verification{.metrics = context.reading.added.metrics}),
          std::move(exact),
          context.target,
          std::move(frame),
          std::move(tables),
          {},
          {},
          std::move(samplers),
          timeless};
}

/// The problem with its issues at their places.
CheckedProblem checked(const Problem& problem, ReadContext& context) {
  Issues issues;
  Problem result = examined(problem, issues);
  add_issues(context, issues.all());
  context.diagnostics.throw_if_any();
  return {std::move(result), issues};
}

/// The same file with other settings and without its target.
std::function<Problem(const std::vector<std::string>&)> rereader(toml::table document, const ReadContext& context) {
  document.erase("target");
  return [document = std::move(document), name = context.name, folder = context.folder,
          reading = context.reading](const std::vector<std::string>& settings) {
    return Problem(parse_problem(to_toml(document), name, folder, settings, reading));
  };
}

template <class Known, class Added>
void require_new_names(const std::vector<Known>& known, const std::vector<Added>& added) {
  std::set<std::string> names;
  for (const Known& entry : known) names.insert(entry.name);
  for (const Added& kind : added)
    if (!names.insert(kind.name).second)
      throw Error(Fault::usage, "two kinds of the name '" + kind.name + "'", "another name for the one added");
}

void require_new_names(const Catalogue& added) {
  require_new_names(process_kind_entries(), added.processes);
  require_new_names(law_entries(), added.laws);
}

}  // namespace

ProblemFile parse_problem(const std::string& text, const std::string& name, const std::filesystem::path& folder,
                          const std::vector<std::string>& overrides, const ProblemReading& reading) {
  ReadContext context;
  context.name = name;
  context.folder = folder;
  context.reading = reading;
  require_new_names(reading.added);
  toml::table document = parse_document(text, name, context.diagnostics);
  apply_overrides(document, overrides, context);
  require_content(document, name);
  context.document = &document;
  fill_boxes(document, context);
  Problem problem = read_document(document, context);
  problem.text = to_toml(document);
  if (problem.target) problem.target->reread = rereader(document, context);
  CheckedProblem valid = checked(problem, context);
  return {std::move(valid), std::move(context.notes), std::move(context.inputs), std::move(context.formulas)};
}

ProblemFile read_problem(const std::filesystem::path& file, const std::vector<std::string>& overrides,
                         const ProblemReading& reading) {
  return parse_problem(read_bytes(file, size_limit, false, Fault::problem), file.string(), file.parent_path(),
                       overrides, reading);
}

namespace {

/// What `read` takes out of a resolved problem; a fault in it is one of the file that holds it.
template <class Read>
auto read_resolved(const std::string& resolved, const Read& read) {
  ReadContext context;
  context.name = "problem";
  try {
    const toml::table document = parse_document(resolved, context.name, context.diagnostics);
    context.document = &document;
    TableReader top(context, document, {});
    read_all_parameters(top);
    auto value = read(top);
    context.diagnostics.throw_if_any();
    return value;
  } catch (const Error& error) {
    throw Error(Fault::data, error.diagnostics());
  }
}

}  // namespace

Verification parse_verification(const std::string& resolved) {
  return read_resolved(resolved, [](TableReader& top) { return read_table(top, "verify", false, read_verification); })
      .value_or(Verification{});
}

Process parse_process(const std::string& resolved) {
  auto process = read_resolved(resolved, [](TableReader& top) {
    const auto grid = read_grid(top.context(), top.find("axis"));
    top.context().grid = grid ? &*grid : nullptr;
    auto read = flattened(read_table(top, "process", true, read_process));
    top.context().grid = nullptr;
    return read;
  });
  return std::move(process).value();
}

}  // namespace fokker
