// SPDX-License-Identifier: MIT
#include "fokker/generator/bridge.hpp"

#include <fmt/format.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/generator/expectation.hpp"
#include "generator/jumps.hpp"

namespace fokker {
namespace {

/// Intervals whose lengths differ by less, relatively, are stepped alike.
constexpr double same_length = 1e-9;
/// Multiplications over the span, about ten seconds, up to which jumps are taken; above, while they are not that many
/// times dearer than implicit steps, which are neither positive nor exact.
constexpr double work_of_jumps = 1e10, dearer_jumps = 4;
constexpr double bytes_of_entry = sizeof(double) + sizeof(int);

/// Lengths of the intervals between stored times.
std::vector<double> lengths_of(const BridgeOptions& options) {
  if (options.times.empty())
    return std::vector<double>(static_cast<std::size_t>(options.intervals), options.span / options.intervals);
  std::vector<double> lengths;
  for (std::size_t k = 1; k < options.times.size(); ++k) lengths.push_back(options.times[k] - options.times[k - 1]);
  return lengths;
}

/// The evolution over the span: by jumps, else by implicit steps.
class IntervalSteps {
 public:
  IntervalSteps(const Generator& generator, const BridgeOptions& options, const StopToken& stop)
      : none_(Array::Zero(generator.outside.size())), lengths_(lengths_of(options)), jumps_(generator, stop) {
    for (const double length : lengths_) span_ += length;
    const double work = jumps_.work(span_);
    by_jumps_ = work <= work_of_jumps || work <= dearer_jumps * work_of_steps(generator, options.steps);
    if (!by_jumps_) add_steps(generator, options.steps, stop);
  }

  /// From the first time to the last; all of them where `kept` is there.
  Array forward(Array masses, std::vector<Array>* kept = nullptr) const {
    if (by_jumps_ && !kept) return jumps_.forward(std::move(masses), span_);
    for (std::size_t k = 0; k < lengths_.size(); ++k) {
      if (kept) kept->push_back(masses);
      masses = by_jumps_ ? jumps_.forward(std::move(masses), lengths_[k]) : steps_[of_interval_[k]].forward(masses);
    }
    if (kept) kept->push_back(masses);
    return masses;
  }
  /// From the last time to the first, stored in the order of time.
  Array backward(Array h, std::vector<Array>* kept = nullptr) const {
    if (by_jumps_ && !kept) return jumps_.backward(std::move(h), span_);
    if (kept) kept->assign(lengths_.size() + 1, h);
    for (std::size_t k = lengths_.size(); k-- > 0;) {
      h = by_jumps_ ? jumps_.backward(std::move(h), lengths_[k]) : steps_[of_interval_[k]].backward(h, none_);
      if (kept) (*kept)[k] = h;
    }
    return h;
  }

 private:
  double work_of_steps(const Generator& generator, long steps) const {
    const double solves = 2 * static_cast<double>(steps) * static_cast<double>(lengths_.size());
    return 2 * solves * elimination_pattern(generator.rates).factor_bytes() / bytes_of_entry;
  }

  /// Intervals of one length are stepped alike.
  void add_steps(const Generator& generator, long steps, const StopToken& stop) {
    std::vector<double> different;
    for (const double length : lengths_) {
      std::size_t k = 0;
      while (k < different.size() && !(std::abs(different[k] - length) <= same_length * length)) ++k;
      if (k == different.size()) {
        different.push_back(length);
        steps_.emplace_back(generator, none_, Horizon{length, steps}, stop);
      }
      of_interval_.push_back(k);
    }
  }

  Array none_;
  std::vector<double> lengths_;
  Jumps jumps_;
  double span_ = 0;
  bool by_jumps_ = true;
  std::vector<SteadySteps> steps_;
  std::vector<std::size_t> of_interval_;  ///< number of its steps
};

/// wanted / reached where something is wanted.
Array quotient(const Array& wanted, const Array& reached) {
  Eigen::Index missed = 0;
  for (Eigen::Index i = 0; i < wanted.size(); ++i)
    if (wanted[i] > 0 && !(reached[i] > 0)) ++missed;
  if (missed > 0)
    throw Error(Fault::problem, fmt::format("a bridge to a density that is not reached in {} cells", missed),
                "a density within reach of the process", "more steps, a longer time, or a wider initial law");
  return (wanted > 0).select(wanted / reached, 0);
}

/// Sum of weights log(values) where weights are above 0.
double mean_log(const Array& weights, const Array& values) {
  return (weights > 0).select(weights * values.log(), 0).sum();
}

}  // namespace

Bridge schroedinger_bridge(const Generator& generator, const Array& start, const Array& end,
                           const BridgeOptions& options, const StopToken& stop) {
  const IntervalSteps steps(generator, options, stop);
  Bridge result;
  Array first = start, last = quotient(end, steps.forward(first));
  Array reached = steps.backward(last);
  result.end_error = (first * reached - start).abs().sum();
  while (result.end_error > options.tolerance) {
    if (++result.iterations > options.iterations)
      throw Error(
          Fault::numerical,
          fmt::format("a bridge {:.3g} from its start after {} iterations", result.end_error, options.iterations),
          fmt::format("{:.3g}", options.tolerance), "more iterations, or a larger tolerance");
    first = quotient(start, reached);
    last = quotient(end, steps.forward(first));
    reached = steps.backward(last);
    result.end_error = (first * reached - start).abs().sum();
  }
  steps.forward(first, &result.masses);
  steps.backward(last, &result.forward);
  for (std::size_t k = 0; k < result.masses.size(); ++k) result.masses[k] *= result.forward[k];
  result.relative_entropy = mean_log(end, last) + mean_log(start, quotient(first, start));
  return result;
}

}  // namespace fokker
