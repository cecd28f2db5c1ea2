// SPDX-License-Identifier: MIT
#include "fokker/verify/metric_entry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "fokker/verify/metrics.hpp"

namespace fokker {
namespace {

/// Every metric of the catalogue, the companions after their owners.
const std::vector<MetricEntry>& whole_catalogue() {
  static const std::vector<MetricEntry> all = [] {
    std::vector<MetricEntry> entries;
    for (const MetricEntry& entry : metric_entries()) {
      entries.push_back(entry);
      for (const MetricEntry& companion : entry.companions)
        entries.push_back(companion), entries.back().rank = entry.rank;
    }
    return entries;
  }();
  return all;
}

struct MetricReader {
  const std::string& name;
  const Metrics& metrics;

  Matrix operator()(std::monostate) const {
    const auto found = metrics.others.find(name);
    return found == metrics.others.end() ? Matrix() : found->second;
  }
  template <class Value>
  Matrix operator()(Value Metrics::*member) const {
    const Value& value = metrics.*member;
    if constexpr (std::is_same_v<Value, double>)
      return metric_number(value);
    else if constexpr (std::is_same_v<Value, std::optional<double>>)
      return value ? metric_number(*value) : Matrix();
    else
      return value;
  }
};

struct MetricWriter {
  const std::string& name;
  const Matrix& values;
  Metrics& metrics;

  void operator()(std::monostate) const { metrics.others[name] = values; }
  template <class Value>
  void operator()(Value Metrics::*member) const {
    Value& value = metrics.*member;
    if constexpr (std::is_arithmetic_v<Value> || std::is_same_v<Value, std::optional<double>>)
      value = values.size() > 0 ? Value(values(0, 0)) : Value();
    else if constexpr (std::is_same_v<Value, Matrix>)
      value = values;
    else
      value = values.reshaped();
  }
};

}  // namespace

std::vector<const MetricEntry*> all_metrics(const std::vector<MetricEntry>& own) {
  std::vector<const MetricEntry*> all;
  for (const auto* entries : {&whole_catalogue(), &own})
    for (const MetricEntry& entry : *entries) all.push_back(&entry);
  return all;
}

const MetricEntry* find_metric(const std::string& name, const std::vector<MetricEntry>& own) {
  for (const auto* entries : {&whole_catalogue(), &own})
    for (const MetricEntry& entry : *entries)
      if (entry.name == name) return &entry;
  return nullptr;
}

std::vector<const MetricEntry*> bounded_metrics(const std::vector<MetricEntry>& own) {
  std::vector<const MetricEntry*> bounded = all_metrics(own);
  std::erase_if(bounded, [](const MetricEntry* entry) { return !entry->takes_bound(); });
  std::stable_sort(bounded.begin(), bounded.end(), [](auto* a, auto* b) {
    return (a->bound_rank > 0 ? a->bound_rank : a->rank) < (b->bound_rank > 0 ? b->bound_rank : b->rank);
  });
  return bounded;
}

std::string bound_range(const MetricEntry& entry) {
  if (entry.most == MetricEntry{}.most) return "a number >= 0";
  return fmt::format("a number from 0 to {}", entry.most);
}

Matrix metric_values(const MetricEntry& entry, const Metrics& metrics) {
  return std::visit(MetricReader{entry.name, metrics}, entry.member);
}

void set_metric_values(const MetricEntry& entry, const Matrix& values, Metrics& metrics) {
  std::visit(MetricWriter{entry.name, values, metrics}, entry.member);
}

}  // namespace fokker
