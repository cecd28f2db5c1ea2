// SPDX-License-Identifier: MIT
#include "app/words.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "fokker/core/error.hpp"

namespace fokker::app {

std::string bytes_text(double bytes) {
  constexpr std::array units = {"B", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  while (bytes >= 999.5 && unit + 1 < units.size()) {
    bytes /= 1000;
    ++unit;
  }
  return fmt::format("{:.3g} {}", bytes, units[unit]);
}

double bytes_of(const std::string& text) {
  constexpr std::string_view units = "KMGT";
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  double factor = 1;
  if (const auto unit = rest.empty() ? units.npos : units.find(rest.front()); unit != units.npos) {
    factor = std::pow(1024.0, static_cast<double>(unit) + 1);
    rest.remove_prefix(1);
  }
  if (failure != std::errc() || !rest.empty() || !(number > 0) || !std::isfinite(number * factor))
    throw Error(Fault::usage, "--memory " + text, "a number of bytes > 0, with K, M, G or T behind it, e.g. 256M");
  return number * factor;
}

std::string duration_text(double seconds) {
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  const long whole = std::lround(seconds);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string named_line(const std::string& name, const std::string& text) {
  return fmt::format("{:<10} {}\n", name, text);
}

std::string axis_text(const Axis& axis) {
  const std::string boundaries = axis.lower == axis.upper
                                     ? std::string(name_of(axis.lower))
                                     : fmt::format("{} below, {} above", name_of(axis.lower), name_of(axis.upper));
  const double least = axis.widths().minCoeff(), most = axis.widths().maxCoeff();
  const std::string widths =
      most - least > 1e-6 * most ? fmt::format(" of widths {:.3g} to {:.3g}", least, most) : "";  // else rounding
  return fmt::format("{}: {} cells{} on [{:.6g}, {:.6g}], {}", axis.name, axis.cells(), widths, axis.edges[0],
                     axis.edges[axis.cells()], boundaries);
}

}  // namespace fokker::app
