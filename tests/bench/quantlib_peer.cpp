// SPDX-License-Identifier: MIT
// QuantLib on W1 to W5.
// Usage: quantlib_peer W1|W2|W3|W4|W5 [file of W3's reference]; prints peer, cells, steps, error, seconds, MB.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ql/methods/finitedifferences/solvers/fdmbackwardsolver.hpp>
#include <ql/methods/finitedifferences/stepconditions/fdmstepconditioncomposite.hpp>
#include <string>

#include "quantlib.hpp"

namespace fokker::bench {
namespace {

Found solve(const Equation& equation, const ql::FdmSchemeDesc& scheme, const Choice& choice) {
  const Mesher mesher = centres(equation, choice.cells);
  const auto op = ql::ext::make_shared<FokkerPlanckOp>(equation, mesher);
  const auto none = ql::ext::make_shared<ql::FdmStepConditionComposite>(std::list<std::vector<ql::Time>>(),
                                                                        ql::FdmStepConditionComposite::Conditions());
  ql::FdmBackwardSolver solver(op, {}, none, scheme);
  ql::Array p = on(mesher, equation.box.size(), [&](const Point& x) { return equation.density(x, 0); });
  for (std::size_t k = 0; k < equation.box.size(); ++k) p *= inside(mesher, k);
  Found found{{}, 0};
  const double T = equation.times.back();
  for (std::size_t k = 1; k < equation.times.size(); ++k) {
    const double share = (equation.times[k] - equation.times[k - 1]) / T;
    const auto steps = std::max(1L, std::lround(static_cast<double>(choice.steps) * share));
    solver.rollback(p, T - equation.times[k - 1], T - equation.times[k], static_cast<ql::Size>(steps), 0);
    found.densities.emplace_back(p.begin(), p.end());
    found.steps += static_cast<std::size_t>(steps);
  }
  return found;
}

/// QuantLib's steps cannot be interrupted: the ladders here end before the time does.
Solve with(const Equation& equation, const ql::FdmSchemeDesc& scheme) {
  return [=](const Choice& choice, const Budget&) { return solve(equation, scheme, choice); };
}

int run(const std::string& name, const std::string& reference) {
  const auto douglas = ql::FdmSchemeDesc::Douglas();
  if (name == "W1") {
    const Equation e = ornstein_uhlenbeck({1}, {2}, 0.01, 8, 1);
    report("QuantLib Crank-Nicolson",
           {{400, 20}, {400, 30}, {400, 40}, {500, 40}, {600, 40}, {700, 40}, {700, 50}, {800, 60}, {1000, 80}}, 1e-4,
           with(e, ql::FdmSchemeDesc::CrankNicolson()), against_exact(e));
  } else if (name == "W2") {
    const Equation e = variance_preserving();
    report(
        "QuantLib Crank-Nicolson",
        {{400, 100}, {500, 100}, {400, 200}, {500, 200}, {600, 200}, {500, 300}, {600, 300}, {800, 300}, {1000, 400}},
        1e-4, with(e, ql::FdmSchemeDesc::CrankNicolson()), against_exact(e));
  } else if (name == "W3") {
    report("QuantLib Douglas", {{768, 40}, {768, 50}, {768, 60}, {1024, 50}}, 1e-4, with(double_well(), douglas),
           against_file(reference));
  } else if (name == "W4") {
    const Equation e = correlated();
    report("QuantLib modified Craig-Sneyd", {{512, 100}}, 1e-3, with(e, ql::FdmSchemeDesc::ModifiedCraigSneyd()),
           against_exact(e));
  } else if (name == "W5") {
    const Equation e = ornstein_uhlenbeck({1, 1.5, 2}, {1, -1, 0.5}, 0.25, 5, 0.5);
    report("QuantLib Douglas", {{128, 12}}, 1e-3, with(e, douglas), against_exact(e));
  } else {
    std::fprintf(stderr, "usage: quantlib_peer W1|W2|W3|W4|W5 [file of W3's reference]\n");
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace fokker::bench

int main(int argc, char** argv) { return fokker::bench::run(argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : ""); }
