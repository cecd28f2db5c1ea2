// SPDX-License-Identifier: MIT
#include "fokker/view/report.hpp"

#include <fmt/format.h>

#include <map>
#include <string_view>

#include "fokker/core/error.hpp"
#include "io/file.hpp"
#include "view/report_parts.hpp"
#include "view/report_text.hpp"

namespace fokker {
namespace {

using namespace view::html;

constexpr std::size_t most_library_bytes = 4'000'000;

/// The template with {{name}} replaced, once through: what is put in is not looked at.
std::string filled(std::string_view text, const std::map<std::string, std::string, std::less<>>& values) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto open = text.find("{{", at);
    if (open == std::string_view::npos) return result.append(text.substr(at));
    const auto close = text.find("}}", open);
    result.append(text.substr(at, open - at)).append(values.at(std::string(text.substr(open + 2, close - open - 2))));
    at = close + 2;
  }
  return result;
}

std::string data_json(const Result& snapshots) {
  return fmt::format("{{\"times\":{},\"density\":{},\"panels\":{},\"samplers\":{}}}", json(snapshots.evidence.times),
                     densities_json(snapshots.evidence), panels_json(snapshots), samplers_json(snapshots));
}

}  // namespace

std::string chart_library(const std::filesystem::path& file) {
  std::string text;
  try {
    text = io::read_bytes(file, most_library_bytes, true);
  } catch (const Error& error) {
    auto diagnostic = error.diagnostics().front();
    diagnostic.found += "; the report needs Chart.js";
    diagnostic.advice = "apt-get install libjs-chart.js, or --chart-js FILE with a Chart.js of version 3";
    throw Error(Fault::file, diagnostic);
  }
  if (text.substr(0, 200).find("Chart.js v3.") == std::string::npos || text.find("</script") != std::string::npos)
    throw Error(Fault::data, {file.string(), "", "not Chart.js of version 3",
                              "the file that starts with '/*! Chart.js v3...'", "apt-get install libjs-chart.js"});
  return text;
}

std::string html_report(const Result& snapshots, const std::string& source, const std::string& chart_js) {
  if (snapshots.evidence.times.empty()) throw Error(Fault::data, "/time: no snapshots");
  const std::string title = snapshots.title.empty() ? source : snapshots.title;
  return filled(page_template, {{"title", escaped(title)},
                                {"style", page_style},
                                {"verdict", verdict_html(snapshots.report)},
                                {"problem", problem_html(snapshots)},
                                {"verification", verification_html(snapshots.report)},
                                {"numbers", numbers_html(snapshots) + scores_html(snapshots.scores) +
                                                samplers_html(snapshots.samplers)},
                                {"errors", errors_html(snapshots.report)},
                                {"significance", significance_html(snapshots.report)},
                                {"provenance", provenance_html(snapshots, source)},
                                {"data", data_json(snapshots)},
                                {"chart", chart_js},
                                {"script", page_script}});
}

void write_html_report(const std::filesystem::path& file, const Result& snapshots, const std::string& source,
                       const std::string& chart_js) {
  io::probe_folder(io::write_target(file));
  io::replace_file(file, html_report(snapshots, source, chart_js));
}

}  // namespace fokker
