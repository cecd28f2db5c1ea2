// SPDX-License-Identifier: MIT
#include "sampler/lattice_inverse.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fokker {
namespace {

constexpr double start_nodes = 400;  // per axis
constexpr double covered = 8.3;      // standard deviations, beyond which 1e-16 of the mass lies
constexpr int most_iterations = 60, most_rounds = 12;

/// Images and Jacobian matrices of points, n x 6: y, then the columns of the matrix.
Points with_jacobians(const ChainImage& image, const Points& x) {
  Points wide = Points::Zero(x.rows(), 6);
  wide.leftCols(2) = x;
  wide.col(2).setOnes();
  wide.col(5).setOnes();
  return image.carried(wide);
}

Array determinants(const Points& wide) { return wide.col(2) * wide.col(5) - wide.col(3) * wide.col(4); }

/// Points whose images are sought, with what is known of them.
struct Search {
  Points y;            ///< n x 2
  Points x;            ///< guesses, then preimages
  Array log_jacobian;  ///< log of the determinant at the preimage
  std::vector<char> found;
};

double distance_at(const Points& wide, const Points& y, Eigen::Index i) {
  return std::hypot(wide(i, 0) - y(i, 0), wide(i, 1) - y(i, 1));
}

/// Newton's method for a block of points; a step that does not reduce the distance is halved.
class Newton {
 public:
  Newton(const ChainImage& image, const Points& y, const Points& x, double length)
      : image_(image), y_(y), x_(x), length_(length), now_(with_jacobians(image, x)), share_(Array::Ones(x.rows())) {}

  /// @returns whether each point was found
  std::vector<char> run() {
    std::vector<char> found(static_cast<std::size_t>(x_.rows()), 0);
    for (int k = 0; k < most_iterations; ++k) {
      std::vector<Eigen::Index> open;
      for (Eigen::Index i = 0; i < x_.rows(); ++i) {
        if (found[static_cast<std::size_t>(i)] || share_[i] < 1e-7) continue;
        if (distance_at(now_, y_, i) <= 1e-11 * length_)
          found[static_cast<std::size_t>(i)] = 1;
        else
          open.push_back(i);
      }
      if (open.empty()) break;
      step(open);
    }
    return found;
  }

  const Points& x() const { return x_; }
  const Points& images() const { return now_; }

 private:
  void step(const std::vector<Eigen::Index>& open) {
    Points next(static_cast<Eigen::Index>(open.size()), 2);
    for (std::size_t k = 0; k < open.size(); ++k) {
      const Eigen::Index i = open[k];
      const double u = y_(i, 0) - now_(i, 0), v = y_(i, 1) - now_(i, 1);
      const double a = now_(i, 2), c = now_(i, 3), b = now_(i, 4), d = now_(i, 5), determinant = a * d - b * c;
      next(static_cast<Eigen::Index>(k), 0) = x_(i, 0) + share_[i] * (d * u - b * v) / determinant;
      next(static_cast<Eigen::Index>(k), 1) = x_(i, 1) + share_[i] * (a * v - c * u) / determinant;
    }
    const Points there = with_jacobians(image_, next);
    for (std::size_t k = 0; k < open.size(); ++k) {
      const Eigen::Index i = open[k], row = static_cast<Eigen::Index>(k);
      const double u = there(row, 0) - y_(i, 0), v = there(row, 1) - y_(i, 1);
      const bool closer = std::hypot(u, v) < distance_at(now_, y_, i);
      if (closer) {
        x_.row(i) = next.row(row);
        now_.row(i) = there.row(row);
      }
      share_[i] = closer ? std::min(1.0, 2 * share_[i]) : 0.5 * share_[i];
    }
  }

  const ChainImage& image_;
  const Points& y_;
  Points x_;
  double length_;
  Points now_;
  Array share_;
};

/// Looks for the points of these numbers.
void search(const ChainImage& image, const std::vector<Eigen::Index>& numbers, double length, const Control& control,
            Search& all) {
  for_node_blocks(std::ssize(numbers), control.threads, [&](Eigen::Index first, Eigen::Index count) {
    control.stop.check();
    Points y(count, 2), x(count, 2);
    for (Eigen::Index i = 0; i < count; ++i) {
      y.row(i) = all.y.row(numbers[static_cast<std::size_t>(first + i)]);
      x.row(i) = all.x.row(numbers[static_cast<std::size_t>(first + i)]);
    }
    Newton newton(image, y, x, length);
    const std::vector<char> found = newton.run();
    const Array determinant = determinants(newton.images());
    for (Eigen::Index i = 0; i < count; ++i) {
      const Eigen::Index j = numbers[static_cast<std::size_t>(first + i)];
      all.found[static_cast<std::size_t>(j)] = found[static_cast<std::size_t>(i)] && determinant[i] > 0;
      if (!all.found[static_cast<std::size_t>(j)]) continue;
      all.x.row(j) = newton.x().row(i);
      all.log_jacobian[j] = std::log(determinant[i]);
    }
  });
}

/// Numbers that were not found next to ones that were, which give them a guess.
std::vector<Eigen::Index> guessed_from_neighbours(const LatticeDensity& lattice, Search& all) {
  std::vector<Eigen::Index> numbers;
  const std::vector<char> found = all.found;
  const Eigen::Index rows = lattice.count[0], n = lattice.count[1];
  for (Eigen::Index j = 0; j < lattice.size(); ++j) {
    if (found[static_cast<std::size_t>(j)]) continue;
    const Eigen::Index row = j / n, column = j % n;
    std::vector<Eigen::Index> neighbours;
    if (row > 0) neighbours.push_back(j - n);
    if (row + 1 < rows) neighbours.push_back(j + n);
    if (column > 0) neighbours.push_back(j - 1);
    if (column + 1 < n) neighbours.push_back(j + 1);
    for (const Eigen::Index there : neighbours) {
      if (!found[static_cast<std::size_t>(there)]) continue;
      all.x.row(j) = all.x.row(there);
      numbers.push_back(j);
      break;
    }
  }
  return numbers;
}

/// Points by the nearest node of a lattice.
class Buckets {
 public:
  Buckets(const LatticeDensity& lattice, const Points& points)
      : points_(points), rows_(lattice.count[0]), n_(lattice.count[1]), bucket_(lattice.size()) {
    width_ = std::min(lattice.step[0], lattice.step[1]);
    const auto cell = [&](double y, std::size_t k) {
      const double place = std::round((y - lattice.low[k]) / lattice.step[k]);
      return static_cast<Eigen::Index>(std::clamp(place, 0.0, static_cast<double>(lattice.count[k] - 1)));
    };
    for (Eigen::Index i = 0; i < points.rows(); ++i)
      bucket_[static_cast<std::size_t>(cell(points(i, 0), 0) * n_ + cell(points(i, 1), 1))].push_back(i);
  }

  /// The point next to (u, v), which is node j.
  Eigen::Index nearest(Eigen::Index j, double u, double v) const {
    const Eigen::Index row = j / n_, column = j % n_;
    Eigen::Index best = 0;
    double least = std::numeric_limits<double>::infinity();
    const auto look = [&](Eigen::Index a, Eigen::Index b) {
      if (a < 0 || a >= rows_ || b < 0 || b >= n_) return;
      for (const Eigen::Index i : bucket_[static_cast<std::size_t>(a * n_ + b)]) {
        const double distance = std::hypot(points_(i, 0) - u, points_(i, 1) - v);
        if (distance < least) best = i;
        least = std::min(least, distance);
      }
    };
    look(row, column);
    for (Eigen::Index ring = 1; ring < std::max(rows_, n_); ++ring) {
      if (static_cast<double>(ring - 1) * width_ > least) break;
      for (Eigen::Index k = -ring; k < ring; ++k) {
        look(row - ring, column + k);
        look(row + k, column + ring);
        look(row + ring, column - k);
        look(row - k, column - ring);
      }
    }
    return best;
  }

 private:
  const Points& points_;
  Eigen::Index rows_, n_;
  std::vector<std::vector<Eigen::Index>> bucket_;
  double width_;
};

}  // namespace

PlaneImage::PlaneImage(const std::vector<Operation>& operations, const GaussianMixture& start, const Control& control)
    : image_(operations), start_(start), control_(control) {
  const std::vector<Interval> around = box_around(start, covered);
  double length = 0;
  for (const Interval& side : around) length = std::max(length, side.high - side.low);
  from_ = empty_lattice(around, length / start_nodes);
  images_.resize(from_.size(), 2);
  Array mass(from_.size());
  for_node_blocks(from_.size(), control.threads, [&](Eigen::Index first, Eigen::Index count) {
    control.stop.check();
    const Points x = from_.nodes(first, count), wide = with_jacobians(image_, x);
    images_.middleRows(first, count) = wide.leftCols(2);
    mass.segment(first, count) = start.log_density(x).exp() * from_.volume();
    from_.values.segment(first, count) =
        (determinants(wide) > 0).select(Array::Zero(count), mass.segment(first, count));
  });
  folded_ = from_.values.sum();
  const auto counts = mass > 1e-13 * mass.maxCoeff();
  for (Eigen::Index k = 0; k < 2; ++k)
    box_.push_back({counts.select(images_.col(k), std::numeric_limits<double>::infinity()).minCoeff(),
                    counts.select(images_.col(k), -std::numeric_limits<double>::infinity()).maxCoeff()});
}

Points PlaneImage::nearest(const LatticeDensity& lattice) const {
  const Buckets buckets(lattice, images_);
  Points guesses(lattice.size(), 2);
  for_node_blocks(lattice.size(), control_.threads, [&](Eigen::Index first, Eigen::Index count) {
    const Points y = lattice.nodes(first, count);
    std::vector<Eigen::Index> best;
    for (Eigen::Index i = 0; i < count; ++i) best.push_back(buckets.nearest(first + i, y(i, 0), y(i, 1)));
    guesses.middleRows(first, count) = from_.nodes(best);
  });
  return guesses;
}

Array PlaneImage::log_density_at(const LatticeDensity& lattice) const {
  const auto size = static_cast<std::size_t>(lattice.size());
  Search all{lattice.nodes(0, lattice.size()), nearest(lattice), Array::Zero(lattice.size()), std::vector<char>(size)};
  std::vector<Eigen::Index> numbers(size);
  for (std::size_t j = 0; j < size; ++j) numbers[j] = static_cast<Eigen::Index>(j);
  const double length = std::min(lattice.step[0], lattice.step[1]);
  for (int round = 0; round < most_rounds && !numbers.empty(); ++round) {
    search(image_, numbers, length, control_, all);
    numbers = guessed_from_neighbours(lattice, all);
  }
  Array logs = start_.log_density(all.x) - all.log_jacobian;
  for (std::size_t j = 0; j < size; ++j)
    if (!all.found[j]) logs[static_cast<Eigen::Index>(j)] = -std::numeric_limits<double>::infinity();
  return logs;
}

}  // namespace fokker
