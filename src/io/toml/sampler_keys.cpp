// SPDX-License-Identifier: MIT
#include "io/toml/sampler_keys.hpp"

#include "core/text.hpp"
#include "fokker/sampler/catalogue.hpp"
#include "fokker/sampler/run.hpp"

namespace fokker::io {
namespace {

KeyTable sampler_keys() {
  std::vector<std::string> names, spacings;
  for (const SamplerEntry& entry : sampler_entries()) names.push_back(entry.name);
  for (const auto& [value, name] : EnumNames<SamplerSpacing>::all) spacings.emplace_back(name);
  return {"[[sampler]]",
          "",
          "a sampler of diffusion models, whose exact distribution `fokker sampler` computes",
          {{"kind", "word", quoted_alternatives(names), "required", "which; each has keys of its own"},
           {"name", "string", "unique", "kind", "its name in tables and in --set"},
           {"steps", "integer, or list", "1 to 100000", "20", "numbers of steps, a row for each"},
           {"spacing", "word", quoted_alternatives(spacings), "\"uniform\"",
            "of the times from time.end to time.start; karras and exponential end with a step to time.initial"},
           {"rho", "number", "> 0", "7", "of spacing karras: equal steps of (sigma/alpha)^(1/rho)"},
           {"shift", "number", "> 0", "3", "of spacing shift: t of shift u/(1 + (shift - 1) u), u uniform"},
           {"chain", "integer", "2 to 1000000", "1000", "of leading, trailing and linspace: times of the chain"},
           {"start", "word, or table", "\"prior\" | \"forward\" | like [initial]", "\"prior\"",
            "where it starts: the process's prior, the density at time.end, or a law"},
           {"score", "word", "\"exact\"", "\"exact\"", "grad log p of the exact marginals"},
           {"scale", "number", "-", "1", "factor of the score; another one is wrong and shows what that does"},
           {"guidance", "table", "-", "-", "a second score to follow, { law = {...}, weight = w }"}}};
}

KeyTable guidance_keys() {
  return {"guidance = {}",
          "",
          "in [[sampler]]: the score is w s_law + (1 - w) s",
          {{"law", "table", "like [initial]", "required", "law whose score is s_law"},
           {"weight", "number", "-", "required", "w; 1 follows the law alone"}}};
}

}  // namespace

std::vector<KeyTable> with_sampler_keys(std::vector<KeyTable> tables) {
  tables.push_back(sampler_keys());
  for (const SamplerEntry& entry : sampler_entries())
    if (!entry.parameters.empty())
      tables.push_back({"[[sampler]]", entry.name, entry.step, key_entries(entry.parameters)});
  tables.push_back(guidance_keys());
  return tables;
}

}  // namespace fokker::io
