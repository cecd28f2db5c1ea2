// SPDX-License-Identifier: MIT
// The examination of stated scores in the report.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "view/report_parts.hpp"
#include "view/report_text.hpp"
#include "view/score_lattice.hpp"

namespace fokker::view::html {
namespace {

constexpr double picture_size = 240;  // pixels
const char* const true_colour = "#999999";
const char* const stated_colour = "#0072b2";

std::string shown_or(const std::optional<double>& value, const char* absent) {
  return value ? shown_number(*value) : absent;
}

std::string error_row(const ScoreError& error) {
  std::string shares;
  for (const ScoreShare& part : error.shares)
    shares += fmt::format("{}{:.0f} % to t = {:.3g}", shares.empty() ? "" : ", ", 100 * part.share, part.end);
  return row_html({escaped(error.name), escaped(error.parameterization), shown_number(error.integral), shares,
                   fmt::format("{:.0f} %", 100 * error.sparse_share), shown_or(error.denoising_loss, "-"),
                   shown_or(error.constant, "-"),
                   error.better ? escaped(error.better->name) + " fits better" : std::string("-")});
}

std::string outcome_row(const ScoreOutcome& outcome) {
  return row_html({escaped(outcome.name), fmt::format("{:.4g}", outcome.alpha), fmt::format("{:.4g}", outcome.time),
                   shown_number(outcome.tv), shown_or(outcome.kl, "infinite"), shown_or(outcome.bound, "none"),
                   shown_or(outcome.kl_decay, "-"), shown_or(outcome.kl_injection, "-")});
}

/// Where numbers of an axis stand in a picture.
struct Along {
  double low, high;
  bool upward;
  double operator()(double x) const {
    const double share = high > low ? (x - low) / (high - low) : 0.5;
    return picture_size * (upward ? 1 - share : share);
  }
};

std::string svg(const std::string& title, const std::string& content) {
  return fmt::format(
      "<figure><svg role=\"img\" aria-label=\"{0}\" width=\"{1}\" height=\"{1}\" viewBox=\"0 0 {1} {1}\">"
      "<rect width=\"{1}\" height=\"{1}\" fill=\"none\" stroke=\"#cccccc\"/>{2}</svg><figcaption>{0}</figcaption>"
      "</figure>\n",
      title, picture_size, content);
}

std::string path(const std::string& steps, const char* colour, double width) {
  return fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"/>", steps, colour, width);
}

std::string line_picture(const ScoreMaps& maps, std::size_t k) {
  const Array& x = maps.coordinates[0];
  const double least = least_seen(maps, k);
  double size = 0, low = x[x.size() - 1], high = x[0];
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    if (!(maps.density[k][i] >= least)) continue;
    low = std::min(low, x[i]), high = std::max(high, x[i]);
    size = std::max({size, std::abs(maps.truth[k](i, 0)), std::abs(maps.stated[k](i, 0))});
  }
  const Along across{low, high, false}, up{-size, size, true};
  const auto curve = [&](const Points& field, const char* colour, double width) {
    std::string steps;
    for (Eigen::Index i = 0; i < x.size(); ++i)
      if (maps.density[k][i] >= least)
        steps += fmt::format("{}{:.1f} {:.1f}", steps.empty() ? "M" : "L", across(x[i]), up(field(i, 0)));
    return path(steps, colour, width);
  };
  return curve(maps.truth[k], true_colour, 3) + curve(maps.stated[k], stated_colour, 1.2);
}

std::string arrow_picture(const ScoreMaps& maps, std::size_t k) {
  const Array &x = maps.coordinates[0], &y = maps.coordinates[1];
  const Along across{x[0], x[x.size() - 1], false}, up{y[0], y[y.size() - 1], true};
  const double longest = longest_score(maps, k);
  const auto arrows = [&](const Points& field, const char* colour, double width) {
    const Arrows all = lattice_arrows(maps, k, field, longest);
    std::string steps;
    for (std::size_t i = 0; i + 3 < all.size(); i += 4) {
      const double u = across(all[i] + all[i + 2]), v = up(all[i + 1] + all[i + 3]);
      steps += fmt::format("M{:.1f} {:.1f}L{:.1f} {:.1f}m-1 -1h2v2h-2z", across(all[i]), up(all[i + 1]), u, v);
    }
    return path(steps, colour, width);
  };
  return arrows(maps.truth[k], true_colour, 2.5) + arrows(maps.stated[k], stated_colour, 1);
}

/// True and stated score at four times, of one and two axes.
std::string pictures(const ScoreError& error) {
  const std::size_t axes = error.maps.coordinates.size();
  if (axes > 2) return "";
  std::string html;
  for (const std::size_t k : chosen_maps(error.maps, 4))
    html += svg(fmt::format("{} at t = {:.3g}", escaped(error.name), error.maps.times[k]),
                axes == 1 ? line_picture(error.maps, k) : arrow_picture(error.maps, k));
  return "<div class=\"scores\">\n" + html + "</div>\n";
}

}  // namespace

std::string scores_html(const std::optional<ScoreReport>& scores) {
  if (!scores || scores->errors.empty()) return "";
  std::string errors, outcomes, shown;
  for (const ScoreError& error : scores->errors) errors += error_row(error);
  for (const ScoreOutcome& outcome : scores->outcomes) outcomes += outcome_row(outcome);
  for (const ScoreError* error : examined_scores(scores, "score-fields")) shown += pictures(*error);
  return "<section>\n<h2>Errors of stated scores</h2>\n" +
         table_html(fmt::format("Stated scores against the {} one, weighted by the diffusion", scores->truth),
                    {"reversal", "values", "integrated error", "where in time", "in sparse places", "denoising loss",
                     "its constant", "likely mistake"},
                    errors) +
         table_html("Densities that they lead to",
                    {"reversal", "&alpha;", "t", "tv", "kl", "bound on kl", "kl decays", "the score adds"}, outcomes) +
         "<p class=\"note\">Grey: the true score; blue: the stated one, where the true density is at least a "
         "thousandth "
         "of its largest value.</p>\n" +
         shown + "</section>\n";
}

}  // namespace fokker::view::html
