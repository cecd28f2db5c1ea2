// SPDX-License-Identifier: MIT
#include "fokker/io/sampler_json.hpp"

#include <nlohmann/json.hpp>

namespace fokker {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson number_or_null(const std::optional<double>& value) { return value ? OrderedJson(*value) : OrderedJson(); }

/// A number with one axis, else an array.
OrderedJson vector_json(const Vector& values) {
  if (values.size() == 1) return values[0];
  return std::vector<double>(values.begin(), values.end());
}

OrderedJson matrix_json(const Matrix& values) {
  if (values.size() == 1) return values(0, 0);
  OrderedJson rows = OrderedJson::array();
  for (Eigen::Index i = 0; i < values.rows(); ++i) rows.push_back(vector_json(values.row(i)));
  return rows;
}

OrderedJson row_json(const SamplerRow& row) {
  return {{"sampler", row.sampler},
          {"kind", row.kind},
          {"steps", row.steps},
          {"evaluations", row.evaluations},
          {"kl", number_or_null(row.kl)},
          {"kl_reverse", number_or_null(row.kl_reverse)},
          {"tv", row.tv},
          {"w1", number_or_null(row.w1)},
          {"w2", number_or_null(row.w2)},
          {"mean", vector_json(row.mean)},
          {"covariance", matrix_json(row.covariance)},
          {"modes", row.modes},
          {"tv_stop", row.tv_stop},
          {"folded", row.folded},
          {"error", row.error}};
}

/// Points of one axis, or a list of those of each.
OrderedJson points_json(const std::vector<Array>& points) {
  OrderedJson axes = OrderedJson::array();
  for (const Array& axis : points) axes.push_back(std::vector<double>(axis.begin(), axis.end()));
  return points.size() == 1 ? axes[0] : axes;
}

OrderedJson deviation_json(const SamplerDeviation& part) {
  return {{"kl", number_or_null(part.kl)},
          {"tv", part.tv},
          {"mean", vector_json(part.mean)},
          {"variance", vector_json(part.variance)},
          {"modes", part.modes},
          {"density", std::vector<double>(part.density.begin(), part.density.end())}};
}

}  // namespace

std::string to_json(const std::vector<SamplerBudget>& budgets) {
  OrderedJson json = {{"budgets", OrderedJson::array()}};
  for (const SamplerBudget& budget : budgets) {
    OrderedJson one = {{"sampler", budget.sampler},
                       {"steps", budget.steps},
                       {"repair_first", name_of(budget.repair_first())},
                       {"error", budget.error},
                       {"x", points_json(budget.points)},
                       {"total", deviation_json(budget.total)},
                       {"interaction", deviation_json(budget.interaction())}};
    for (const auto& [part, name] : EnumNames<BudgetPart>::all) {
      one["alone"][std::string(name)] = deviation_json(budget.alone[static_cast<std::size_t>(part)]);
      one["repaired"][std::string(name)] = deviation_json(budget.repaired[static_cast<std::size_t>(part)]);
    }
    json["budgets"].push_back(std::move(one));
  }
  return json.dump(2);
}

std::string to_json(const std::vector<SamplerRow>& rows) {
  OrderedJson json = {{"rows", OrderedJson::array()}, {"orders", OrderedJson::object()}};
  for (const SamplerRow& row : rows) json["rows"].push_back(row_json(row));
  for (const std::string& label : sampler_labels(rows))
    json["orders"][label] = number_or_null(sampler_order(rows, label));
  return json.dump(2);
}

}  // namespace fokker
