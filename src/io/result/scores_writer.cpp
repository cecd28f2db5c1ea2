// SPDX-License-Identifier: MIT
// The examination of stated scores, in OUT.h5.
#include <fmt/format.h>

#include "io/hdf5/rows.hpp"
#include "io/result/layout.hpp"

namespace fokker::io {
namespace {

std::vector<double> numbers_of(const Eigen::Ref<const Eigen::VectorXd>& values) {
  return {values.begin(), values.end()};
}

class ScoreWriter {
 public:
  ScoreWriter(hid_t parent, std::vector<std::string> axes) : parent_(parent), axes_(std::move(axes)) {}

  void write_error(const ScoreError& error) const {
    const Handle to = h5g_create(parent_, error.name);
    write_attribute(to, "parameterization", error.parameterization);
    write_attribute(to, "integral", error.integral);
    write_attribute(to, "sparse_share", error.sparse_share);
    write_attribute(to, "denoising_loss", error.denoising_loss.value_or(nan));
    write_attribute(to, "constant", error.constant.value_or(nan));
    write_attribute(to, "better", error.better ? error.better->name : std::string());
    write_attribute(to, "better_ratio", error.better ? error.better->ratio : nan);
    Scales scales;
    write_scale(to, scales, "time", error.times, {"process time", "time"});
    const auto write = [&](const char* name, const std::vector<double>& values, const Meaning& meaning) {
      if (!values.empty()) write_numbers(to, scales, name, {"time"}, values, meaning);
    };
    write("error", error.error, {"mean of |stated score - true score|^2 over the true density", "length^-2"});
    write("rate", error.rate, {"the same weighted by the diffusion", "time^-1"});
    write("curl", error.curl, {"mean squared curl of the stated score", "length^-4"});
    write("residual", error.residual, {"mean squared residual of the equation of scores", "length^-2 time^-2"});
    write_shares(to, error.shares);
    if (!error.maps.times.empty()) write_maps(to, error.maps);
  }

  void write_outcome(std::size_t number, const ScoreOutcome& outcome) const {
    const Handle to = h5g_create(parent_, fmt::format("{}", number));
    write_attribute(to, "name", outcome.name);
    const std::pair<const char*, double> all[] = {{"alpha", outcome.alpha},
                                                  {"time", outcome.time},
                                                  {"tv", outcome.tv},
                                                  {"kl", outcome.kl.value_or(nan)},
                                                  {"start_kl", outcome.start_kl.value_or(nan)},
                                                  {"bound", outcome.bound.value_or(nan)},
                                                  {"kl_decay", outcome.kl_decay.value_or(nan)},
                                                  {"kl_injection", outcome.kl_injection.value_or(nan)}};
    for (const auto& [name, value] : all) write_attribute(to, name, value);
    Scales scales;
    for (const char* name : {"component", "component_2"})
      write_scale(to, scales, name, axes_, {"coordinate of a moment", "1"});
    write_numbers(to, scales, "w1", {"component"}, numbers_of(outcome.w1.matrix()),
                  {"Wasserstein-1 distance of the marginals", "length"});
    write_numbers(to, scales, "mean", {"component"}, numbers_of(outcome.mean), {"mean", "length"});
    write_numbers(to, scales, "covariance", {"component", "component_2"}, numbers_of(outcome.covariance.reshaped()),
                  {"covariance", "length^2"});
    write_kl(to, scales, outcome);
    write_modes(to, scales, outcome.modes);
  }

 private:
  static void write_shares(hid_t to, const std::vector<ScoreShare>& shares) {
    std::vector<double> begin, end, share;
    for (const ScoreShare& part : shares) {
      begin.push_back(part.begin);
      end.push_back(part.end);
      share.push_back(part.share);
    }
    Scales scales;
    write_counting_scale(to, scales, "part", shares.size(), 0, {"part of the time", "1"});
    write_numbers(to, scales, "share_begin", {"part"}, begin, {"where the part begins", "time"});
    write_numbers(to, scales, "share_end", {"part"}, end, {"where it ends", "time"});
    write_numbers(to, scales, "share", {"part"}, share, {"its share of the integral", "1"});
  }

  void write_maps(hid_t error, const ScoreMaps& maps) const {
    const Handle to = h5g_create(error, "maps");
    Scales scales;
    write_scale(to, scales, "time", maps.times, {"process time", "time"});
    std::vector<std::string> dimensions = {"time"};
    for (std::size_t k = 0; k < axes_.size(); ++k) {
      write_scale(to, scales, axes_[k], numbers_of(maps.coordinates[k].matrix()),
                  {axes_[k] + ", centres of some cells", "length"});
      dimensions.push_back(axes_[k]);
    }
    write_scale(to, scales, "component", axes_, {"axis that the component is along", "1"});
    write_numbers(to, scales, "density", dimensions, joined_rows(maps.density),
                  {"true density", fmt::format("length^-{}", axes_.size())});
    dimensions.emplace_back("component");
    write_numbers(to, scales, "true_score", dimensions, all_rows(maps.truth), {"true score", "length^-1"});
    write_numbers(to, scales, "stated_score", dimensions, all_rows(maps.stated), {"stated score", "length^-1"});
  }
  static std::vector<double> all_rows(const std::vector<Points>& all) {
    std::vector<double> values;
    for (const Points& points : all)
      for (const double value : by_rows(points)) values.push_back(value);
    return values;
  }

  static void write_kl(hid_t to, Scales& scales, const ScoreOutcome& outcome) {
    if (outcome.snapshots.empty()) return;
    write_scale(to, scales, "snapshot", outcome.snapshots, {"process time, the last first", "time"});
    write_numbers(to, scales, "kl_in_time", {"snapshot"}, outcome.kl_in_time,
                  {"KL(true, reversed) at the snapshots, NaN where infinite", "1"});
  }

  static void write_modes(hid_t to, Scales& scales, const std::vector<ModeWeight>& modes) {
    if (modes.empty()) return;
    std::vector<double> truth, density;
    for (const ModeWeight& mode : modes) {
      truth.push_back(mode.truth);
      density.push_back(mode.density);
    }
    write_counting_scale(to, scales, "mode", modes.size(), 1, {"component of the initial mixture", "1"});
    write_numbers(to, scales, "mode_true", {"mode"}, truth, {"true mass near the mode", "1"});
    write_numbers(to, scales, "mode_density", {"mode"}, density, {"mass of the reversed density near it", "1"});
  }

  hid_t parent_;
  std::vector<std::string> axes_;
};

}  // namespace

void write_scores(hid_t root, const ScoreReport& report, const std::vector<std::string>& axes) {
  const Handle to = h5g_create(root, "scores");
  write_attribute(to, "truth", report.truth);
  const Handle errors = h5g_create(to, "errors"), outcomes = h5g_create(to, "outcomes");
  for (const ScoreError& error : report.errors) ScoreWriter(errors, axes).write_error(error);
  for (std::size_t k = 0; k < report.outcomes.size(); ++k)
    ScoreWriter(outcomes, axes).write_outcome(k, report.outcomes[k]);
}

}  // namespace fokker::io
