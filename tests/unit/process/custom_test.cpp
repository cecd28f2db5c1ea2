// SPDX-License-Identifier: MIT
#include "fokker/process/custom.hpp"

#include <doctest/doctest.h>

#include <Eigen/LU>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Points values(const FieldAt& field, const Points& x, int columns = 2) {
  Points result(x.rows(), columns);
  field(0)(x, result);
  return result;
}

}  // namespace

TEST_CASE("the three interpretations of geometric noise are those of the closed forms") {
  // noise s x: D = s^2 x^2, 1/2 div D = s^2 x
  const double s = 0.5, x = 2;
  const auto process = [&](Interpretation how) { return custom_process({formula("0.1*x")}, {formula("0.5*x")}, how); };
  const Process ito = process(Interpretation::ito);
  CHECK(at(ito.drift, x) == relative(0.1 * x).epsilon(1e-15));
  CHECK(at(ito.divergence_drift, x) == relative(0.1 * x - s * s * x).epsilon(1e-15));
  const Process stratonovich = process(Interpretation::stratonovich);
  CHECK(at(stratonovich.drift, x) == relative(0.1 * x + 0.5 * s * s * x).epsilon(1e-15));
  CHECK(at(stratonovich.divergence_drift, x) == relative(0.1 * x - 0.5 * s * s * x).epsilon(1e-15));
  const Process isothermal = process(Interpretation::isothermal);
  CHECK(at(isothermal.drift, x) == relative(0.1 * x + s * s * x).epsilon(1e-15));
  CHECK(at(isothermal.divergence_drift, x) == relative(0.1 * x).epsilon(1e-15));
  CHECK(at(ito.diffusion, x) == relative(s * s * x * x).epsilon(1e-15));
  CHECK(at(ito.noise, x) == relative(s * x).epsilon(1e-15));
}

TEST_CASE("an Ornstein-Uhlenbeck process written as formulas is the one of the catalogue, bit for bit on the grid") {
  const Grid grid = line(-4, 4, 64);
  const Array start = averages(grid, normal(1, 0.1));
  const StepTimes steps = step_times({0, 1}, 20, Spacing::uniform);
  const Process written = custom_process({formula("0.5 - x")}, {formula("0.8")}, Interpretation::ito);
  const Array a = solve(written, grid, start, steps).trajectory.densities.back();
  const Array b = solve(ornstein_uhlenbeck(v1(1), v1(0.5), v1(0.8)), grid, start, steps).trajectory.densities.back();
  // 0.8 * 0.8 and the drift are the same doubles up to one rounding
  CHECK((a - b).abs().maxCoeff() < 1e-13);
}

TEST_CASE("a drift that is not finite is explained by the part of the formula that fails") {
  const Process process = custom_process({formula("1 + log(x - 0.5)")}, {formula("1")}, Interpretation::ito);
  const std::string text = process.explain(v1(-1), 0.25);
  CHECK(text.find("log(x - 0.5)") != std::string::npos);
  CHECK(text.find("x = -1") != std::string::npos);
  CHECK(process.explain(v1(2), 0).empty());
}

TEST_CASE("a drift and a noise of different dimension are refused") {
  CHECK_THROWS_AS(custom_process({formula("x")}, std::vector<Expression>{}, Interpretation::ito), Error);
}

TEST_CASE("a noise that is not a square matrix of the drift's size is refused") {
  const std::vector<std::string> axes = {"x", "y"};
  const std::vector<Expression> drift = {formula("x", axes), formula("y", axes)};
  const std::vector<std::vector<Expression>> row = {drift}, column = {{drift[0]}, {drift[1]}};
  CHECK_THROWS_AS(custom_process(drift, row, Interpretation::ito), Error);
  CHECK_THROWS_AS(custom_process(drift, column, Interpretation::ito), Error);
}

TEST_CASE("a diagonal matrix of noise gives the process of noise per axis, bit for bit") {
  const std::vector<std::string> axes = {"x", "y"};
  const std::vector<Expression> drift = {formula("x*y", axes), formula("sin(y)", axes)};
  const Expression g = formula("1 + x^2", axes), h = formula("exp(y*x)", axes), zero = formula("0*x", axes);
  const Points x{{.3, -1}, {2, .7}};
  for (const auto how : {Interpretation::ito, Interpretation::stratonovich, Interpretation::isothermal}) {
    const Process matrix = custom_process(drift, {{g, zero}, {zero, h}}, how);
    const Process list = custom_process(drift, std::vector<Expression>{g, h}, how);
    CHECK_FALSE(matrix.correlated);
    CHECK((values(matrix.drift, x) == values(list.drift, x)).all());
    CHECK((values(matrix.divergence_drift, x) == values(list.divergence_drift, x)).all());
    CHECK((values(matrix.diffusion, x) == values(list.diffusion, x)).all());
  }
}

TEST_CASE("the three interpretations of a noise that turns with the position are those worked out by hand") {
  // G = [[c, -s], [2 s, 2 c]] with c = cos(x y), s = sin(x y): D = [[1, 0], [0, 4]], so div D = 0, and
  // 1/2 sum_jk G_jk d_j G_ik: 1/2 [-(c s y - s c y) - (2 s s x + 2 c c x)] = -x, and 2 (c c y + s s y) / 2 = y
  const std::vector<std::string> axes = {"x", "y"};
  const auto f = [&](const char* text) { return formula(text, axes); };
  const std::vector<Expression> drift = {f("1"), f("x")};
  const std::vector<std::vector<Expression>> G = {{f("cos(x*y)"), f("-sin(x*y)")}, {f("2*sin(x*y)"), f("2*cos(x*y)")}};
  const Points x{{.3, -1}, {2, .7}};
  const Points given = values(custom_process(drift, G, Interpretation::ito).drift, x);
  Points correction(2, 2);
  correction.col(0) = -x.col(0);
  correction.col(1) = x.col(1);
  const double rounding = 1e-14;  // a dozen operations on numbers up to 3
  const Process ito = custom_process(drift, G, Interpretation::ito);
  CHECK(ito.correlated);
  CHECK((values(ito.divergence_drift, x) - given).abs().maxCoeff() < rounding);
  CHECK((values(ito.diffusion, x, 4) - Points{{1, 0, 0, 4}, {1, 0, 0, 4}}).abs().maxCoeff() < rounding);
  CHECK((values(ito.noise, x, 4).col(1) + (x.col(0) * x.col(1)).sin()).abs().maxCoeff() < rounding);
  const Process stratonovich = custom_process(drift, G, Interpretation::stratonovich);
  CHECK((values(stratonovich.drift, x) - given - correction).abs().maxCoeff() < rounding);
  CHECK((values(stratonovich.divergence_drift, x) - given - correction).abs().maxCoeff() < rounding);
}

TEST_CASE("the divergence of a correlated D is taken row by row") {
  // G = [[x, y], [0, 1]]: D = [[x^2 + y^2, y], [y, 1]], 1/2 div D = (x + 1/2, 0); Stratonovich: (x + 1)/2, 0
  const std::vector<std::string> axes = {"x", "y"};
  const auto f = [&](const char* text) { return formula(text, axes); };
  const std::vector<std::vector<Expression>> G = {{f("x"), f("y")}, {f("0"), f("1")}};
  const Points x{{.3, -1}, {2, .7}};
  const auto forms = [&](Interpretation how) {
    const Process process = custom_process({f("0"), f("0")}, G, how);
    return std::pair{Points(values(process.drift, x)), Points(values(process.divergence_drift, x))};
  };
  const Array half_div = x.col(0) + .5, half_ito = .5 * (x.col(0) + 1);
  const double rounding = 1e-15;  // two operations
  const auto [a, v] = forms(Interpretation::ito);
  CHECK((v.col(0) - a.col(0) + half_div).abs().maxCoeff() < rounding);
  CHECK((v.col(1) == 0).all());
  const auto [as, vs] = forms(Interpretation::stratonovich);
  CHECK((as.col(0) - half_ito).abs().maxCoeff() < rounding);
  CHECK((vs.col(0) - half_ito + half_div).abs().maxCoeff() < rounding);
  const auto [ai, vi] = forms(Interpretation::isothermal);
  CHECK((ai.col(0) - half_div).abs().maxCoeff() < rounding);
  CHECK((vi == 0).all());
}

TEST_CASE("a linear process written as formulas has the transition of the catalogue's") {
  const std::vector<std::string> axes = {"x", "y"};
  const auto f = [&](const char* text) { return formula(text, axes); };
  const Matrix sigma{{1, .5}, {-.2, .8}};
  const Process written = custom_process({f("0.3 - x - 0.6*(y - 1)"), f("0.4*x - 3*y/2")},
                                         {{f("1"), f("0.5")}, {f("-0.2"), f("0.8")}}, Interpretation::stratonovich);
  REQUIRE(written.transition);
  const AffineLaw a = written.transition(.2, 1);
  const Matrix theta{{1, .6}, {-.4, 1.5}};
  const Vector mu = theta.inverse() * Vector{{.9, 0}};
  const AffineLaw b = coupled_ornstein_uhlenbeck(theta, mu, sigma).transition(.2, 1);
  // the same series with coefficients that differ by a rounding
  CHECK((a.A - b.A).cwiseAbs().maxCoeff() < 1e-14);
  CHECK((a.b - b.b).cwiseAbs().maxCoeff() < 1e-14);
  CHECK((a.C - b.C).cwiseAbs().maxCoeff() < 1e-14);
}

TEST_CASE("a linear process whose coefficients depend on t has the moments of its closed form") {
  // dx = -t x dt + sqrt(2 t) dw: factor e^(-(t^2 - s^2)/2), variance 1 - its square
  const Process process = custom_process({formula("-t*x")}, {formula("sqrt(2*t)")}, Interpretation::ito);
  REQUIRE(process.transition);
  const AffineLaw law = process.transition(.5, 2);
  const double factor = std::exp(-(4 - .25) / 2);
  CHECK(std::abs(law.A(0, 0) - factor) < 1e-10);  // local tolerance 1e-12, some hundred steps
  CHECK(std::abs(law.C(0, 0) - (1 - factor * factor)) < 1e-10);
}

TEST_CASE("what is not linear, or only in pieces, has no transition") {
  const auto has = [](const char* drift, const char* noise) {
    return static_cast<bool>(custom_process({formula(drift)}, {formula(noise)}, Interpretation::ito).transition);
  };
  CHECK(has("2 - 3*x", "0.5"));
  CHECK_FALSE(has("-x^3", "1"));
  CHECK_FALSE(has("-x", "x"));
  CHECK_FALSE(has("-abs(x)", "1"));
  CHECK_FALSE(has("floor(x)", "1"));
}
