// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "fokker/study/fields.hpp"
#include "view/report_cells.hpp"
#include "view/report_parts.hpp"
#include "view/report_text.hpp"
#include "view/series.hpp"

namespace fokker::view::html {
namespace {

constexpr Eigen::Index most_sampler_points = 512;
constexpr double visible_share = 1e-4;  // of the largest density

/// Densities under the slider: of one axis, whose curves fit into one picture.
bool has_slider(const std::optional<SamplerResults>& results) {
  return results && !results->rows.empty() && results->grid.dimension() == 1;
}

/// Cells in which a sampler's density is visible.
Window visible_cells(const std::vector<Array>& densities) {
  double top = 0;
  for (const Array& density : densities) top = std::max(top, density.maxCoeff());
  Window window{densities.front().size() - 1, 0};
  for (const Array& density : densities)
    for (Eigen::Index j = 0; j < density.size(); ++j) {
      if (!(density[j] > visible_share * top)) continue;
      window.first = std::min(window.first, j);
      window.last = std::max(window.last, j);
    }
  return window.first <= window.last ? window : Window{0, densities.front().size() - 1};
}

std::string values_json(const Array& density) { return packed(std::vector<float>(density.begin(), density.end())); }

const char* const steps_slider = R"(<div class="controls">
<label for="steps">Steps</label>
<input id="steps" type="range" min="0" step="1" value="0">
<output id="steps-now" for="steps"></output>
</div>
<div id="sampler-pictures"></div>
)";

}  // namespace

std::string samplers_html(const std::optional<SamplerResults>& results) {
  if (!results || results->rows.empty()) return "";
  std::string rows;
  for (const SamplerRow& row : results->rows)
    rows +=
        row_html({escaped(row.sampler), fmt::format("{}", row.steps), fmt::format("{}", row.evaluations),
                  or_dash(row.kl), or_dash(row.kl_reverse), shown_number(row.tv), or_dash(row.w1), or_dash(row.w2),
                  fmt::format("{:.6g}", fmt::join(row.mean, ", ")),
                  fmt::format("{:.6g}", fmt::join(row.covariance.diagonal().eval(), ", ")), shown_number(row.error)});
  return std::string("<section>\n<h2>Samplers</h2>\n") + (has_slider(results) ? steps_slider : "") +
         table_html(
             "Exact distributions of samplers, compared with the initial law",
             {"sampler", "steps", "evaluations", "KL(p0|g)", "KL(g|p0)", "tv", "w1", "w2", "mean", "variance", "error"},
             rows) +
         "</section>\n";
}

std::string samplers_json(const Result& result) {
  if (!has_slider(result.samplers)) return "null";
  const SamplerResults& results = *result.samplers;
  const Axis& axis = results.grid.axis(0);
  const Cells cells = grouped(visible_cells(results.densities), most_sampler_points);
  const std::vector<std::string> labels = sampler_labels(results.rows);
  std::vector<std::string> rows;
  for (std::size_t k = 0; k < results.rows.size(); ++k) {
    const SamplerRow& row = results.rows[k];
    const auto number = std::find(labels.begin(), labels.end(), row.sampler) - labels.begin();
    rows.push_back(fmt::format("{{\"label\":{},\"number\":{},\"steps\":{},\"tv\":{},\"values\":{}}}", json(row.sampler),
                               number, row.steps, json(row.tv),
                               values_json(averages(axis, cells, results.densities[k]))));
  }
  const Array stopped = result.evidence.forward.densities.front() * per_space(result.evidence, 0);
  return fmt::format("{{\"axis\":{},\"time\":{},\"edges\":{},\"forward\":{},\"rows\":{}}}", json(axis.name),
                     json(result.evidence.times.front()), json(edges_of(axis, cells)),
                     values_json(averages(axis, cells, stopped)), json_list(rows));
}

}  // namespace fokker::view::html
