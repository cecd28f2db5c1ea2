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

}  // namespace

void io::write_bounds(hid_t group, const Verification& verification) {
  std::string bounded;
  for (const auto& [comparison, bounds] : verification.bounds) {
    if (!bounded.empty()) bounded += ' ';
    bounded += name_of(comparison);
    for (const auto& [metric, bound] : bounds) write_attribute(group, bound_attribute(comparison, metric), bound);
  }
  write_attribute(group, "bounded", bounded);
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
