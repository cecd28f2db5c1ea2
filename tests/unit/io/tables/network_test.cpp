// SPDX-License-Identifier: MIT
#include "fokker/io/tables/network.hpp"

#include <bit>
#include <cstring>

#include "fokker/io/result/export.hpp"
#include "fokker/process/catalogue.hpp"
#include "io/file.hpp"
#include "io/tables/npz.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

template <class Value>
Variable variable(const std::string& path, std::vector<std::size_t> extents, std::vector<Value> values) {
  Variable result;
  result.path = path;
  result.extents = std::move(extents);
  result.values = std::make_shared<const Variable::Values>(std::move(values));
  return result;
}

/// One input x and t, two hidden numbers, one output.
std::vector<Variable> parts(const std::string& parameterization = "noise") {
  using Texts = std::vector<std::string>;
  return {variable("0.weight", {2, 2}, std::vector<double>{1, 2, 3, 4}),
          variable("0.bias", {2}, std::vector<double>{0.5, -0.5}),
          variable("2.weight", {1, 2}, std::vector<double>{-1, 1}),
          variable("2.bias", {1}, std::vector<double>{0.25}),
          variable("fokker.activation", {}, Texts{"tanh"}),
          variable("fokker.inputs", {2}, Texts{"x", "t"}),
          variable("fokker.parameterization", {}, Texts{parameterization}),
          variable("about.seed", {}, std::vector<std::int64_t>{3})};
}

ScoreNetwork read(const std::string& bytes, const std::string& name = "n.npz") { return parse_network(bytes, name, 1); }

std::string refusal_of(const std::string& bytes, const std::string& name = "n.npz") {
  const Error error = error_of([&] { read(bytes, name); });
  CHECK(error.fault() == Fault::data);
  return error.what();
}

std::string without(const std::string& path, std::vector<Variable> more = {}) {
  std::vector<Variable> left = std::move(more);
  for (const Variable& part : parts())
    if (part.path != path) left.push_back(part);
  return npz_bytes(left);
}

std::string tensors(const std::string& header, const std::string& data) {
  std::string bytes(8, '\0');
  const std::uint64_t length = header.size();
  std::memcpy(bytes.data(), &length, 8);
  return bytes + header + data;
}

const std::string whole_header =
    R"({"__metadata__":{"fokker.activation":"relu","fokker.inputs":"x","fokker.parameterization":"score"},)"
    R"("0.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},)"
    R"("0.bias":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})";
const std::string one_and_two = {'\0', '\0', '\x80', '\x3f', '\0', '\0', '\0', '\x40'};

}  // namespace

TEST_CASE("a network comes out of a .npz file as numpy writes it") {
  const ScoreNetwork network = read(npz_bytes(parts()));
  REQUIRE(network.layers.size() == 2);
  CHECK(network.layers[0].weight == Matrix{{1, 2}, {3, 4}});
  CHECK(network.layers[1].bias == Vector::Constant(1, 0.25));
  CHECK(network.activation == Activation::tanh);
  CHECK(network.parameterization == Parameterization::noise);
  CHECK(network.inputs == std::vector{NetworkInput::x, NetworkInput::t});
  CHECK_FALSE(network.single);
  CHECK_FALSE(network.residual);
}

TEST_CASE("a network comes out of a .safetensors file") {
  const ScoreNetwork network = read(tensors(whole_header, one_and_two), "n.safetensors");
  REQUIRE(network.layers.size() == 1);
  CHECK(network.layers[0].weight(0, 0) == 1);
  CHECK(network.layers[0].bias[0] == 2);
  CHECK(network.single);
  CHECK(network.activation == Activation::relu);
}

TEST_CASE("what is missing or misspelt is named") {
  CHECK(contains(refusal_of(without("fokker.parameterization")), "'fokker.parameterization': missing"));
  CHECK(contains(refusal_of(without("0.weight")), "'0.bias': a bias without its weights"));
  CHECK(contains(refusal_of(without("fokker.inputs")), "'fokker.inputs': missing"));
  CHECK(contains(refusal_of(npz_bytes(parts("nois"))), "'nois'; legal: 'score', 'noise', 'denoised', 'v', 'velocity'"));
  CHECK(contains(refusal_of(without("", {variable("fokker.activtion", {}, std::vector<std::string>{"tanh"})})),
                 "try: 'fokker.activation'"));
  CHECK(contains(refusal_of(without("0.weight", {variable("0.weight", {4}, std::vector<double>(4))})),
                 "'0.weight': shape (4); legal: 2 dimensions"));
  CHECK(contains(refusal_of(without("0.weight", {variable("0.weight", {2, 2}, std::vector<std::int64_t>(4))})),
                 "type <i8"));
}

TEST_CASE("a file that ends early or has a changed byte is refused, whatever the place") {
  for (const auto& file :
       {std::pair{npz_bytes(parts()), "n.npz"}, std::pair{tensors(whole_header, one_and_two), "n.safetensors"}}) {
    const std::string bytes = file.first, name = file.second;
    for (std::size_t length = 0; length < bytes.size(); length += 7)
      CHECK_THROWS_AS(read(bytes.substr(0, length), name), Error);
    for (std::size_t place = 0; place < bytes.size(); place += 3) {
      std::string changed = bytes;
      changed[place] = static_cast<char>(changed[place] ^ 0x41);
      try {
        read(changed, name);
      } catch (const Error& error) {
        CHECK(error.fault() == Fault::data);
      }
    }
  }
}

TEST_CASE("sizes that a header claims are compared with the file before memory is taken") {
  std::string bytes = npz_bytes(parts());
  const auto place = bytes.rfind("PK\x01\x02");  // the last entry of the directory
  for (std::size_t k = 0; k < 4; ++k) bytes[place + 24 + k] = '\x7f';
  CHECK(contains(refusal_of(bytes), "a size of 2139062143 bytes"));
  const std::string ten_gigabytes = R"({"0.weight":{"dtype":"F32","shape":[50000,50000],"data_offsets":[0,8]}})";
  CHECK(contains(refusal_of(tensors(ten_gigabytes, one_and_two), "n.safetensors"), "shape (50000, 50000)"));
  const std::string beyond = R"({"0.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[0,10000000000]}})";
  CHECK(contains(refusal_of(tensors(beyond, one_and_two), "n.safetensors"), "beyond the end"));
  CHECK(contains(refusal_of(tensors(std::string(100000, '['), ""), "n.safetensors"), "nested too deeply"));
  std::string long_header = tensors(whole_header, one_and_two);
  long_header[6] = '\x7f';
  CHECK(contains(refusal_of(long_header, "n.safetensors"), "a header of"));
}

namespace {

/// Numbers of an array of any shape.
Array all_numbers(const io::StoredArray& array) {
  const bool single = array.kind == io::StoredArray::Kind::single_numbers;
  Array numbers(static_cast<Eigen::Index>(array.bytes.size() / (single ? 4 : 8)));
  for (Eigen::Index i = 0; i < numbers.size(); ++i) {
    const auto k = static_cast<std::size_t>(i);
    numbers[i] = single ? static_cast<double>(std::bit_cast<float>(io::number_at<std::uint32_t>(array.bytes, 4 * k)))
                        : std::bit_cast<double>(io::number_at<std::uint64_t>(array.bytes, 8 * k));
  }
  return numbers;
}

}  // namespace

TEST_CASE("the shipped networks have the scores that PyTorch gave, at every time") {
  // train.py stores them beside the weights: 40 points at 5 times, by float32 and by float64
  const std::filesystem::path folder = FOKKER_SOURCE_DIR "/examples/learned_score";
  const Process vp = variance_preserving(0.1, 20, 2);
  for (const std::string name : {"mixture", "old_faithful"}) {
    const std::string bytes = io::read_bytes(folder / (name + "_reference.npz"), io::most_array_bytes, true);
    const io::StoredArrays reference = io::parse_npz(bytes);
    const Array times = all_numbers(reference.at("times"));
    const Points x = all_numbers(reference.at("x")).reshaped(2, 40).transpose();
    ScoreNetwork network = read_network(folder / (name + ".npz"), 2);
    CHECK(network.single);
    for (const bool single : {true, false}) {
      network.single = single;
      const Array all = all_numbers(reference.at(single ? "score" : "score_double"));
      const Score score = score_of_values(vp, network.parameterization, 0, network_values(network, vp, 0));
      for (Eigen::Index k = 0; k < times.size(); ++k) {
        CAPTURE(times[k]);
        const Points wanted = all.segment(80 * k, 80).reshaped(2, 40).transpose();
        Points found(40, 2);
        score.at(times[k])(x, found);
        CHECK((found - wanted).abs().maxCoeff() < (single ? 1e-5 : 1e-12) * wanted.abs().maxCoeff());
      }
    }
  }
}
