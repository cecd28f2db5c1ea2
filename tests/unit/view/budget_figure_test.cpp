// SPDX-License-Identifier: MIT
#include "fokker/view/budget_figure.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "text.hpp"

using namespace fokker;
using test::count;

TEST_CASE("a budget's figure has a panel with six signed densities") {
  SamplerBudget budget{"ddpm", 20, {Array::LinSpaced(50, -3, 3)}};
  const Array bump = (-budget.points[0].square()).exp();
  budget.total.density = bump;
  for (SamplerDeviation& part : budget.alone) part.density = 0.5 * bump;
  const std::string input = budget_input({budget, budget}, "a title", FigureFormat::svg);
  CHECK(count(input, "ddpm with 20 steps") == 2);
  CHECK(count(input, "prior alone") == 1);
  CHECK(count(input, "interaction") == 1);
  CHECK_THROWS_AS(budget_input({budget}, "", FigureFormat::gif), Error);
  CHECK_THROWS_AS(budget_input({}, "", FigureFormat::png), Error);
}

TEST_CASE("a budget in the plane is a row of six maps") {
  SamplerBudget budget{"ddpm", 20, {Array::LinSpaced(30, -3, 3), Array::LinSpaced(20, -2, 2)}};
  Array hill(600);
  for (Eigen::Index i = 0; i < 600; ++i)
    hill[i] = std::exp(-std::pow(budget.points[0][i / 20], 2) - std::pow(budget.points[1][i % 20], 2));
  budget.total.density = hill;
  for (SamplerDeviation& part : budget.alone) part.density = 0.5 * hill;
  const std::string input = budget_input({budget}, "a title", FigureFormat::svg);
  CHECK(count(input, "ddpm") == 1);
  CHECK(count(input, "steps alone") == 1);
  CHECK(count(input, "generated - data") == 1);
}
