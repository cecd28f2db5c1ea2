#pragma once
#include <string>
#include <vector>

namespace fokker::app {

/// The lines in which the problem files differ.
struct Example {
  std::string kind;
  std::string title;
  std::string process;
  std::string initial;
  std::string time;
  std::string axis;
  bool exact;               ///< the exact marginal is known
  std::string more = {};    ///< further tables
  std::string bounds = {};  ///< further lines of [verify]
};

/// Kinds on the axes of a position and a velocity.
std::vector<Example> kinetic_examples();

}  // namespace fokker::app
