// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "fokker/core/error.hpp"
#include "sampler/budget_chains.hpp"
#include "sampler/lattice_chain.hpp"
#include "sampler/plane_integrals.hpp"
#include "sampler/rows.hpp"

namespace fokker {
namespace {

constexpr double fewest_nodes = 4.2;             // per standard deviation of the narrowest feature
constexpr double finer_nodes = 1.2;              // from one lattice to the next
constexpr double budget_tolerance = 1e-6;        // of total variation between two lattices
constexpr double plane_budget_rounding = 1e-10;  // below which densities are dropped, beside the largest
constexpr double most_budget_nodes = 4e6;        // ten densities of which are kept
constexpr int most_refinements = 4;

/// The box of all nodes of a lattice.
std::vector<Interval> box_of_lattice(const LatticeDensity& lattice) {
  std::vector<Interval> box;
  for (std::size_t k = 0; k < lattice.count.size(); ++k)
    box.push_back({lattice.low[k], lattice.low[k] + lattice.step[k] * static_cast<double>(lattice.count[k])});
  return box;
}

class PlaneBudget : public BudgetChains {
 public:
  explicit PlaneBudget(const BudgetTask& task)
      : threads_(task.control.threads),
        control_(task.control),
        data_(task.problem.data),
        stopped_(law_at_stop(task.problem, task.run, 1)) {
    control_.threads = 1;  // densities are computed side by side
    const GaussianMixture start = sampler_start(task.problem, task.run);
    const std::vector<Operation> operations = sampler_chain(task.problem, task.run, task.steps).operations;
    SamplerRun forward = task.run;
    forward.start = SamplerStart::forward;
    fineness_ = {std::min({least_deviation(stopped_), least_deviation(start),
                           least_deviation(sampler_start(task.problem, forward))}),
                 fewest_nodes, plane_budget_rounding};
    const LatticeDensity first = lattice_chain_density(operations, start, fineness_, {}, control_).density;
    choose_lattice(first);
    LatticeDensity coarse = at_fineness(operations, start);
    error_ = 1;
    for (int k = 0; k < most_refinements && !(error_ < budget_tolerance); ++k) {
      fineness_.nodes *= finer_nodes;
      choose_lattice(first);
      LatticeDensity fine = at_fineness(operations, start);
      error_ = lattice_difference(std::move(coarse), fine, control_.threads);
      coarse = std::move(fine);
    }
    data_masses_ = masses_of(data_);
    stopped_masses_ = masses_of(stopped_);
  }

  std::vector<Array> points() const override { return lattice_.axes(); }

  Array density(const std::vector<Operation>& operations, const GaussianMixture& start) const override {
    return at_fineness(operations, start).values;
  }

  Array density(const GaussianMixture& law) const override {
    return log_density_at(law, lattice_, control_.threads).exp();
  }

  SamplerDeviation deviation(const Array& values, bool from_data) const override {
    LatticeDensity found = lattice_;
    found.values = values;
    const GaussianMixture &exact = from_data ? data_ : stopped_, &other = from_data ? stopped_ : data_;
    const double floor = plane_budget_rounding * values.maxCoeff();
    const PlaneIntegrals parts = plane_integrals(found, {exact, other}, floor, control_.threads);
    SamplerDeviation result;
    if (parts.hidden * 40 + parts.doubt < 1e-3 * parts.kl) result.kl = parts.kl;
    result.tv = parts.tv;
    SamplerRow row;
    compare_moments(found, row);
    result.mean = row.mean - exact.mean();
    result.variance = (row.covariance - exact.covariance()).diagonal();
    result.modes = from_data ? parts.modes : plane_integrals(found, {data_, data_}, floor, control_.threads).modes;
    const std::vector<double>& masses = from_data ? data_masses_ : stopped_masses_;
    for (std::size_t k = 0; k < masses.size(); ++k) result.modes[k] -= masses[k];
    result.density = values - density(exact);
    return result;
  }

  double error() const override { return error_; }
  int side_by_side() const override { return threads_; }
  long limit_steps() const override { return 40; }

 private:
  LatticeDensity at_fineness(const std::vector<Operation>& operations, const GaussianMixture& start) const {
    return lattice_chain_density(operations, start, fineness_, lattice_, control_).density;
  }

  /// Nodes for the narrowest feature where a density or the data have mass.
  void choose_lattice(const LatticeDensity& first) {
    const double step = fineness_.least / fineness_.nodes;
    std::vector<Interval> box = box_of_lattice(first), data = box_around(data_, 9);
    double nodes = 1;
    for (std::size_t k = 0; k < box.size(); ++k) {
      box[k] = {std::min(box[k].low, data[k].low), std::max(box[k].high, data[k].high)};
      nodes *= (box[k].high - box[k].low) / step;
    }
    if (nodes > most_budget_nodes)
      throw Error(Fault::numerical,
                  fmt::format("a budget needs {:.3g} nodes; at most {:.3g} are computed", nodes, most_budget_nodes));
    lattice_ = empty_lattice(box, step);
  }

  /// Masses of a law where each component of the data outweighs the others.
  std::vector<double> masses_of(const GaussianMixture& law) const {
    const LatticeDensity density = lattice_density(law, least_deviation(law) / fineness_.nodes, control_.threads);
    return plane_integrals(density, {data_, data_}, 0, control_.threads).modes;
  }

  int threads_;
  Control control_;
  GaussianMixture data_, stopped_;
  LatticeFineness fineness_{};
  LatticeDensity lattice_;
  std::vector<double> data_masses_, stopped_masses_;
  double error_ = 0;
};

}  // namespace

std::unique_ptr<BudgetChains> plane_budget_chains(const BudgetTask& task) {
  return std::make_unique<PlaneBudget>(task);
}

}  // namespace fokker
