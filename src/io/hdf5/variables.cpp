// SPDX-License-Identifier: MIT
#include "io/hdf5/variables.hpp"

#include <algorithm>
#include <numeric>

#include "fokker/core/error.hpp"
#include "io/hdf5/packed.hpp"

namespace fokker::io {
namespace {

void describe(hid_t dataset, const Meaning& meaning) {
  write_attribute(dataset, "long_name", meaning.long_name);
  write_attribute(dataset, "units", meaning.units);
}

std::vector<const char*> c_strings(const std::vector<std::string>& values) {
  std::vector<const char*> texts;
  for (const auto& value : values) texts.push_back(value.c_str());
  return texts;
}

}  // namespace

void write_scale(hid_t group, Scales& scales, const std::string& name, const std::vector<double>& values,
                 const Meaning& meaning) {
  Handle dataset = h5d_create(group, name, H5T_IEEE_F64LE, {values.size()});
  h5d_write(dataset, H5T_NATIVE_DOUBLE, values.data());
  describe(dataset, meaning);
  scales.add(name, std::move(dataset));
}

void write_scale(hid_t group, Scales& scales, const std::string& name, const std::vector<std::string>& values,
                 const Meaning& meaning) {
  const Handle type = utf8_type();
  Handle dataset = h5d_create(group, name, type, {values.size()});
  h5d_write(dataset, type, c_strings(values).data());
  describe(dataset, meaning);
  scales.add(name, std::move(dataset));
}

void write_counting_scale(hid_t group, Scales& scales, const std::string& name, std::size_t count, std::int64_t first,
                          const Meaning& meaning) {
  std::vector<std::int64_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), first);
  Handle dataset = h5d_create(group, name, H5T_STD_I64LE, {count});
  h5d_write(dataset, H5T_NATIVE_INT64, numbers.data());
  describe(dataset, meaning);
  scales.add(name, std::move(dataset));
}

void Scales::add(const std::string& name, Handle dataset) {
  h5ds_set_scale(dataset, name);
  all_.emplace_back(name, std::move(dataset));
}

void Scales::drop(const std::string& name) {
  std::erase_if(all_, [&](const auto& entry) { return entry.first == name; });
}

hid_t Scales::at(const std::string& name) const {
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const auto& entry) { return entry.first == name; });
  if (found == all_.end()) throw Error(Fault::internal, "no scale '" + name + "' in OUT.h5");
  return found->second;
}

Extents Scales::extents(const std::vector<std::string>& dimensions) const {
  Extents extents;
  for (const auto& dimension : dimensions) {
    const Handle space(H5Dget_space(at(dimension)), H5Sclose);
    extents.push_back(static_cast<hsize_t>(H5Sget_simple_extent_npoints(space)));
  }
  return extents;
}

Handle create_variable(hid_t group, const Scales& scales, const std::string& name,
                       const std::vector<std::string>& dimensions, hid_t type, const Meaning& meaning, bool packed) {
  const auto create = packed ? h5d_create_packed : h5d_create;
  Handle dataset = create(group, name, type, scales.extents(dimensions));
  describe(dataset, meaning);
  for (unsigned k = 0; k < dimensions.size(); ++k) h5ds_attach_scale(dataset, scales.at(dimensions[k]), k);
  return dataset;
}

void write_numbers(hid_t group, const Scales& scales, const std::string& name,
                   const std::vector<std::string>& dimensions, const std::vector<double>& values,
                   const Meaning& meaning) {
  h5d_write(create_variable(group, scales, name, dimensions, H5T_IEEE_F64LE, meaning), H5T_NATIVE_DOUBLE,
            values.data());
}

void write_integers(hid_t group, const Scales& scales, const std::string& name,
                    const std::vector<std::string>& dimensions, const std::vector<std::int64_t>& values,
                    const Meaning& meaning) {
  h5d_write(create_variable(group, scales, name, dimensions, H5T_STD_I64LE, meaning, true), H5T_NATIVE_INT64,
            values.data());
}

void write_texts(hid_t group, const Scales& scales, const std::string& name, const std::vector<std::string>& dimensions,
                 const std::vector<std::string>& values, const Meaning& meaning) {
  const Handle type = utf8_type();
  h5d_write(create_variable(group, scales, name, dimensions, type, meaning), type, c_strings(values).data());
}

}  // namespace fokker::io
