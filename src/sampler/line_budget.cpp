// SPDX-License-Identifier: MIT
#include <algorithm>

#include "sampler/budget_chains.hpp"
#include "sampler/line_chain.hpp"
#include "sampler/line_metrics.hpp"
#include "sampler/rows.hpp"

namespace fokker {
namespace {

constexpr Eigen::Index line_budget_nodes = 2048;
constexpr double line_budget_rounding = 1e-12;

class LineBudget : public BudgetChains {
 public:
  explicit LineBudget(const BudgetTask& task)
      : control_(task.control), data_(task.problem.data), stopped_(law_at_stop(task.problem, task.run, 1)) {
    const LineLaw start(sampler_start(task.problem, task.run));
    const std::vector<Operation> operations = sampler_chain(task.problem, task.run, task.steps).operations;
    const NodeDensity all = chain_density(operations, start, line_budget_nodes, {});
    const Interval range = data_.range();
    box_ = {std::min(range.low, all.low), std::max(range.high, all.x(all.size()))};
    const NodeDensity coarse = chain_density(operations, start, line_budget_nodes / 2, box_);
    const NodeDensity fine = chain_density(operations, start, line_budget_nodes, box_);
    for (Eigen::Index j = 0; j < coarse.size(); ++j)
      error_ += 0.5 * coarse.step * std::abs(coarse.values[j] - fine.values[2 * j]);
  }

  std::vector<Array> points() const override { return {on_nodes({}).nodes()}; }

  Array density(const std::vector<Operation>& operations, const GaussianMixture& start) const override {
    control_.stop.check();
    return chain_density(operations, LineLaw(start), line_budget_nodes, box_).values;
  }

  Array density(const GaussianMixture& law) const override { return law.log_density(points()[0]).exp(); }

  SamplerDeviation deviation(const Array& values, bool from_data) const override {
    const NodeDensity found = on_nodes(values);
    const LineLaw& exact = from_data ? data_ : stopped_;
    SamplerRow row;
    compare(found, exact, row);
    const ForwardDivergence divergence = forward_divergence(found, exact, line_budget_rounding * values.maxCoeff());
    SamplerDeviation result;
    if (divergence.hidden * 40 + divergence.doubt < 1e-3 * divergence.kl) result.kl = divergence.kl;
    result.tv = row.tv;
    result.mean = row.mean - exact.mixture().mean();
    result.variance = (row.covariance - exact.mixture().covariance()).diagonal();
    result.modes = mode_masses(found);
    const std::vector<double> masses = mode_masses(exact);
    for (std::size_t k = 0; k < masses.size(); ++k) result.modes[k] -= masses[k];
    result.density = values - density(exact.mixture());
    return result;
  }

  double error() const override { return error_; }
  int side_by_side() const override { return control_.threads; }
  long limit_steps() const override { return 80; }

 private:
  NodeDensity on_nodes(Array values) const {
    const double step = (box_.high - box_.low) / line_budget_nodes;
    if (values.size() == 0) values = Array::Zero(line_budget_nodes);
    return {box_.low, step, std::move(values)};
  }

  /// Masses of the modes of the data.
  template <class Below>
  std::vector<double> mode_masses(const Below& below, double all) const {
    const LineLaw::Modes modes = data_.modes();
    std::vector<double> masses(data_.mixture().size());
    for (std::size_t k = 0; k < modes.leaders.size(); ++k)
      masses[modes.leaders[k]] +=
          (k < modes.cuts.size() ? below(modes.cuts[k]) : all) - (k > 0 ? below(modes.cuts[k - 1]) : 0);
    return masses;
  }
  std::vector<double> mode_masses(const LineLaw& law) const {
    return mode_masses([&](double x) { return law.below(x); }, 1);
  }
  std::vector<double> mode_masses(const NodeDensity& density) const {
    const NodeDistribution F(density);
    return mode_masses([&](double x) { return F.at(x); }, density.mass());
  }

  const Control& control_;
  LineLaw data_, stopped_;
  Interval box_{};
  double error_ = 0;
};

}  // namespace

std::unique_ptr<BudgetChains> line_budget_chains(const BudgetTask& task) { return std::make_unique<LineBudget>(task); }

}  // namespace fokker
