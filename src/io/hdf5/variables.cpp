// SPDX-License-Identifier: MIT
#include "io/hdf5/variables.hpp"

#include <algorithm>

#include "fokker/core/error.hpp"
#include "io/hdf5/packed.hpp"

namespace fokker::io {

void Scales::add(const std::string& name, Handle dataset) {
  h5ds_set_scale(dataset, name);
  all_.emplace_back(name, std::move(dataset));
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
  write_attribute(dataset, "long_name", meaning.long_name);
  write_attribute(dataset, "units", meaning.units);
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
  std::vector<const char*> texts;
  for (const auto& value : values) texts.push_back(value.c_str());
  h5d_write(create_variable(group, scales, name, dimensions, type, meaning), type, texts.data());
}

}  // namespace fokker::io
