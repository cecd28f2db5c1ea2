// SPDX-License-Identifier: MIT
#include "fv/cell_masses.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "fv/blocks.hpp"

namespace fokker {
namespace {

constexpr Eigen::Index cells_at_once = 64;
constexpr std::size_t boxes_at_once = 32;

struct Places {
  std::vector<double> place, weight;  ///< in [0, 1]
};

const Places& gauss(int points) {
  static const Places three{{0.5 - std::sqrt(0.15), 0.5, 0.5 + std::sqrt(0.15)}, {5. / 18, 8. / 18, 5. / 18}};
  static const Places four = [] {
    const double root = 2 * std::sqrt(1.2), inner = std::sqrt((3 - root) / 7), outer = std::sqrt((3 + root) / 7);
    const double heavy = (18 + std::sqrt(30)) / 72, light = (18 - std::sqrt(30)) / 72;
    return Places{{0.5 * (1 - outer), 0.5 * (1 - inner), 0.5 * (1 + inner), 0.5 * (1 + outer)},
                  {light, heavy, heavy, light}};
  }();
  return points == 3 ? three : four;
}

/// A part of a cell; its mean counts `weight` in that of the cell.
struct Box {
  Eigen::Index cell;
  double weight;
  std::array<double, 4> lower{}, size{};
  double log_mean = 0;
  bool settled = false;
};

/// log of the mean of e^values with these weights.
double log_mean(const double* values, const std::vector<double>& weights) {
  const double most = *std::max_element(values, values + weights.size());
  if (!std::isfinite(most)) return most;
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * std::exp(values[i] - most);
  return most + std::log(sum);
}

/// Points and weights of a product rule in d dimensions, in [0, 1]^d.
struct ProductRule {
  std::vector<std::array<double, 4>> place;
  std::vector<double> weight;

  ProductRule(int points, int d) : place(1), weight(1, 1.0) {
    const Places& one = gauss(points);
    for (int k = 0; k < d; ++k) {
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
};

/// The means over cells begin, ..., end - 1.
class BlockOfMeans {
 public:
  BlockOfMeans(const Grid& grid, const ScalarField& log_density, double largest)
      : grid_(grid), log_density_(log_density), largest_(largest), d_(grid.dimension()), coarse_(3, d_), fine_(4, d_) {}

  void fill(Eigen::Index begin, Eigen::Index end, Array& result) {
    const Points lower = grid_.lower_corners(begin, end), upper = grid_.upper_corners(begin, end);
    std::vector<Box> boxes, next;
    std::vector<int> count(static_cast<std::size_t>(end - begin), 1);
    for (Eigen::Index i = begin; i < end; ++i) {
      boxes.push_back({.cell = i, .weight = 1});
      for (int k = 0; k < d_; ++k) {
        boxes.back().lower[static_cast<std::size_t>(k)] = lower(i - begin, k);
        boxes.back().size[static_cast<std::size_t>(k)] = upper(i - begin, k) - lower(i - begin, k);
      }
      result[i] = -std::numeric_limits<double>::infinity();
    }
    for (; !boxes.empty(); boxes = std::exchange(next, {})) {
      // all open boxes of a cell are halved or none, so that the order of the axes does not matter
      std::vector<int> open(count.size(), 0);
      for (std::size_t first = 0; first < boxes.size(); first += boxes_at_once)
        evaluate(boxes, first, std::min(boxes.size(), first + boxes_at_once));
      for (const Box& box : boxes) open[static_cast<std::size_t>(box.cell - begin)] += box.settled ? 0 : 1;
      for (std::size_t i = 0; i < count.size(); ++i) {
        const int more = open[i] * ((1 << d_) - 1);
        if (count[i] + more > most_parts) open[i] = 0;
        count[i] += open[i] == 0 ? 0 : more;
      }
      for (const Box& box : boxes)
        if (!box.settled && open[static_cast<std::size_t>(box.cell - begin)] > 0)
          halve(box, next);
        else
          add(box, result);
    }
  }

 private:
  static constexpr int most_parts = 600;

  void evaluate(std::vector<Box>& boxes, std::size_t first, std::size_t last) {
    const std::size_t each = coarse_.place.size() + fine_.place.size();
    x_.resize(static_cast<Eigen::Index>((last - first) * each), d_);
    Eigen::Index row = 0;
    for (std::size_t i = first; i < last; ++i)
      for (const ProductRule* rule : {&coarse_, &fine_})
        for (const auto& place : rule->place) {
          for (std::size_t k = 0; k < static_cast<std::size_t>(d_); ++k)
            x_(row, static_cast<Eigen::Index>(k)) = boxes[i].lower[k] + boxes[i].size[k] * place[k];
          ++row;
        }
    values_.resize(x_.rows());
    log_density_(x_, values_);
    for (std::size_t i = first; i < last; ++i) {
      const double* values = values_.data() + (i - first) * each;
      boxes[i].log_mean = log_mean(values + coarse_.weight.size(), fine_.weight);
      boxes[i].settled = agree(log_mean(values, coarse_.weight), boxes[i]);
    }
  }

  /// Errors of the two rules are like h^6 and h^8; the power 1.2 in place of 4/3 leaves a margin for their factors.
  bool agree(double coarse, const Box& box) const {
    const double share = box.log_mean + std::log(box.weight) - largest_;
    const double least = d_ < 3 ? 1e-13 : 1e-9;
    const double tolerance = std::min(1e-6, least * std::exp(std::max(-share, 0.0))) + 1e-15 * std::abs(box.log_mean);
    return std::pow(std::abs(box.log_mean - coarse), 1.2) <= tolerance;
  }

  void halve(const Box& box, std::vector<Box>& parts) const {
    for (int part = 0; part < 1 << d_; ++part) {
      Box half = box;
      half.weight = box.weight / (1 << d_);
      for (int k = 0; k < d_; ++k) {
        const auto axis = static_cast<std::size_t>(k);
        half.size[axis] = 0.5 * box.size[axis];
        if (part >> k & 1) half.lower[axis] += half.size[axis];
      }
      parts.push_back(half);
    }
  }

  static void add(const Box& box, Array& result) {
    const double more = box.log_mean + std::log(box.weight), before = result[box.cell];
    const double most = std::max(more, before);
    result[box.cell] = std::isfinite(most) ? most + std::log1p(std::exp(std::min(more, before) - most)) : most;
  }

  const Grid& grid_;
  const ScalarField& log_density_;
  double largest_;
  int d_;
  ProductRule coarse_, fine_;
  Points x_;
  Array values_;
};

}  // namespace

Array log_cell_means(const Grid& grid, const ScalarField& log_density, int threads) {
  Array at_centres(grid.cells());
  const Points centres = grid.centres();
  over_cells(grid.cells(), threads, [&](Eigen::Index begin, Eigen::Index n) {
    log_density(centres.middleRows(begin, n), at_centres.segment(begin, n));
  });
  const double largest = at_centres.isFinite().any() ? at_centres.isFinite().select(at_centres, -1e300).maxCoeff() : 0;
  Array result(grid.cells());
  parallel_for(static_cast<std::size_t>(grid.cells()), cells_at_once, threads, [&](std::size_t begin, std::size_t end) {
    BlockOfMeans(grid, log_density, largest)
        .fill(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end), result);
  });
  return result;
}

}  // namespace fokker
