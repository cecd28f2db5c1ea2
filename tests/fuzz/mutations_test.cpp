// SPDX-License-Identifier: MIT
// Kept inputs, and inputs made from them, under the compiler of the normal build. clang's libFuzzer searches on from
// here (README.md beside this file).
#include "fuzz/mutations.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>

#include "fuzz/targets.hpp"

using namespace fokker::fuzz;

namespace {

struct NamedTarget {
  std::string name;
  Target run;
};
const std::vector<NamedTarget> targets = {
    {"problem", fuzz_problem}, {"expression", fuzz_expression}, {"csv", fuzz_csv},        {"hdf5", fuzz_hdf5},
    {"state", fuzz_state},     {"manifest", fuzz_manifest},     {"network", fuzz_network}};

using Clock = std::chrono::steady_clock;
/// Seconds that a reader may take for one of these small inputs. HDF5 comes to no end with some: then its process ends
/// after 3 s of work (io/rehearsal.cpp), which a busy machine makes longer.
double longest(const std::string& target) { return target == "hdf5" || target == "state" ? 30 : 5; }

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

double seconds_per_target() {
  const char* setting = std::getenv("FOKKER_FUZZ_SECONDS");
  return setting != nullptr ? std::atof(setting) : 1;
}

/// The input at work, in a file that outlives a crash.
class LastInput {
 public:
  explicit LastInput(const std::string& target) : file(FOKKER_BINARY_DIR "/last-input." + target) {
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT, 0644);
    REQUIRE(::ftruncate(descriptor_, room) == 0);
    bytes_ = ::mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_, 0);
    REQUIRE(bytes_ != MAP_FAILED);
  }
  ~LastInput() {
    ::munmap(bytes_, room);
    ::unlink(file.c_str());
    ::close(descriptor_);
  }
  LastInput(const LastInput&) = delete;
  LastInput& operator=(const LastInput&) = delete;

  void keep(const std::string& input) {
    std::memcpy(bytes_, input.data(), std::min(input.size(), room));
    length_ = input.size();
  }
  /// Beside the file, cut to the input's length, for the corpus.
  std::string saved() const {
    const std::string name = file + ".failed";
    FILE* stream = std::fopen(name.c_str(), "wb");
    std::fwrite(bytes_, 1, std::min(length_, room), stream);
    std::fclose(stream);
    return name;
  }
  const std::string file;

 private:
  static constexpr std::size_t room = std::size_t{1} << 20;
  int descriptor_ = -1;
  void* bytes_ = nullptr;
  std::size_t length_ = 0;
};

/// False where the target has failed.
bool execute(const NamedTarget& target, const std::string& input, LastInput& last) {
  last.keep(input);
  const auto begin = Clock::now();
  std::string fault;
  try {
    target.run(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  } catch (const std::exception& error) {
    fault = error.what();
  }
  if (const double taken = seconds_since(begin); taken > longest(target.name))
    fault = fmt::format("takes {:.1f} s", taken);
  if (!fault.empty()) FAIL_CHECK(target.name << ": " << fault << "; the input is " << last.saved());
  return fault.empty();
}

/// Mutations to make where their number, not the time, is given.
std::uint64_t most_mutations() {
  const char* setting = std::getenv("FOKKER_FUZZ_INPUTS");
  return setting != nullptr ? std::strtoull(setting, nullptr, 10) : 0;
}

void check_target(const NamedTarget& target) {
  const std::string here = FOKKER_SOURCE_DIR "/tests/fuzz/";
  const auto inputs = read_folder(here + "corpus/" + target.name);
  const auto words = read_words(here + "words/" + target.name + ".dict");
  REQUIRE(!inputs.empty());
  LastInput last(target.name);
  for (const std::string& input : inputs) execute(target, input, last);
  const auto begin = Clock::now();
  std::uint64_t seed = 0;
  const std::uint64_t most = most_mutations();
  const auto goes_on = [&] { return most > 0 ? seed < most : seconds_since(begin) < seconds_per_target(); };
  for (int failures = 0; failures < 3 && goes_on(); ++seed) {
    std::mt19937_64 random(seed);
    if (!execute(target, mutated(inputs, words, random), last)) ++failures;
  }
  MESSAGE(target.name << ": " << inputs.size() << " kept inputs, " << seed << " mutations");
}

}  // namespace

TEST_CASE("readers take kept and mutated inputs, or refuse them with an Error, within seconds") {
  for (const NamedTarget& target : targets) {
    SUBCASE(target.name.c_str()) { check_target(target); }
  }
}

TEST_CASE("slow: a million mutated networks" * doctest::skip()) {
  ::setenv("FOKKER_FUZZ_INPUTS", "1000000", 0);
  check_target(targets.back());
  ::unsetenv("FOKKER_FUZZ_INPUTS");
}
