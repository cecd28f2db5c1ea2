// SPDX-License-Identifier: MIT
#include "sde/random.hpp"

#include <Random123/philox.h>
#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "sde/philox.hpp"
#include "unit/statistics.hpp"

using namespace fokker;
using random::Address;
using random::kBatch;
using random::Use;
using test::agrees;

namespace {

constexpr std::size_t kDraws = 4'000'000;

std::vector<double> normals(const Address& address, std::size_t count = kDraws) {
  std::vector<double> values(count);
  random::normals(address, 0, count, values.data());
  return values;
}

double mean_product(const std::vector<double>& a, const std::vector<double>& b, int power) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::pow(a[i] * b[i], power);
  return sum / static_cast<double>(a.size());
}

void check_words(const Address& address, std::uint64_t pair, std::uint64_t even, std::uint64_t odd) {
  std::vector<std::uint64_t> first(kBatch / 2), second(kBatch / 2);
  random::words(address, pair, first.data(), second.data());
  CHECK(first[0] == even);
  CHECK(second[0] == odd);
}

}  // namespace

TEST_CASE("words are Philox4x32-10: the three known answers of Random123's kat_vectors") {
  check_words({0, 0, Use{0}, 0, 0}, 0, 0x6627e8d5e169c58du, 0xbc57ac4c9b00dbd8u);
  check_words({~std::uint64_t{0}, ~0u, Use{0xff}, ~0u, 0xff}, 0xffff'ffff'ffffu, 0x408f276d41c83b0eu,
              0xa20bc7c66d5451fdu);
  check_words({0x299f31d0a4093822u, 0x13198a2eu, Use{3}, 0x85a308d3u, 0x70}, 0x7344'243f6a88u, 0xd16cfe0994fdccebu,
              0x5001e42024126ea1u);
}

TEST_CASE("every lane of a batch equals Random123's own Philox4x32, across 2^32 pairs too") {
  for (const std::uint64_t pair : {std::uint64_t{12345}, std::uint64_t{0xffffffff} - 100, std::uint64_t{7} << 32}) {
    const Address address{0x0123456789abcdefu, 5, Use::bridge, 77, 2};
    std::vector<std::uint64_t> even(kBatch / 2), odd(kBatch / 2);
    random::words(address, pair, even.data(), odd.data());
    for (std::uint64_t j = 0; j < kBatch / 2; ++j) {
      const r123::Philox4x32::ctr_type counter = {{static_cast<std::uint32_t>(pair + j), 77, 5,
                                                   static_cast<std::uint32_t>(1u << 24 | 2u << 16 | (pair + j) >> 32)}};
      const auto w = r123::Philox4x32{}(counter, {{0x89abcdefu, 0x01234567u}});
      REQUIRE(even[j] == (std::uint64_t{w[0]} << 32 | w[1]));
      REQUIRE(odd[j] == (std::uint64_t{w[2]} << 32 | w[3]));
    }
  }
}

TEST_CASE("every instruction set gives the words of Random123") {
  const std::uint32_t key[] = {0x89abcdefu, 0x01234567u}, counter[] = {~0u - random::kCounters, 77, 5, 1u << 24};
  CHECK(!random::philox_functions().empty());
  for (const random::Philox philox : random::philox_functions()) {
    std::uint64_t even[random::kCounters], odd[random::kCounters];
    philox(key, counter, even, odd);
    for (std::uint32_t j = 0; j < random::kCounters; ++j) {
      const auto w = r123::Philox4x32{}({{counter[0] + j, 77, 5, 1u << 24}}, {{key[0], key[1]}});
      REQUIRE(even[j] == (std::uint64_t{w[0]} << 32 | w[1]));
      REQUIRE(odd[j] == (std::uint64_t{w[2]} << 32 | w[3]));
    }
  }
}

TEST_CASE("a draw does not depend on the range it was asked in") {
  const std::vector<double> all = normals({9, 1, Use::step, 4, 0}, 3000);
  std::vector<double> part(1001), uniforms(1001);
  random::normals({9, 1, Use::step, 4, 0}, 1234, 1001, part.data());
  random::uniforms({9, 1, Use::cell, 4, 0}, 1234, 1001, uniforms.data());
  for (std::size_t i = 0; i < part.size(); ++i) {
    REQUIRE(part[i] == all[1234 + i]);
    REQUIRE(uniforms[i] == random::uniform({9, 1, Use::cell, 4, 0}, 1234 + i));
  }
}

TEST_CASE("normals are Box-Muller to 2e-15") {
  // 2e-15 is one unit in the last place of the largest radius, sqrt(-2 log 2^-53) = 8.57
  constexpr std::size_t count = 1 << 20;
  const Address address{3, 0, Use::step, 0, 0};
  const std::vector<double> values = normals(address, count);
  long double worst = 0;
  for (std::size_t i = 0; i < count; i += 2) {
    const long double radius = std::sqrt(-2 * std::log(static_cast<long double>(random::uniform(address, i))));
    const long double angle = 2 * std::numbers::pi_v<long double> * random::uniform(address, i + 1);
    worst = std::max(
        {worst, std::abs(values[i] - radius * std::cos(angle)), std::abs(values[i + 1] - radius * std::sin(angle))});
  }
  CHECK(worst < 2e-15L);
}

TEST_CASE("normals have the moments and tails of N(0, 1), and a law 5 % wider has not") {
  const std::vector<double> n = normals({2026, 0, Use::step, 0, 0});
  const double root = std::sqrt(static_cast<double>(kDraws));
  const auto moment = [&](int power, double scale) {
    return test::average(n, [&](double x) { return std::pow(scale * x, power); });
  };
  // variances of x, x^2, x^3, x^4 under N(0, 1): 1, 2, 15, 96
  CHECK(agrees(moment(1, 1), 0, 1 / root));
  CHECK(agrees(moment(2, 1), 1, std::sqrt(2.0) / root));
  CHECK(agrees(moment(3, 1), 0, std::sqrt(15.0) / root));
  CHECK(agrees(moment(4, 1), 3, std::sqrt(96.0) / root));
  CHECK_FALSE(agrees(moment(2, 1.05), 1, std::sqrt(2.0) / root));
  for (const double z : {0.5, 1.0, 2.0, 3.0, 4.0}) {
    const double tail = std::erfc(z / std::numbers::sqrt2);
    const auto beyond = [&](double scale) {
      return test::average(n, [&](double x) { return std::abs(scale * x) > z ? 1.0 : 0.0; });
    };
    CHECK(agrees(beyond(1), tail, std::sqrt(tail * (1 - tail)) / root));
    CHECK_FALSE(agrees(beyond(1.05), tail, std::sqrt(tail * (1 - tail)) / root));
  }
}

TEST_CASE("draws of other steps, axes, streams, uses, seeds and partners are uncorrelated, their squares too") {
  const std::vector<double> n = normals({1, 0, Use::step, 0, 0});
  std::vector<double> partner(n.size());
  for (std::size_t i = 0; i < n.size(); ++i) partner[i] = n[i ^ 1];
  const double root = std::sqrt(static_cast<double>(kDraws));
  for (const std::vector<double>& other :
       {normals({1, 0, Use::step, 1, 0}), normals({1, 0, Use::step, 0, 1}), normals({1, 1, Use::step, 0, 0}),
        normals({1, 0, Use::start, 0, 0}), normals({2, 0, Use::step, 0, 0})}) {
    CHECK(agrees(mean_product(n, other, 1), 0, 1 / root));
    CHECK(agrees(mean_product(n, other, 2), 1, std::sqrt(8.0) / root));  // variance of x^2 y^2: 9 - 1
  }
  // a pair is counted twice, so half as many independent terms
  CHECK(agrees(mean_product(n, partner, 1), 0, std::sqrt(2.0) / root));
  CHECK(agrees(mean_product(n, partner, 2), 1, std::sqrt(16.0) / root));
}

TEST_CASE("uniforms are odd multiples of 2^-53 within (0, 1) with the moments of a uniform law") {
  std::vector<double> u(kDraws);
  random::uniforms({5, 0, Use::cell, 0, 0}, 0, kDraws, u.data());
  const double root = std::sqrt(static_cast<double>(kDraws));
  CHECK(agrees(test::average(u, [](double x) { return x; }), 0.5, std::sqrt(1.0 / 12) / root));
  CHECK(agrees(test::average(u, [](double x) { return x * x; }), 1.0 / 3, std::sqrt(4.0 / 45) / root));
  bool odd = true;
  for (const double x : u) odd = odd && x > 0 && x < 1 && std::fmod(x * 0x1p53, 2.0) == 1;
  CHECK(odd);
}
