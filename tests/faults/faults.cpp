// SPDX-License-Identifier: MIT
#include "faults/faults.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "cli/messages.hpp"
#include "cli/sandbox.hpp"

namespace faults {
namespace {

const char* const helpers = R"(edit() { sed -i "$@" p.toml; }
custom() { edit "s|^kind = \"brownian\"|kind = \"custom\"\ndrift = \"$1\"\nnoise = ${2:-1}|; /^sigma/d"; }
initial() { edit "/^kind = \"gaussian\"/,/^std/d; s|^\[initial\]|&\n$1|"; }
forward_only() { edit '/^\[\[reverse/,/^name = "and/d; /^\[particles/,$d'; }
python() { /usr/bin/python3 -; }
with_axes() { local rest="min=-4\nmax=4\ncells=$1\n"
  edit "s|^\[\[rev.*|[[axis]]\nname=\"y\"\n${rest}[[axis]]\nname=\"z\"\n${rest}&|"
  edit "s/^cells = 128/cells = $1/; s/^mean.*/mean = [0, 0, 0]/"; }
unprivileged() { setpriv --bounding-set -dac_override,-dac_read_search "$@"; }
)";

/// Whether the message is the same on every machine and under every load.
bool same_everywhere(const Case& one) {
#ifdef FOKKER_SANITIZED
  return one.line.empty();
#else
  const auto others = {"/dev/urandom", "/etc/passwd d.csv", "kill -XCPU"};
  return std::none_of(others.begin(), others.end(), [&](auto other) { return cli::contains(one.line, other); });
#endif
}

/// Sanitizers reserve terabytes of addresses, work for a second before the run begins and take more stack: they do not
/// start where these are limited, and take fifty times as long for what has a time limit because it integrates.
bool starts(const Case& one) {
#ifdef FOKKER_SANITIZED
  const auto limits = {"ulimit -v", "ulimit -s", "-t 1;", "timeout 60"};
  return std::none_of(limits.begin(), limits.end(), [&](auto limit) { return cli::contains(one.line, limit); });
#else
  return !one.line.empty();
#endif
}

}  // namespace

void check(const std::string& test, const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    INFO("row ", one.row, ": ", one.fault);
    if (!starts(one)) continue;
    const cli::Sandbox sandbox;
    sandbox.write("p.toml", cli::small_problem);
    const cli::Outcome outcome = sandbox.run(helpers + one.line);
    CHECK_MESSAGE(outcome.code == one.code, outcome.err);
    for (const auto& part : one.says)
      CHECK_MESSAGE(cli::contains(outcome.err + outcome.out, part), part << " in: " << outcome.err << outcome.out);
    if (one.code > 1) CHECK_FALSE(sandbox.exists("p.h5"));
    if (same_everywhere(one)) cli::check_messages(test, one.fault, outcome);
  }
}

}  // namespace faults
