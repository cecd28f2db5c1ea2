// SPDX-License-Identifier: MIT
#include "fv/cell_masses.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "core/elementary.hpp"
#include "core/gauss_rule.hpp"
#include "fv/blocks.hpp"

namespace fokker {
namespace {

constexpr Eigen::Index cells_at_once = 64;
constexpr std::size_t points_at_once = 2048;

/// Points and weights of a product rule in d dimensions, in [0, 1]^d; the first axis runs fastest.
struct ProductRule {
  std::vector<std::array<double, 4>> place;
  std::vector<double> weight;

  ProductRule(int points, int d) : place(1), weight(1, 1.0) {
    const GaussRule one(points);
    for (int k = d - 1; k >= 0; --k) {
      std::vector<std::array<double, 4>> more;
      std::vector<double> weights;
      for (std::size_t i = 0; i < place.size(); ++i)
        for (std::size_t j = 0; j < one.place.size(); ++j) {
          more.push_back(place[i]);
          more.back()[static_cast<std::size_t>(k)] = one.place[j];
          weights.push_back(weight[i] * one.weight[j]);
        }
      place = std::move(more);
      weight = std::move(weights);
    }
  }
  std::size_t points() const { return weight.size(); }
};

/// Two rules that should agree. With n and n + 1 points their errors are like h^2n and h^(2n + 2): that of the second
/// is estimated by the power (n + 1) / n of the difference, less some for their factors.
struct RulePair {
  ProductRule coarse, fine;
  double power;

  RulePair(int points, int d) : coarse(points, d), fine(points + 1, d), power(points == 3 ? 1.2 : 1.15) {}
  std::size_t points() const { return coarse.points() + fine.points(); }
};

/// A part of a cell; its mean counts `weight` in that of the cell.
struct Box {
  Eigen::Index cell;
  double weight;
  std::array<double, 4> lower{}, size{};
  double log_mean = 0;
  double difference = 0;  ///< of the logarithms of the means by two rules
  unsigned steep = 0;     ///< bits of the axes along which the logarithm varies most
  bool settled = false;
};

struct Rules {
  RulePair low, high;

  explicit Rules(int d) : low(3, d), high(5, d) {}
};

/// The means over cells begin, ..., end - 1.
class BlockOfMeans {
 public:
  BlockOfMeans(const Grid& grid, const ScalarField& log_density, const Rules& rules, double largest)
      : grid_(grid), log_density_(log_density), rules_(rules), largest_(largest), d_(grid.dimension()) {}

  void fill(Eigen::Index begin, Eigen::Index end, Array& result) {
    std::vector<Box> boxes = cells(begin, end), next;
    std::vector<int> count(boxes.size(), 1);
    result.segment(begin, end - begin) = -std::numeric_limits<double>::infinity();
    for (; !boxes.empty(); boxes = std::exchange(next, {})) {
      evaluate(boxes, rules_.low, [](const Box&) { return true; });
      evaluate(boxes, rules_.high, [this](const Box& box) { return !box.settled && nearly_settled(box); });
      // all open boxes of a cell are halved or none, so that the order of the axes does not matter
      std::vector<int> more(count.size(), 0);
      for (const Box& box : boxes)
        if (!box.settled) more[static_cast<std::size_t>(box.cell - begin)] += (1 << std::popcount(box.steep)) - 1;
      for (std::size_t i = 0; i < count.size(); ++i) {
        if (count[i] + more[i] > most_parts) more[i] = 0;
        count[i] += more[i];
      }
      for (const Box& box : boxes)
        if (!box.settled && more[static_cast<std::size_t>(box.cell - begin)] > 0)
          halve(box, next);
        else
          add(box, result);
    }
  }

 private:
  static constexpr int most_parts = 600;

  std::vector<Box> cells(Eigen::Index begin, Eigen::Index end) const {
    const Points lower = grid_.lower_corners(begin, end), upper = grid_.upper_corners(begin, end);
    std::vector<Box> boxes;
    for (Eigen::Index i = begin; i < end; ++i) {
      boxes.push_back({.cell = i, .weight = 1});
      for (int k = 0; k < d_; ++k) {
        boxes.back().lower[static_cast<std::size_t>(k)] = lower(i - begin, k);
        boxes.back().size[static_cast<std::size_t>(k)] = upper(i - begin, k) - lower(i - begin, k);
      }
    }
    return boxes;
  }

  template <class Chosen>
  void evaluate(std::vector<Box>& boxes, const RulePair& pair, const Chosen& chosen) {
    std::vector<Box*> batch;
    for (Box& box : boxes) {
      if (chosen(box)) batch.push_back(&box);
      const bool full = (batch.size() + 1) * pair.points() > points_at_once;
      if (!batch.empty() && (full || &box == &boxes.back())) {
        evaluate(batch, pair);
        batch.clear();
      }
    }
  }

  void evaluate(const std::vector<Box*>& boxes, const RulePair& pair) {
    const auto points = static_cast<Eigen::Index>(pair.points() * boxes.size());
    x_.resize(points, d_);
    for (int k = 0; k < d_; ++k) {
      double* x = x_.col(k).data();
      const auto axis = static_cast<std::size_t>(k);
      for (const Box* box : boxes)
        for (const ProductRule* rule : {&pair.coarse, &pair.fine})
          for (const auto& place : rule->place) *x++ = box->lower[axis] + box->size[axis] * place[axis];
    }
    values_.resize(points);
    log_density_(x_, values_);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      const double* values = values_.data() + i * pair.points();
      const double coarse = log_mean(values, pair.coarse);
      boxes[i]->log_mean = log_mean(values + pair.coarse.points(), pair.fine);
      boxes[i]->difference = std::abs(boxes[i]->log_mean - coarse);
      boxes[i]->settled = std::pow(boxes[i]->difference, pair.power) <= tolerance(*boxes[i]);
      if (&pair == &rules_.low && !boxes[i]->settled) boxes[i]->steep = steep_axes(values);
    }
  }

  /// log of the mean of e^values.
  double log_mean(const double* values, const ProductRule& rule) {
    const double most = *std::max_element(values, values + rule.points());
    if (!std::isfinite(most)) return most;
    shifted_ = Eigen::Map<const Array>(values, static_cast<Eigen::Index>(rule.points())) - most;
    exponential_.resize(shifted_.size());
    elementary::exponentials(shifted_.data(), exponential_.data(), static_cast<int>(shifted_.size()));
    double sum = 0;
    for (std::size_t i = 0; i < rule.points(); ++i) sum += rule.weight[i] * exponential_[static_cast<Eigen::Index>(i)];
    return most + std::log(sum);
  }

  double tolerance(const Box& box) const {
    const double share = box.log_mean + std::log(box.weight) - largest_;
    const double least = d_ < 3 ? 1e-13 : 1e-9;
    return std::min(1e-6, least * std::exp(std::max(-share, 0.0))) + 1e-15 * std::abs(box.log_mean);
  }
  /// Whether rules of higher order may do: the factors of the errors of e^(R x) are 5e-7 R^6 with three points and
  /// 4e-13 R^10 with five.
  bool nearly_settled(const Box& box) const { return box.difference * box.difference < 200 * tolerance(box); }

  /// Bits of the axes along which values at the points of the coarse rule vary at least half as much as along any.
  unsigned steep_axes(const double* values) const {
    constexpr std::size_t n = 3;
    std::array<double, 4> variation{};
    std::size_t stride = 1;
    for (int k = 0; k < d_; ++k, stride *= n)
      for (std::size_t i = 0; i < rules_.low.coarse.points(); ++i)
        if (i / stride % n + 1 < n) variation[static_cast<std::size_t>(k)] += std::abs(values[i + stride] - values[i]);
    const double most = *std::max_element(variation.begin(), variation.end());
    unsigned axes = 0;
    for (int k = 0; k < d_; ++k)
      if (!(variation[static_cast<std::size_t>(k)] < 0.5 * most)) axes |= 1U << k;
    return axes;
  }

  void halve(const Box& box, std::vector<Box>& parts) const {
    const std::size_t first = parts.size();
    parts.push_back(box);
    parts.back().weight /= 1 << std::popcount(box.steep);
    for (std::size_t k = 0; k < static_cast<std::size_t>(d_); ++k) {
      if ((box.steep >> k & 1) == 0) continue;
      const std::size_t so_far = parts.size();
      for (std::size_t i = first; i < so_far; ++i) {
        parts[i].size[k] *= 0.5;
        Box upper = parts[i];
        upper.lower[k] += upper.size[k];
        parts.push_back(upper);
      }
    }
  }

  static void add(const Box& box, Array& result) {
    const double more = box.log_mean + std::log(box.weight), before = result[box.cell];
    const double most = std::max(more, before);
    result[box.cell] = std::isfinite(most) ? most + std::log1p(std::exp(std::min(more, before) - most)) : most;
  }

  const Grid& grid_;
  const ScalarField& log_density_;
  const Rules& rules_;
  double largest_;
  int d_;
  Points x_;
  Array values_, shifted_, exponential_;
};

}  // namespace

Array log_cell_means(const Grid& grid, const ScalarField& log_density, int threads) {
  Array at_centres(grid.cells());
  const Points centres = grid.centres();
  over_cells(grid.cells(), threads, [&](Eigen::Index begin, Eigen::Index n) {
    log_density(centres.middleRows(begin, n), at_centres.segment(begin, n));
  });
  const double largest = at_centres.isFinite().any() ? at_centres.isFinite().select(at_centres, -1e300).maxCoeff() : 0;
  const Rules rules(grid.dimension());
  Array result(grid.cells());
  parallel_for(static_cast<std::size_t>(grid.cells()), cells_at_once, threads, [&](std::size_t begin, std::size_t end) {
    BlockOfMeans(grid, log_density, rules, largest)
        .fill(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end), result);
  });
  return result;
}

}  // namespace fokker
