// SPDX-License-Identifier: MIT
#include "fokker/sampler/catalogue.hpp"

#include "core/text.hpp"
#include "fokker/core/error.hpp"
#include "fokker/core/spelling.hpp"

namespace fokker {

const SamplerEntry& sampler_entry(const std::string& name) {
  std::vector<std::string> names;
  for (const SamplerEntry& entry : sampler_entries()) {
    if (entry.name == name) return entry;
    names.push_back(entry.name);
  }
  throw Error(Fault::problem, "no sampler \"" + name + "\"", quoted_alternatives(names), nearest_name(name, names));
}

}  // namespace fokker
