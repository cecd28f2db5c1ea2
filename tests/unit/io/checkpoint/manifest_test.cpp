// SPDX-License-Identifier: MIT
#include "io/checkpoint/manifest.hpp"

#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

io::Manifest sample() {
  io::Manifest manifest;
  manifest.run =
      io::RunRecord{2, "0.2.0", "schema = 1\ntitle = \"a \\\" b\"\n", {{"time.end", "1"}}, "g++ 12", {"a: 1 -> 2"}};
  manifest.states = {{"0000000001.h5", 100, "aa", {"forward", 12, 0.1, true}},
                     {"0000000002.h5", 90, "bb", {"reverse/back", 3, 1.0 / 3, false}}};
  return manifest;
}

/// Every record that was read is one of the sample's.
bool is_part_of_sample(const io::Manifest& found) {
  const io::Manifest whole = sample();
  for (const io::StateRecord& state : found.states) {
    bool known = false;
    for (const io::StateRecord& other : whole.states)
      known |= state.file == other.file && state.bytes == other.bytes && state.hash == other.hash &&
               state.mark.stage == other.mark.stage && state.mark.step == other.mark.step &&
               state.mark.time == other.mark.time && state.mark.finished == other.mark.finished;
    if (!known) return false;
  }
  return !found.run || (found.run->problem == whole.run->problem && found.run->fingerprint == whole.run->fingerprint &&
                        found.run->version == whole.run->version && found.run->schema == whole.run->schema);
}

}  // namespace

TEST_CASE("a manifest is read as it was written") {
  const io::Manifest found = io::parse_manifest(to_text(sample()));
  CHECK(found.run);
  CHECK(found.states.size() == 2);
  CHECK(found.damaged == 0);
  CHECK(is_part_of_sample(found));
}

TEST_CASE("a torn last line is ignored, wherever it is torn") {
  const std::string text = to_text(sample());
  for (std::size_t length = 0; length < text.size(); ++length) {
    const io::Manifest found = io::parse_manifest(text.substr(0, length));
    CHECK(found.damaged == 0);
    CHECK(is_part_of_sample(found));
  }
}

TEST_CASE("no bit of a manifest can flip unseen") {
  const std::string text = to_text(sample());
  for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
    std::string flipped = text;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    const io::Manifest found = io::parse_manifest(flipped);
    CHECK(is_part_of_sample(found));
    CHECK((found.run ? 1 : 0) + found.states.size() < 3);
  }
}

TEST_CASE("names of states count up and lead nowhere else") {
  CHECK(io::state_name(12) == "0000000012.h5");
  CHECK(io::state_number("0000000012.h5") == 12);
  for (const char* name : {"12.h5", "0000000012", "../0000000012.h5", "manifest.jsonl", "", "000000001x.h5"})
    CHECK_FALSE(io::state_number(name));
}
