// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "io/hdf5/hdf5.hpp"

// Datasets with named dimensions, as netCDF-4 readers look for them.
namespace fokker::io {

/// Schema of the files that fokker writes, attribute fokker_schema.
inline constexpr std::int64_t layout_schema = 1;

/// The dimension scales of a file. They stand in the root and are hard-linked into each group that uses them, which is
/// where netCDF-4 and xarray look for coordinates.
class Scales {
 public:
  void add(const std::string& name, Handle dataset);
  /// Forgets a scale, so that another group can have one of this name.
  void drop(const std::string& name);
  hid_t at(const std::string& name) const;
  Extents extents(const std::vector<std::string>& dimensions) const;

 private:
  std::vector<std::pair<std::string, Handle>> all_;
};

/// Description of a dataset, for readers that have nothing but the file.
struct Meaning {
  std::string long_name;
  std::string units;
};

// Write a dataset of the group that becomes a scale of this name.
void write_scale(hid_t group, Scales& scales, const std::string& name, const std::vector<double>& values,
                 const Meaning& meaning);
void write_scale(hid_t group, Scales& scales, const std::string& name, const std::vector<std::string>& values,
                 const Meaning& meaning);
/// The numbers first, first + 1, ...
void write_counting_scale(hid_t group, Scales& scales, const std::string& name, std::size_t count, std::int64_t first,
                          const Meaning& meaning);

/// Creates a dataset whose dimensions are the named scales.
/// @param packed  compress it: for values that repeat themselves
Handle create_variable(hid_t group, const Scales& scales, const std::string& name,
                       const std::vector<std::string>& dimensions, hid_t type, const Meaning& meaning,
                       bool packed = false);
void write_numbers(hid_t group, const Scales& scales, const std::string& name,
                   const std::vector<std::string>& dimensions, const std::vector<double>& values,
                   const Meaning& meaning);
void write_integers(hid_t group, const Scales& scales, const std::string& name,
                    const std::vector<std::string>& dimensions, const std::vector<std::int64_t>& values,
                    const Meaning& meaning);
void write_texts(hid_t group, const Scales& scales, const std::string& name, const std::vector<std::string>& dimensions,
                 const std::vector<std::string>& values, const Meaning& meaning);

}  // namespace fokker::io
