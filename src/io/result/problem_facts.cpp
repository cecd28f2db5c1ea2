// SPDX-License-Identifier: MIT
// Facts in OUT.h5 about the problem, also where that was never text: its bounds and its fingerprint.
#include <sstream>

#include "io/result/layout.hpp"

namespace fokker {

using namespace io;

namespace {

/// "reverse_forward.tv"
std::string bound_attribute(Comparison comparison, const std::string& metric) {
  return std::string(name_of(comparison)) + "." + metric;
}

std::string lines_of(const Fingerprint& fields) {
  std::string text;
  for (const auto& [key, value] : fields) text += key + " = " + value + '\n';
  return text;
}

const std::string of_particles = "particles.";

/// Bounds as attributes "stationary.mean_x.is" (after "particles." where particles found it), and the names of what is
/// bounded in one.
void write_number_bounds(hid_t group, const std::vector<NumberBound>& bounds) {
  if (bounds.empty()) return;
  std::string bounded;
  for (const NumberBound& bound : bounds) {
    const std::string name = (bound.by_particles ? of_particles : "") + bound.table + "." + bound.name;
    bounded += (bounded.empty() ? "" : " ") + name;
    if (bound.is) write_attribute(group, name + ".is", *bound.is);
    if (bound.is) write_attribute(group, name + ".within", bound.within);
    if (bound.error) write_attribute(group, name + ".error", *bound.error);
  }
  write_attribute(group, "bounded_numbers", bounded);
}

std::vector<NumberBound> read_number_bounds(const Location& group) {
  std::vector<NumberBound> bounds;
  if (!has_attribute(group, "bounded_numbers")) return bounds;
  std::istringstream names(text_attribute(group, "bounded_numbers"));
  const auto read = [&](const std::string& name) -> std::optional<double> {
    if (!has_attribute(group, name)) return std::nullopt;
    return number_attribute(group, name);
  };
  for (std::string name; names >> name;) {
    const bool by_particles = name.starts_with(of_particles);
    const std::string number = by_particles ? name.substr(of_particles.size()) : name;
    const auto middle = number.find('.');
    if (middle == number.npos) refuse_data(group.path, "a bound on '" + name + "'", "'TABLE.NUMBER'");
    NumberBound bound{number.substr(0, middle), number.substr(middle + 1), read(name + ".is")};
    bound.within = read(name + ".within").value_or(0);
    bound.error = read(name + ".error");
    bound.by_particles = by_particles;
    bounds.push_back(std::move(bound));
  }
  return bounds;
}

}  // namespace

void io::write_bounds(hid_t group, const Verification& verification) {
  std::string bounded;
  for (const auto& [comparison, bounds] : verification.bounds) {
    if (!bounded.empty()) bounded += ' ';
    bounded += name_of(comparison);
    for (const auto& [metric, bound] : bounds) write_attribute(group, bound_attribute(comparison, metric), bound);
  }
  write_attribute(group, "bounded", bounded);
  write_number_bounds(group, verification.numbers);
  // the tests of particles have it there, too
  if (H5Aexists(group, "false_alarm") <= 0) write_attribute(group, "false_alarm", verification.false_alarm);
}

std::optional<Verification> io::read_bounds(const Location& group) {
  if (!has_attribute(group, "bounded")) return std::nullopt;
  Verification verification;
  verification.false_alarm = number_attribute(group, "false_alarm");
  std::istringstream names(text_attribute(group, "bounded"));
  for (std::string name; names >> name;) {
    const auto comparison = from_name<Comparison>(name);
    if (!comparison) refuse_data(group.path, "bounds on '" + name + "'", "a comparison");
    Bounds& bounds = verification.bounds[*comparison];
    for (const std::string& metric : bound_names())
      if (const std::string attribute = bound_attribute(*comparison, metric); has_attribute(group, attribute))
        bounds[metric] = number_attribute(group, attribute);
  }
  verification.numbers = read_number_bounds(group);
  return verification;
}

void io::write_fingerprint(hid_t root, const Fingerprint& fields) {
  write_attribute(root, "fingerprint", lines_of(fields));
}

Fingerprint io::read_fingerprint(const Location& root) {
  Fingerprint fields;
  if (!has_attribute(root, "fingerprint")) return fields;
  std::istringstream lines(text_attribute(root, "fingerprint"));
  for (std::string line; std::getline(lines, line);)
    if (const auto middle = line.find(" = "); middle != line.npos)
      fields[line.substr(0, middle)] = line.substr(middle + 3);
  return fields;
}

std::string problem_text(const Result& result) {
  return result.problem.empty() ? lines_of(result.fingerprint) : result.problem;
}

}  // namespace fokker
