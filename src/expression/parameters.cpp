// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fokker/expression/expression.hpp"

namespace fokker {
namespace {

ExpressionError fault(std::string found, std::string legal = {}, std::string advice = {}) {
  return {0, 0, Diagnostic{{}, {}, std::move(found), std::move(legal), std::move(advice)}};
}

struct Item {
  enum class Status { waiting, known, wrong } status = Status::waiting;
  std::optional<Expression> expression;
  std::vector<std::size_t> references;
};

/// Evaluates each parameter once all that it refers to is known. What refers to a fault stays unknown without a
/// message of its own.
class Resolver {
 public:
  Resolver(const std::vector<ParameterText>& parameters, const std::vector<std::string>& axes)
      : parameters_(parameters), items_(parameters.size()) {
    scope_.allow_time = false;
    scope_.unavailable = axes;
    for (std::size_t i = 0; i < items_.size(); ++i) check_name(i);
    values_ = Vector::Zero(static_cast<Eigen::Index>(scope_.variables.size()));
    for (std::size_t i = 0; i < items_.size(); ++i)
      if (items_[i].status == Item::Status::waiting) read(i);
  }

  ResolvedParameters resolve() {
    for (bool progress = true; progress;) {
      progress = false;
      for (std::size_t i = 0; i < items_.size(); ++i)
        if (items_[i].status == Item::Status::waiting && evaluate_if_ready(i)) progress = true;
    }
    for (std::size_t i = 0; i < items_.size(); ++i)
      if (items_[i].status == Item::Status::waiting) follow(i);
    std::stable_sort(result_.faults.begin(), result_.faults.end(),
                     [](const auto& a, const auto& b) { return a.parameter < b.parameter; });
    return std::move(result_);
  }

 private:
  void add(std::size_t i, bool in_name, ExpressionError error) {
    items_[i].status = Item::Status::wrong;
    result_.faults.push_back({i, in_name, std::move(error)});
  }

  void check_name(std::size_t i) {
    const std::string& name = parameters_[i].name;
    const auto& axes = scope_.unavailable;
    if (is_reserved_name(name))
      add(i, true, fault(fmt::format("'{}' has a meaning in expressions", name), "other names", name + "_0"));
    else if (std::find(axes.begin(), axes.end(), name) != axes.end())
      add(i, true, fault(fmt::format("'{}' is the name of an axis", name), "other names", name + "_0"));
    else if (!place_.emplace(name, i).second)
      add(i, true, fault(fmt::format("parameter '{}' a second time", name), "each name once"));
    else
      scope_.variables.push_back(name);
  }

  /// Reads a text with the parameters as variables, to see which it needs.
  void read(std::size_t i) {
    if (const auto* number = std::get_if<double>(&parameters_[i].value)) {
      accept(i, *number, "the value");
      return;
    }
    try {
      items_[i].expression = Expression::parse(std::get<std::string>(parameters_[i].value), scope_);
      for (const auto& name : items_[i].expression->names()) items_[i].references.push_back(place_.at(name));
    } catch (const ExpressionError& error) {
      add(i, false, error);
    }
  }

  void accept(std::size_t i, double value, const std::string& text) {
    if (!std::isfinite(value)) {
      add(i, false, fault(fmt::format("{} is {}", text, value), "finite values"));
      return;
    }
    items_[i].status = Item::Status::known;
    result_.values[parameters_[i].name] = value;
    const auto& names = scope_.variables;
    values_[std::find(names.begin(), names.end(), parameters_[i].name) - names.begin()] = value;
  }

  bool evaluate_if_ready(std::size_t i) {
    const auto is_known = [&](std::size_t k) { return items_[k].status == Item::Status::known; };
    const auto& references = items_[i].references;
    if (!std::all_of(references.begin(), references.end(), is_known)) return false;
    const auto bad = items_[i].expression->first_nonfinite(values_, 0);
    accept(i, items_[i].expression->value(values_, 0), bad ? bad->text : "");
    return true;
  }

  /// Goes along references that cannot be resolved: to a fault that has its message, or round a cycle.
  void follow(std::size_t start) {
    std::vector<std::size_t> path;
    std::size_t here = start;
    while (items_[here].status == Item::Status::waiting && std::find(path.begin(), path.end(), here) == path.end()) {
      path.push_back(here);
      const auto& references = items_[here].references;
      here = *std::find_if(references.begin(), references.end(),
                           [&](std::size_t k) { return items_[k].status != Item::Status::known; });
    }
    const auto cycle = std::find(path.begin(), path.end(), here);
    for (const std::size_t i : path) items_[i].status = Item::Status::wrong;
    if (cycle == path.end()) return;
    std::string text;
    for (auto i = cycle; i != path.end(); ++i) text += parameters_[*i].name + " -> ";
    add(here, false, fault("a circle of parameters: " + text + parameters_[here].name, "values that can be computed"));
  }

  const std::vector<ParameterText>& parameters_;
  ExpressionScope scope_;
  std::map<std::string, std::size_t> place_;
  std::vector<Item> items_;
  Vector values_;  // of scope_.variables
  ResolvedParameters result_;
};

}  // namespace

ResolvedParameters resolve_parameters(const std::vector<ParameterText>& parameters,
                                      const std::vector<std::string>& variables) {
  return Resolver(parameters, variables).resolve();
}

}  // namespace fokker
