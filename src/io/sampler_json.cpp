// SPDX-License-Identifier: MIT
#include "fokker/io/sampler_json.hpp"

#include <nlohmann/json.hpp>

namespace fokker {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson number_or_null(const std::optional<double>& value) { return value ? OrderedJson(*value) : OrderedJson(); }

OrderedJson row_json(const SamplerRow& row) {
  return {{"sampler", row.sampler},
          {"kind", row.kind},
          {"steps", row.steps},
          {"evaluations", row.evaluations},
          {"kl", number_or_null(row.kl)},
          {"kl_reverse", number_or_null(row.kl_reverse)},
          {"tv", row.tv},
          {"w1", row.w1},
          {"w2", row.w2},
          {"mean", row.mean},
          {"covariance", row.variance},
          {"modes", row.modes},
          {"tv_stop", row.tv_stop},
          {"folded", row.folded},
          {"error", row.error}};
}

}  // namespace

std::string to_json(const std::vector<SamplerRow>& rows) {
  OrderedJson json = {{"rows", OrderedJson::array()}, {"orders", OrderedJson::object()}};
  for (const SamplerRow& row : rows) json["rows"].push_back(row_json(row));
  for (const std::string& label : sampler_labels(rows))
    json["orders"][label] = number_or_null(sampler_order(rows, label));
  return json.dump(2);
}

}  // namespace fokker
