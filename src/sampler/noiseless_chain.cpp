// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>

#include "sampler/column_change.hpp"
#include "sampler/image.hpp"
#include "sampler/line_chain.hpp"
#include "sampler/line_metrics.hpp"

namespace fokker {
namespace {

/// Nodes and weights of Gauss's rule of eight points on [0, 1].
constexpr std::array<double, 8> places = {0.0198550717512318842, 0.101666761293186630, 0.237233795041835507,
                                          0.408282678752175098,  0.591717321247824902, 0.762766204958164493,
                                          0.898333238706813370,  0.980144928248768116};
constexpr std::array<double, 8> shares = {0.0506142681451881295, 0.111190517226687235, 0.156853322938943644,
                                          0.181341891689180991,  0.181341891689180991, 0.156853322938943644,
                                          0.111190517226687235,  0.0506142681451881295};

/// Starting points with what the chain makes of them; sums over them are integrals over the start.
struct Carried {
  Array x, dx, y, slope, density;
};

Carried carried(const ChainImage& image, const StartIntervals& intervals, const LineLaw& start) {
  const Eigen::Index count = intervals.low.size(), q = places.size();
  Carried all;
  all.x.resize(count * q);
  all.dx.resize(count * q);
  for (Eigen::Index j = 0; j < count; ++j)
    for (Eigen::Index i = 0; i < q; ++i) {
      const double length = intervals.high[j] - intervals.low[j];
      all.x[j * q + i] = intervals.low[j] + length * places[i];
      all.dx[j * q + i] = length * shares[i];
    }
  const Points moved = image.with_slopes(all.x);
  all.y = moved.col(0);
  all.slope = moved.col(1);
  all.density = start.log_density(all.x).exp();
  return all;
}

/// Difference F0(image) - F_T at starting points: the mass that lies on the other side.
double shifted_mass(const LineLaw& law, const LineLaw& start, double x, double y) {
  return law.below(y) <= 0.5 ? law.below(y) - start.below(x) : start.above(x) - law.above(y);
}

/// Total variation of an increasing map: jumps of F0(image) - F_T between the roots of q(image) slope - p_T.
double variation(const ChainImage& image, const Carried& all, const LineLaw& start, const LineLaw& law) {
  const auto excess = [&](double x) {
    const Points moved = image.with_slopes(Array::Constant(1, x));
    return law.density(moved(0, 0)) * moved(0, 1) - start.density(x);
  };
  const Array difference = law.log_density(all.y).exp() * all.slope - all.density;
  double sum = 0, before = 0;
  for (Eigen::Index j = 1; j < difference.size(); ++j) {
    if ((difference[j] > 0) == (difference[j - 1] > 0) || !(all.density[j] > 1e-13)) continue;
    const double root = root_between(excess, all.x[j - 1], all.x[j]);
    const double now = shifted_mass(law, start, root, image.at(root));
    sum += std::abs(now - before);
    before = now;
  }
  return 0.5 * (sum + std::abs(before));
}

/// Cuts intervals where F0(image) - F_T changes its sign.
StartIntervals cut_at_crossings(const ChainImage& image, const StartIntervals& given, const LineLaw& start,
                                const LineLaw& law) {
  std::vector<std::array<double, 4>> pieces;
  for (Eigen::Index j = 0; j < given.low.size(); ++j) {
    const double a = given.low[j], b = given.high[j];
    const double before = shifted_mass(law, start, a, given.low_image[j]);
    const double behind = shifted_mass(law, start, b, given.high_image[j]);
    if (before * behind < 0 && std::max(std::abs(before), std::abs(behind)) > 1e-13) {
      const double root = root_between([&](double x) { return shifted_mass(law, start, x, image.at(x)); }, a, b);
      const double middle = image.at(root);
      pieces.push_back({a, root, given.low_image[j], middle});
      pieces.push_back({root, b, middle, given.high_image[j]});
    } else {
      pieces.push_back({a, b, given.low_image[j], given.high_image[j]});
    }
  }
  const auto count = static_cast<Eigen::Index>(pieces.size());
  StartIntervals result{Array(count), Array(count), Array(count), Array(count)};
  for (Eigen::Index j = 0; j < count; ++j) {
    result.low[j] = pieces[j][0];
    result.high[j] = pieces[j][1];
    result.low_image[j] = pieces[j][2];
    result.high_image[j] = pieces[j][3];
  }
  return result;
}

/// Intervals between neighbouring nodes, between which folds hide less than between the ends of intervals.
StartIntervals between_nodes(const Carried& all) {
  const Eigen::Index count = all.x.size() - 1;
  return {all.x.head(count), all.x.tail(count), all.y.head(count), all.y.tail(count)};
}

void compare_moments(const Carried& all, SamplerRow& row) {
  const Array weight = all.density * all.dx;
  row.mean[0] = (weight * all.y).sum();
  row.covariance(0, 0) = (weight * (all.y - row.mean[0]).square()).sum();
  row.folded = (all.slope < 0).select(weight, 0.0).sum();
}

void compare_increasing(const ChainImage& image, const Carried& all, const LineLaw& start, const LineTargets& targets,
                        SamplerRow& row) {
  const LineLaw& data = targets.data;
  const Array weight = all.density * all.dx, logs = data.log_density(all.y);
  const Array generated = start.log_density(all.x) - all.slope.log();
  const double reverse = (weight * (generated - logs)).sum();
  const double forward = (logs.exp() * all.slope * all.dx * (logs - generated)).sum();
  const double least = all.y[0], most = all.y[all.y.size() - 1];
  if (std::isfinite(reverse)) row.kl_reverse = reverse;  // else all points go to one
  if (std::isfinite(forward) && (data.below(least) + data.above(most)) * 40 < 1e-5 * forward) row.kl = forward;
  row.tv = variation(image, all, start, data);
  row.tv_stop = variation(image, all, start, targets.stop);
  double w1 = data.below_integral(least) + data.above_integral(most), w2 = 0;
  for (Eigen::Index j = 0; j < all.x.size(); ++j) {
    w1 += std::abs(shifted_mass(data, start, all.x[j], all.y[j])) * all.slope[j] * all.dx[j];
    if (!(weight[j] > 0) || start.below(all.x[j]) < 1e-14 || start.above(all.x[j]) < 1e-14) continue;
    const double distance = all.y[j] - data.quantile_of(start, all.x[j]);
    w2 += weight[j] * distance * distance;
  }
  row.w1 = w1;
  row.w2 = std::sqrt(w2);
}

/// Points that cover the images and the law, in about equal cells.
std::vector<double> faces(const StartIntervals& intervals, const LineLaw& law, std::size_t cells) {
  const Interval range = law.range();
  const double low = std::min({range.low, intervals.low_image.minCoeff(), intervals.high_image.minCoeff()});
  const double high = std::max({range.high, intervals.low_image.maxCoeff(), intervals.high_image.maxCoeff()});
  std::vector<double> y;
  for (std::size_t k = 0; k <= cells; ++k)
    y.push_back(low + (high - low) * static_cast<double>(k) / static_cast<double>(cells));
  return law.with_narrow_components(std::move(y), (high - low) / static_cast<double>(cells));
}

double variation(const std::vector<double>& f, const std::vector<double>& y, const LineLaw& law) {
  double sum = 0;
  for (std::size_t k = 1; k < y.size(); ++k) sum += std::abs(f[k] - f[k - 1] - law.below(y[k]) + law.below(y[k - 1]));
  return 0.5 * sum;
}

/// Of a map that is not increasing: from the masses of cells.
void compare_folded(const ChainImage& image, const StartIntervals& intervals, const LineLaw& start,
                    const LineTargets& targets, SamplerRow& row) {
  const std::vector<double> y = faces(intervals, targets.data, 8192);
  std::vector<double> f = masses_below(image, intervals, start, y);
  for (std::size_t k = 1; k < f.size(); ++k) f[k] = std::max(f[k], f[k - 1]);
  row.tv = variation(f, y, targets.data);
  row.tv_stop = variation(f, y, targets.stop);
  double w1 = 0;
  for (std::size_t k = 1; k < y.size(); ++k)
    w1 += 0.5 * (y[k] - y[k - 1]) *
          (std::abs(f[k] - targets.data.below(y[k])) + std::abs(f[k - 1] - targets.data.below(y[k - 1])));
  row.w1 = w1;
  row.w2 = second_wasserstein(
      f,
      [&](double mass, std::size_t j) {
        return f[j + 1] > f[j] ? y[j] + (y[j + 1] - y[j]) * (mass - f[j]) / (f[j + 1] - f[j]) : y[j];
      },
      targets.data);
}

void compare_modes(const ChainImage& image, const StartIntervals& intervals, const LineLaw& start, const LineLaw& data,
                   SamplerRow& row) {
  const LineLaw::Modes modes = data.modes();
  const std::vector<double> below = masses_below(image, intervals, start, modes.cuts);
  row.modes.assign(data.mixture().size(), 0);
  for (std::size_t k = 0; k < modes.leaders.size(); ++k)
    row.modes[modes.leaders[k]] += (k < below.size() ? below[k] : 1) - (k > 0 ? below[k - 1] : 0);
}

Array cell_averages(const ChainImage& image, const StartIntervals& intervals, const LineLaw& start,
                    const Array& faces) {
  const std::vector<double> below = masses_below(image, intervals, start, {faces.begin(), faces.end()});
  Array averages(faces.size() - 1);
  for (Eigen::Index j = 0; j < averages.size(); ++j)
    averages[j] =
        (below[static_cast<std::size_t>(j) + 1] - below[static_cast<std::size_t>(j)]) / (faces[j + 1] - faces[j]);
  return averages;
}

/// Length of an interval's image, beside the narrowest component.
double image_length(const LineLaw& data) {
  double least = std::numeric_limits<double>::infinity();
  for (const Matrix& covariance : data.mixture().covariances()) least = std::min(least, covariance(0, 0));
  return 0.2 * std::sqrt(least);
}

}  // namespace

Array noiseless_chain(const std::vector<Operation>& operations, const LineLaw& start, const LineTargets& targets,
                      SamplerRow& row, const Array& faces) {
  const ChainImage image(operations);
  const double spread = std::sqrt(targets.data.mixture().covariance()(0, 0));
  SamplerRow coarse;
  Array averages;
  for (const double factor : {2.0, 1.0}) {
    StartIntervals intervals = start_intervals(image, start, targets.data, factor * image_length(targets.data));
    const Carried all = carried(image, intervals, start);
    compare_moments(all, row);
    if (row.folded > 0) {
      intervals = between_nodes(all);
      compare_folded(image, intervals, start, targets, row);
      row.kl = row.kl_reverse = std::nullopt;
    } else {
      intervals = cut_at_crossings(image, intervals, start, targets.data);
      compare_increasing(image, carried(image, intervals, start), start, targets, row);
    }
    compare_modes(image, intervals, start, targets.data, row);
    if (factor == 1 && faces.size() > 1) averages = cell_averages(image, intervals, start, faces);
    row.error = column_change(coarse, row, spread);
    coarse = row;
  }
  return averages;
}

}  // namespace fokker
