// SPDX-License-Identifier: MIT
#include "fokker/process/kind.hpp"

#include <doctest/doctest.h>

#include <numbers>
#include <set>

#include "fokker/core/error.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

double at_one(const FieldAt& field) {
  Points value(1, 1);
  field(0.5)(Points::Ones(1, 1), value);
  return value(0, 0);
}

Diagnostic refusal(const char* kind, int dimension, Parameters::Values given) {
  try {
    make_process(process_kind(kind), dimension, std::move(given));
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::problem);
    return error.diagnostics().front();
  }
  FAIL("accepted");
  return {};
}

}  // namespace

TEST_CASE("every kind has a name of its own, equation, parameters, prior, source and example") {
  std::set<std::string> names;
  for (const ProcessKind& kind : process_kind_entries()) {
    CHECK_MESSAGE(names.insert(kind.name).second, kind.name);
    for (const auto& text : {kind.equation, kind.prior, kind.source, kind.example.title, kind.example.axis})
      CHECK_MESSAGE(!text.empty(), kind.name);
    for (const KeyEntry& key : key_entries(kind.parameters))
      for (const auto& text : {key.key, key.type, key.legal, key.standard, key.meaning})
        CHECK_MESSAGE(!text.empty(), kind.name << ": " << key.key);
  }
}

TEST_CASE("entries are in the order of their rank") {
  const auto& kinds = process_kind_entries();
  for (std::size_t k = 1; k < kinds.size(); ++k) CHECK(kinds[k - 1].rank < kinds[k].rank);
  CHECK(kinds.front().name == "brownian");
}

TEST_CASE("a process of a kind takes what is given, the rest by default") {
  const Process plain = make_process(process_kind("ou"), 1);
  CHECK(at_one(plain.drift) == -1);  // theta = 1, mu = 0
  CHECK(at_one(plain.noise) == std::numbers::sqrt2);
  const Process given = make_process(process_kind("ou"), 1, {{"mu", v1(3)}, {"sigma", m1(0.5)}});
  CHECK(at_one(given.drift) == 2);
  CHECK(at_one(given.noise) == 0.5);
  CHECK(given.name == "ou");
  const auto formula = [](const char* text) { return Expression::parse(text, {{"x"}, {}, true, {}}); };
  const Process custom = make_process(process_kind("custom"), 1,
                                      {{"drift", std::vector<Expression>{formula("-x^3")}},
                                       {"noise", std::vector<Expression>{formula("2*x")}},
                                       {"interpretation", "stratonovich"}});
  CHECK(at_one(custom.drift) == 1);  // -x^3 + 1/2 G dG/dx = -1 + 2
}

TEST_CASE("a parameter that is missing, unknown, of another type, size or range is refused by its key") {
  CHECK(refusal("gbm", 1, {{"mu", v1(1)}}).key == "sigma");
  CHECK(refusal("vp", 1, {{"beta_mx", 1.0}}).advice == "beta_max");
  CHECK(refusal("vp", 1, {{"beta_max", -1.0}}).legal == "a number >= 0");
  CHECK(refusal("vp", 1, {{"beta_max", std::nan("")}}).key == "beta_max");
  CHECK(refusal("vp", 1, {{"beta_max", v1(1)}}).legal == "number");
  CHECK(refusal("brownian", 2, {{"mu", v1(1)}}).found == "1 numbers");
  CHECK(refusal("brownian", 2, {{"sigma", Matrix(Matrix::Ones(3, 3))}}).found == "a 3 x 3 matrix");
  CHECK(refusal("ve", 1, {{"sigma_max", 1e-3}}).key == "sigma_max");
  CHECK(refusal("ve", 1, {{"sigma_min", 100.0}}).key == "sigma_min");
  CHECK_THROWS_AS(process_kind("oux"), Error);
}

TEST_CASE("the key reference is made from the parameters") {
  const KeyEntry sigma = key_entry(process_kind("ou").parameters.back());
  CHECK(sigma.type == "number, list per axis, or matrix");
  CHECK(sigma.legal == ">= 0; a matrix: any");
  CHECK(sigma.standard == "\"sqrt(2)\"");
  const std::vector<KeyEntry> custom = key_entries(process_kind("custom").parameters);
  CHECK(custom[2].legal == "\"ito\" | \"stratonovich\" | \"isothermal\"");
  CHECK(custom[2].standard == "\"ito\"");
  CHECK(custom[3].standard == "-");
}
