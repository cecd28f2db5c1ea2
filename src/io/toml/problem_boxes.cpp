// SPDX-License-Identifier: MIT
// Ends of axes that a problem with a target leaves out.
#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>

#include "fokker/core/error.hpp"
#include "fokker/problem/enclosing_box.hpp"
#include "io/toml/problem_tables.hpp"

namespace fokker::io {
namespace {

/// A uniform axis of which neither end nor boundary is given.
bool is_free(const toml::table& axis) {
  for (const char* key : {"min", "max", "edges", "boundary", "centre", "width", "power"})
    if (axis.contains(key)) return false;
  return axis["spacing"].value_or(std::string("uniform")) == "uniform";
}

/// Reads what does not depend on a grid, as far as that goes without a fault.
std::optional<Box> box_of(const toml::table& document, const std::vector<std::string>& names, double tail,
                          ReadContext& context) {
  context.axes = names;
  context.dimension = static_cast<int>(names.size());
  TableReader top(context, document, {});
  const auto table = [&](const char* name) { return document[name].as_table(); };
  if (!table("process") || !table("initial") || !table("time")) return std::nullopt;
  if (const auto* parameters = table("parameters")) read_parameters(context, *parameters);
  TableReader of_process(context, *table("process"), "process"), of_law(context, *table("initial"), "initial"),
      of_time(context, *table("time"), "time");
  const auto process = read_process(of_process);
  const auto law = read_law(of_law);
  const auto time = read_time(of_time);
  if (!process || !law || !time || context.diagnostics.count() > 0) return std::nullopt;
  if (!law->mixture || law->dimension != context.dimension) return std::nullopt;
  try {
    return enclosing_box(*process, *law, *time, tail);
  } catch (const Error&) {
    return std::nullopt;  // what is wrong is found again with the grid
  }
}

/// Outward to a number of two digits more than the length of the axis has.
double rounded(double end, double length, bool upper) {
  const double unit = std::pow(10, std::floor(std::log10(length)) - 1);
  const double times = upper ? std::ceil(end / unit) : std::floor(end / unit);
  return std::stod(fmt::format("{:.12g}", times * unit));
}

}  // namespace

void fill_boxes(toml::table& document, ReadContext& context) {
  toml::array* axes = document["axis"].as_array();
  if (!document.contains("target") || document.contains("frame") || !axes || !axes->is_array_of_tables()) return;
  if (axes->empty() || axes->size() > most_axes) return;
  std::vector<std::string> names;
  std::vector<int> free;
  for (std::size_t k = 0; k < axes->size(); ++k) {
    const toml::table& axis = *axes->get(k)->as_table();
    names.push_back(axis["name"].value_or(std::string()));
    if (is_free(axis)) free.push_back(static_cast<int>(k));
  }
  if (free.empty()) return;
  ReadContext own;
  own.name = context.name;
  own.folder = context.folder;
  own.reading = context.reading;
  own.document = context.document;
  const double tail = std::min(1.0, document["target"]["tv"].value_or(1e-3)) / 10;
  const std::optional<Box> box = tail > 0 ? box_of(document, names, tail, own) : std::nullopt;
  if (!box) return;
  for (const int k : free) {
    const double length = box->upper[k] - box->lower[k];
    if (!(length > 0) || !std::isfinite(length)) return;
    toml::table& axis = *axes->get(static_cast<std::size_t>(k))->as_table();
    axis.insert_or_assign("min", rounded(box->lower[k], length, false));
    axis.insert_or_assign("max", rounded(box->upper[k], length, true));
  }
  context.free_axes = free;
}

}  // namespace fokker::io
