// SPDX-License-Identifier: MIT
#include "io/result/layout.hpp"

namespace fokker::io {
namespace {

struct PairNames {
  std::string scale, values, units;
};
/// Numbers over a scale of the group itself.
void write_pair(hid_t to, const PairNames& names, const std::vector<double>& scale, const std::vector<double>& values) {
  if (scale.empty()) return;
  Scales own;
  write_scale(to, own, names.scale, scale, {names.scale, names.units});
  write_numbers(to, own, names.values, {names.scale}, values,
                {names.values + " of the correlation, by " + names.scale, "1"});
}

}  // namespace

void write_correlations(hid_t root, const std::vector<CorrelationResult>& all) {
  const Handle parent = h5g_create(root, "correlation");
  for (const CorrelationResult& one : all) {
    const Handle to = h5g_create(parent, one.name);
    write_pair(to, {"lag", "value", "time"}, one.lags, one.values);
    write_pair(to, {"frequency", "spectrum", "time^-1"}, one.frequencies, one.spectrum);
  }
}

}  // namespace fokker::io
