// SPDX-License-Identifier: MIT
#include "fokker/generator/elimination.hpp"

#include <fmt/format.h>

#include <cmath>

#include "fokker/core/error.hpp"

namespace fokker {

/// The dense rates among one state and the later ones that it touches; entry (i, j) from j to i, the state itself
/// first.
class Elimination::Front {
 public:
  explicit Front(std::size_t states) : place_(states, 0) {}

  /// @param later  places of the states that state k touches
  void begin(int k, const int* later, Eigen::Index count) {
    later_ = later;
    count_ = count;
    rates_.setZero(count + 1, count + 1);
    leak_.setZero(count + 1);
    place_[static_cast<std::size_t>(k)] = 0;
    for (Eigen::Index i = 0; i < count; ++i) place_[static_cast<std::size_t>(later[i])] = static_cast<int>(i) + 1;
  }
  void add(int to, int from, double rate) {
    rates_(place_[static_cast<std::size_t>(to)], place_[static_cast<std::size_t>(from)]) += rate;
  }
  void add_leak(double rate) { leak_[0] += rate; }

  /// What is left of a child after its own state was taken out.
  struct Rest {
    Eigen::ArrayXXd rates;
    Array leak;
  };
  void add(const Rest& rest, const int* later) {
    for (Eigen::Index j = 0; j < rest.leak.size(); ++j) {
      const int column = place_[static_cast<std::size_t>(later[j])];
      leak_[column] += rest.leak[j];
      double* to = &rates_(0, column);
      const double* from = &rest.rates(0, j);
      for (Eigen::Index i = 0; i < rest.leak.size(); ++i) to[place_[static_cast<std::size_t>(later[i])]] += from[i];
    }
  }

  /// Takes the state out; `out` gets the shares of what leaves it, `in` the rates into it.
  double eliminate(double* out, double* in) {
    const double total = leak_[0] + rates_.col(0).tail(count_).sum();
    const double each = total > 0 ? 1 / total : 0;
    for (Eigen::Index i = 0; i < count_; ++i) {
      out[i] = rates_(i + 1, 0) * each;
      in[i] = rates_(0, i + 1);
    }
    return total;
  }
  Rest rest(const double* out, const double* in, double total) const {
    Rest result{rates_.bottomRightCorner(count_, count_), leak_.tail(count_)};
    const Eigen::Map<const Array> shares(out, count_);
    const double lost = total > 0 ? leak_[0] / total : 0;
    for (Eigen::Index j = 0; j < count_; ++j) {
      result.rates.col(j) += in[j] * shares;
      result.rates(j, j) = 0;
      result.leak[j] += lost * in[j];
    }
    return result;
  }

 private:
  const int* later_ = nullptr;
  Eigen::Index count_ = 0;
  Eigen::ArrayXXd rates_;
  Array leak_;
  std::vector<int> place_;
};

namespace {

constexpr double most_operations = 1e12, most_bytes = 8e9;

EliminationPattern feasible_pattern(const RateMatrix& rates) {
  EliminationPattern pattern = elimination_pattern(rates);
  if (!pattern.feasible())
    throw Error(Fault::resources,
                fmt::format("an elimination of {} cells, {:.2g} multiplications and {:.2g} GB", pattern.size(),
                            pattern.operations(), 1e-9 * pattern.factor_bytes()),
                fmt::format("{:.0e} multiplications and {:.0f} GB", most_operations, 1e-9 * most_bytes), "fewer cells");
  return pattern;
}

}  // namespace

bool EliminationPattern::feasible() const { return operations() <= most_operations && factor_bytes() <= most_bytes; }

Elimination::Elimination(const RateMatrix& rates, const Array& leak, const StopToken& stop)
    : pattern_(feasible_pattern(rates)),
      out_(pattern_.later.size()),
      in_(pattern_.later.size()),
      total_(pattern_.size()) {
  factor(rates, leak, stop);
}

void Elimination::factor(const RateMatrix& rates, const Array& leak, const StopToken& stop) {
  const auto n = static_cast<std::size_t>(pattern_.size());
  const RateMatrix into = rates.transpose();
  std::vector<int> place(n);
  for (std::size_t k = 0; k < n; ++k) place[static_cast<std::size_t>(pattern_.state[k])] = static_cast<int>(k);
  std::vector<std::vector<std::pair<int, Front::Rest>>> children(n);  // until their parent takes them
  Front front(n);
  for (std::size_t k = 0; k < n; ++k) {
    const std::int64_t first = pattern_.start[k];
    const auto count = static_cast<Eigen::Index>(pattern_.start[k + 1] - first);
    const int own = static_cast<int>(k), state = pattern_.state[k];
    const int* later = pattern_.later.data() + first;
    front.begin(own, later, count);
    front.add_leak(leak[state]);
    for (RateMatrix::InnerIterator entry(rates, state); entry; ++entry) {
      const int to = place[static_cast<std::size_t>(entry.row())];
      if (to > own) front.add(to, own, entry.value());
    }
    for (RateMatrix::InnerIterator entry(into, state); entry; ++entry) {
      const int from = place[static_cast<std::size_t>(entry.row())];
      if (from > own) front.add(own, from, entry.value());
    }
    for (const auto& [child, rest] : children[k])
      front.add(rest, pattern_.later.data() + pattern_.start[static_cast<std::size_t>(child)]);
    std::vector<std::pair<int, Front::Rest>>().swap(children[k]);
    total_[own] = front.eliminate(out_.data() + first, in_.data() + first);
    if (count > 0)
      children[static_cast<std::size_t>(later[0])].emplace_back(
          own, front.rest(out_.data() + first, in_.data() + first, total_[own]));
    if (k % 256 == 0) stop.check();
  }
}

Array Elimination::in_order(const Array& values) const {
  Array result(values.size());
  for (Eigen::Index k = 0; k < values.size(); ++k) result[k] = values[pattern_.state[static_cast<std::size_t>(k)]];
  return result;
}

Array Elimination::in_states(const Array& values) const {
  Array result(values.size());
  for (Eigen::Index k = 0; k < values.size(); ++k) result[pattern_.state[static_cast<std::size_t>(k)]] = values[k];
  return result;
}

Array Elimination::stationary() const {
  constexpr double large = 0x1p500, small = 0x1p-500;
  const int n = pattern_.size();
  Array x = Array::Zero(n);
  x[n - 1] = 1;
  for (int k = n - 2; k >= 0; --k) {
    double sum = 0;
    pattern_.each_entry(k, [&](std::size_t e, int later) { sum += in_[e] * x[later]; });
    x[k] = sum / total_[k];
    if (x[k] > large) x.tail(n - k) *= small;  // the last state may be the rarest
  }
  return in_states(x / x.sum());
}

Array Elimination::solve(const Array& b) const {
  Array x = in_order(b);
  const int n = pattern_.size();
  for (int k = 0; k < n; ++k) pattern_.each_entry(k, [&](std::size_t e, int later) { x[later] += out_[e] * x[k]; });
  for (int k = n - 1; k >= 0; --k) {
    double sum = x[k];
    pattern_.each_entry(k, [&](std::size_t e, int later) { sum += in_[e] * x[later]; });
    x[k] = sum / total_[k];
  }
  return in_states(x);
}

Array Elimination::solve_transposed(const Array& b) const {
  Array u = in_order(b);
  const int n = pattern_.size();
  for (int k = 0; k < n; ++k) {
    u[k] /= total_[k];
    pattern_.each_entry(k, [&](std::size_t e, int later) { u[later] += in_[e] * u[k]; });
  }
  for (int k = n - 1; k >= 0; --k) {
    double sum = u[k];
    pattern_.each_entry(k, [&](std::size_t e, int later) { sum += out_[e] * u[later]; });
    u[k] = sum;
  }
  return in_states(u);
}

}  // namespace fokker
