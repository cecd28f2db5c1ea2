// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "fokker/grid/grid.hpp"
#include "fokker/problem/problem.hpp"

namespace fokker::app {

/// "512 B", "12.3 MB": powers of 1000.
std::string bytes_text(double bytes);
/// The number of bytes that "256M" or "2G" means; K, M, G and T are powers of 1024.
/// @throws Error{Fault::usage}
double bytes_of(const std::string& text);
/// "0.8 s", "42 s", "3 min 20 s", "2 h 5 min".
std::string duration_text(double seconds);
/// A name and what it stands for, in two columns: "axis       x: 1024 cells ...", with its newline.
std::string named_line(const std::string& name, const std::string& text);
/// "x: 1024 cells on [-5, 5], reflecting"
std::string axis_text(const Axis& axis);

}  // namespace fokker::app
