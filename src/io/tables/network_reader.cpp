// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "core/text.hpp"
#include "fokker/core/spelling.hpp"
#include "fokker/io/tables/network.hpp"
#include "io/file.hpp"
#include "io/safetensors.hpp"
#include "io/tables/npz.hpp"

namespace fokker {
namespace {

using namespace io;

constexpr std::size_t most_layers = 256;
const std::vector<std::string> texts_of_network = {"activation", "inputs", "parameterization", "preconditioning",
                                                   "skip"};
const std::vector<std::string> numbers_of_network = {"frequencies", "data_std"};

/// Names that begin with "fokker." are this reader's: a misspelt one is refused.
void require_known(const StoredArrays& arrays) {
  std::vector<std::string> known;
  for (const auto* names : {&texts_of_network, &numbers_of_network})
    for (const std::string& name : *names) known.push_back("fokker." + name);
  for (const auto& [name, array] : arrays) {
    if (!name.starts_with("fokker.") || std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string nearest = nearest_name(name, known);
    refuse_array(name, "unknown", quoted_list(known), nearest.empty() ? "" : "'" + nearest + "'");
  }
}

/// The words of a text: of one with commas, or of a list.
std::vector<std::string> words_of(const StoredArrays& arrays, const std::string& key) {
  const auto found = arrays.find("fokker." + key);
  if (found == arrays.end()) return {};
  if (found->second.kind != StoredArray::Kind::texts)
    refuse_array(found->first, "type " + shown(found->second.type), "text");
  std::vector<std::string> words;
  for (const std::string& text : found->second.texts) {
    for (std::size_t begin = 0; begin <= text.size();) {
      const auto end = std::min(text.size(), text.find(',', begin));
      words.emplace_back(trimmed(std::string_view(text).substr(begin, end - begin)));
      begin = end + 1;
    }
  }
  return words;
}

template <class Enum>
Enum value_of(const std::string& key, const std::string& word) {
  if (const auto value = from_name<Enum>(word)) return *value;
  std::vector<std::string> names;
  for (const auto& [value, name] : EnumNames<Enum>::all) names.emplace_back(name);
  refuse_array("fokker." + key, "'" + shown(word) + "'", quoted_list(names), nearest_name(word, names));
}

template <class Enum>
Enum one_of(const StoredArrays& arrays, const std::string& key, std::optional<Enum> fallback) {
  const auto words = words_of(arrays, key);
  if (words.empty() && fallback) return *fallback;
  if (words.size() != 1) {
    std::vector<std::string> names;
    for (const auto& [value, name] : EnumNames<Enum>::all) names.emplace_back(name);
    refuse_array("fokker." + key, words.empty() ? "missing" : fmt::format("{} words", words.size()),
                 "one of " + quoted_list(names));
  }
  return value_of<Enum>(key, words[0]);
}

bool read_residual(const StoredArrays& arrays) {
  const auto words = words_of(arrays, "skip");
  if (words.empty() || (words.size() == 1 && words[0] == "none")) return false;
  if (words.size() != 1 || words[0] != "residual")
    refuse_array("fokker.skip", "'" + shown(words[0]) + "'", "'none', 'residual'");
  return true;
}

/// Numbers N of the arrays "N.weight", in increasing order.
std::vector<std::pair<int, std::string>> layer_numbers(const StoredArrays& arrays) {
  std::vector<std::pair<int, std::string>> layers;
  for (const auto& [name, array] : arrays) {
    const auto dot = name.find('.');
    if (dot == std::string::npos || dot == 0 || name.substr(dot) != ".weight") continue;
    int number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + dot, number);
    if (error != std::errc() || end != name.data() + dot || number < 0)
      refuse_array(name, "a layer without a number", "'0.weight', '1.weight', ...");
    layers.emplace_back(number, name.substr(0, dot));
  }
  if (layers.empty()) refuse_array({}, "no array '0.weight'", "'0.weight', '0.bias', '1.weight', ...");
  if (layers.size() > most_layers)
    refuse_array({}, fmt::format("{} layers", layers.size()), fmt::format("at most {}", most_layers));
  std::sort(layers.begin(), layers.end());
  return layers;
}

void require_weights_for_biases(const StoredArrays& arrays) {
  for (const auto& [name, array] : arrays)
    if (name.ends_with(".bias") && !arrays.contains(name.substr(0, name.size() - 4) + "weight"))
      refuse_array(name, "a bias without its weights", "'" + name.substr(0, name.size() - 4) + "weight' beside it");
}

void read_layers(const StoredArrays& arrays, ScoreNetwork& network) {
  require_weights_for_biases(arrays);
  network.single = true;
  for (const auto& [number, label] : layer_numbers(arrays)) {
    const auto weight = arrays.find(label + ".weight"), bias = arrays.find(label + ".bias");
    NetworkLayer layer{matrix_of(weight->first, weight->second), {}};
    layer.bias = bias == arrays.end() ? Vector::Zero(layer.weight.rows()) : vector_of(bias->first, bias->second);
    network.single = network.single && weight->second.kind == StoredArray::Kind::single_numbers;
    network.layers.push_back(std::move(layer));
  }
}

void read_numbers(const StoredArrays& arrays, ScoreNetwork& network) {
  if (const auto found = arrays.find("fokker.frequencies"); found != arrays.end()) {
    const Vector values = vector_of(found->first, found->second);
    network.frequencies.assign(values.begin(), values.end());
  }
  if (const auto found = arrays.find("fokker.data_std"); found != arrays.end()) {
    const Vector values = vector_of(found->first, found->second);
    if (values.size() != 1) refuse_array(found->first, fmt::format("{} numbers", values.size()), "one number");
    network.data_std = values[0];
  }
}

ScoreNetwork network_of(const StoredArrays& arrays, int dimension) {
  require_known(arrays);
  ScoreNetwork network;
  network.dimension = dimension;
  network.parameterization = one_of<Parameterization>(arrays, "parameterization", std::nullopt);
  network.activation = one_of<Activation>(arrays, "activation", std::nullopt);
  network.preconditioning = one_of<Preconditioning>(arrays, "preconditioning", Preconditioning::none);
  network.residual = read_residual(arrays);
  for (const std::string& word : words_of(arrays, "inputs"))
    network.inputs.push_back(value_of<NetworkInput>("inputs", word));
  if (network.inputs.empty()) refuse_array("fokker.inputs", "missing", "a list like 'x, log_std, t'");
  read_numbers(arrays, network);
  read_layers(arrays, network);
  if (const std::string fault = network_fault(network); !fault.empty()) refuse_array({}, fault);
  return network;
}

}  // namespace

ScoreNetwork parse_network(const std::string& bytes, const std::filesystem::path& name, int dimension) {
  try {
    const bool tensors = name.extension() == ".safetensors";
    return network_of(tensors ? parse_safetensors(bytes) : parse_npz(bytes), dimension);
  } catch (const Error& error) {
    auto diagnostics = error.diagnostics();
    for (auto& diagnostic : diagnostics)
      if (diagnostic.place.empty()) diagnostic.place = name.string();
    throw Error(error.fault(), diagnostics);
  }
}

ScoreNetwork read_network(const std::filesystem::path& file, int dimension) {
  return parse_network(read_bytes(file, most_array_bytes, true, Fault::data), file, dimension);
}

}  // namespace fokker
