// SPDX-License-Identifier: MIT
// Stationary correlations over the lag, and power spectra over frequency.
#include "fokker/core/error.hpp"
#include "view/figure_entry.hpp"

namespace fokker {
namespace view {
namespace {

CurvePanel panel_over(const std::string& title, const std::string& across, const std::vector<double>& x,
                      const std::vector<double>& y) {
  CurvePanel panel{title, across, "", {}, {}, {}};
  Curve curve{{}, "with lines linewidth 2 linecolor '#0072b2'"};
  for (std::size_t k = 0; k < x.size(); ++k) curve.points.insert(curve.points.end(), {x[k], y[k]});
  panel.curves.push_back(std::move(curve));
  return panel;
}

CurveFigure correlation_curves(const FigureInput& input) {
  CurveFigure figure{input.result.title, {}, {}, {}};
  if (const auto& found = input.result.generator) {
    for (const CorrelationResult& one : found->correlations) {
      if (!one.lags.empty())
        figure.panels.push_back(panel_over("correlation " + one.name, "lag", one.lags, one.values));
      if (one.frequencies.size() > 1)
        figure.panels.push_back(panel_over("power spectrum " + one.name, "frequency", one.frequencies, one.spectrum));
    }
    if (found->reset && found->reset->frequencies.size() > 1)
      figure.panels.push_back(
          panel_over("power spectrum of resets", "frequency", found->reset->frequencies, found->reset->event_spectrum));
  }
  if (figure.panels.empty())
    throw Error(Fault::usage, "--what correlation: the file holds no lags or frequencies",
                "a run with a [[correlation]], or [reset] with frequencies", "--what density");
  return figure;
}

}  // namespace
}  // namespace view

FigureEntry correlation_figure() {
  return {.rank = 110,
          .name = "correlation",
          .shows = "stationary correlations and power spectra",
          .all_times = true,
          .curves = view::correlation_curves};
}

}  // namespace fokker
