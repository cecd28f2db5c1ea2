// SPDX-License-Identifier: MIT
// Distributions of samplers in OUT.h5: /sampler/NAME.
#include <fmt/format.h>

#include "io/result/layout.hpp"

namespace fokker::io {
namespace {

using Names = std::vector<std::string>;

/// A sampler's rows in its own group, whose scale `steps` is its own.
class SamplerWriter {
 public:
  SamplerWriter(hid_t root, hid_t parent, Scales& scales, const SamplerResults& results, const std::string& label)
      : scales_(scales), to_(h5g_create(parent, label)), grid_(results.grid) {
    for (std::size_t k = 0; k < results.rows.size(); ++k) {
      if (results.rows[k].sampler != label) continue;
      rows_.push_back(&results.rows[k]);
      densities_.insert(densities_.end(), results.densities[k].begin(), results.densities[k].end());
    }
    for (const Axis& axis : grid_.axes()) {
      axes_.push_back(axis.name);
      for (const std::string& scale : {axis.name, axis.name + "_edges"}) h5l_create_hard(root, scale, to_);
    }
    for (const char* scale : {"component", "component_2", "law_component"}) h5l_create_hard(root, scale, to_);
  }

  /// @param framed  whether the scales of the axes are in a moving frame
  void write(bool framed) {
    std::vector<double> steps;
    for (const SamplerRow* row : rows_) steps.push_back(static_cast<double>(row->steps));
    write_scale(to_, scales_, "steps", steps, {"number of steps", "1"});
    Names over_cells = {"steps"};
    over_cells.insert(over_cells.end(), axes_.begin(), axes_.end());
    write_numbers(to_, scales_, "density", over_cells, densities_,
                  {"density that the sampler produces, cell averages", fmt::format("length^-{}", grid_.dimension())});
    if (framed) write_positions_at_stop();
    write_columns();
    write_moments();
    write_attribute(to_, "kind", rows_.front()->kind);
  }

 private:
  void write_positions_at_stop() {
    for (const Axis& axis : grid_.axes()) {
      const Array centres = axis.centres();
      write_numbers(to_, scales_, position_name(axis.name), {axis.name}, {centres.begin(), centres.end()},
                    {axis.name + ", positions of the cell centres in space", "length"});
    }
    name_positions(Handle(H5Dopen2(to_, "density", H5P_DEFAULT), H5Dclose), axes_);
  }

  template <class Value>
  void column(const std::string& name, const Meaning& meaning, const Value& value) {
    std::vector<double> values;
    for (const SamplerRow* row : rows_) values.push_back(value(*row));
    write_numbers(to_, scales_, name, {"steps"}, values, meaning);
  }

  void write_columns() {
    column("evaluations", {"evaluations of the score per sample", "1"},
           [](const SamplerRow& row) { return static_cast<double>(row.evaluations); });
    column("kl", {"KL(p0 || generated), NaN where it is not known", "1"},
           [](const SamplerRow& row) { return row.kl.value_or(nan); });
    column("kl_reverse", {"KL(generated || p0), NaN where it is not known", "1"},
           [](const SamplerRow& row) { return row.kl_reverse.value_or(nan); });
    column("tv", {"total variation to p0", "1"}, [](const SamplerRow& row) { return row.tv; });
    column("tv_stop", {"total variation to the law at the stopping time", "1"},
           [](const SamplerRow& row) { return row.tv_stop; });
    column("w1", {"Wasserstein distance to p0, NaN with several axes", "length"},
           [](const SamplerRow& row) { return row.w1.value_or(nan); });
    column("w2", {"Wasserstein distance of order 2, NaN with several axes", "length"},
           [](const SamplerRow& row) { return row.w2.value_or(nan); });
    column("error", {"total variation between two resolutions", "1"}, [](const SamplerRow& row) { return row.error; });
    column("folded", {"mass that the sampler turns round", "1"}, [](const SamplerRow& row) { return row.folded; });
  }

  void write_moments() {
    std::vector<double> means, covariances, modes;
    for (const SamplerRow* row : rows_) {
      means.insert(means.end(), row->mean.begin(), row->mean.end());
      for (Eigen::Index i = 0; i < row->covariance.rows(); ++i)
        for (Eigen::Index j = 0; j < row->covariance.cols(); ++j) covariances.push_back(row->covariance(i, j));
      modes.insert(modes.end(), row->modes.begin(), row->modes.end());
    }
    write_numbers(to_, scales_, "mean", {"steps", "component"}, means, {"mean", "length"});
    write_numbers(to_, scales_, "covariance", {"steps", "component", "component_2"}, covariances,
                  {"covariance", "length^2"});
    write_numbers(to_, scales_, "modes", {"steps", "law_component"}, modes,
                  {"mass where a component of the initial law outweighs the others", "1"});
  }

  Scales& scales_;
  Handle to_;
  const Grid& grid_;
  std::vector<const SamplerRow*> rows_;
  std::vector<double> densities_;
  Names axes_;
};

/// One sampler's rows.
class SamplerReader {
 public:
  SamplerReader(const Location& parent, const std::string& label, const Grid& grid)
      : group_(open_group(parent, label)), label_(label), grid_(grid) {
    const Extents extents = extents_of(open_dataset(group_, "steps"));
    if (extents.size() != 1) refuse_data(group_.path + "/steps", to_text(extents) + " values", "one row of values");
    count_ = extents[0];
  }

  void read(SamplerResults& results) const {
    const auto steps = column("steps"), evaluations = column("evaluations"), kl = column("kl"), tv = column("tv"),
               reverse = column("kl_reverse"), stop = column("tv_stop"), w1 = column("w1"), w2 = column("w2"),
               error = column("error"), folded = column("folded");
    const auto d = static_cast<hsize_t>(grid_.dimension());
    const auto means = read_doubles(group_, "mean", {count_, d});
    const auto covariances = read_doubles(group_, "covariance", {count_, d, d});
    const Extents all = extents_of(open_dataset(group_, "modes"));
    const hsize_t modes = all.size() == 2 ? all[1] : 0;
    const auto masses = read_doubles(group_, "modes", {count_, modes});
    Extents cells = {count_};
    for (const Axis& axis : grid_.axes()) cells.push_back(static_cast<hsize_t>(axis.cells()));
    for (Array& density : read_rows(group_, "density", cells)) results.densities.push_back(std::move(density));
    const auto known = [](double value) { return value == value ? std::optional(value) : std::nullopt; };
    for (std::size_t k = 0; k < count_; ++k) {
      SamplerRow row{label_, text_attribute(group_, "kind"), static_cast<long>(steps[k]),
                     static_cast<long>(evaluations[k])};
      row.kl = known(kl[k]);
      row.kl_reverse = known(reverse[k]);
      row.tv = tv[k];
      row.tv_stop = stop[k];
      row.w1 = known(w1[k]);
      row.w2 = known(w2[k]);
      row.error = error[k];
      row.folded = folded[k];
      const auto n = static_cast<Eigen::Index>(d);
      row.mean = Eigen::Map<const Vector>(means.data() + k * d, n);
      row.covariance = Eigen::Map<const Matrix>(covariances.data() + k * d * d, n, n);
      row.modes.assign(masses.begin() + static_cast<std::ptrdiff_t>(k * modes),
                       masses.begin() + static_cast<std::ptrdiff_t>((k + 1) * modes));
      results.rows.push_back(std::move(row));
    }
  }

 private:
  std::vector<double> column(const std::string& name) const { return read_doubles(group_, name, {count_}); }

  Location group_;
  std::string label_;
  const Grid& grid_;
  hsize_t count_ = 0;
};

}  // namespace

void write_samplers(hid_t root, Scales& scales, const SamplerResults& results, bool framed) {
  const Handle parent = h5g_create(root, "sampler");
  write_counting_scale(root, scales, "law_component", results.rows.front().modes.size(), 0,
                       {"component of the initial law", "1"});
  for (const std::string& label : sampler_labels(results.rows)) {
    SamplerWriter(root, parent, scales, results, label).write(framed);
    scales.drop("steps");
  }
}

std::optional<SamplerResults> read_samplers(const Location& root, const Grid& grid) {
  if (!has_link(root, "sampler")) return std::nullopt;
  const Location parent = open_group(root, "sampler");
  SamplerResults results{grid, {}};
  for (const std::string& label : group_names(parent)) SamplerReader(parent, label, grid).read(results);
  return results;
}

}  // namespace fokker::io
