// SPDX-License-Identifier: MIT
// HDF5 of Debian crashes on files that are made to harm it; that is why fokker reads a file in a child process first
// (app/child_guard.hpp). The targets read in the same way: a crash of HDF5 in the child is a file refused,
// and what goes wrong in fokker's own code behind HDF5 - sanitizers end the child without a signal - happens again in
// this process and is found.
#include "app/child_guard.hpp"
#include "fokker/grid/grid.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/io/tables/score_answers.hpp"
#include "fokker/io/tables/score_table.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fuzz/targets.hpp"
#include "io/hdf5/seal.hpp"

namespace fokker::fuzz {
namespace {

constexpr std::size_t longest = 400000;

/// A seal that its bytes do not have must be seen; then the bytes get theirs, so that the reader behind it is reached.
std::string sealed(std::string_view bytes) {
  if (io::seal_at_end(bytes) != io::Seal::broken) return std::string(bytes);
  require(!reads([&] { read_result(scratch_file(bytes), app::guarded()); }), "a broken seal is refused");
  const std::string_view content = bytes.substr(0, bytes.size() - io::seal_of({}).size());
  return std::string(content) + io::seal_of(content);
}

void read_foreign_numbers(const std::string& file) {
  const Grid grid({uniform_axis("x", -4, 4, 8, {Boundary::reflecting, Boundary::reflecting})});
  reads([&] { read_score_table(file, grid, app::guarded()); });
  static const std::string problem = R"(schema = 1
process = { kind = "brownian" }
time = { end = 1.0 }
axis = [{ name = "x", min = -4.0, max = 4.0, cells = 8 }]
initial = { kind = "hdf5", file = "input", dataset = "forward/density", time = 0.25 }
)";
  reads([&] { parse_problem(problem, "p.toml", std::filesystem::path(file).parent_path(), {}, app::guarded()); });
}

}  // namespace

int fuzz_hdf5(const std::uint8_t* bytes, std::size_t size) {
  if (size > longest) return -1;
  const std::string whole = sealed(text_of(bytes, size));
  const std::string file = scratch_file(whole);
  if (whole.find("query_0") != std::string::npos)
    reads([&] { read_answers(file, 1, app::guarded()); });
  else if (whole.find("fokker_schema") == std::string::npos)
    read_foreign_numbers(file);
  else
    reads([&] { read_result(file, app::guarded()); });
  return 0;
}

}  // namespace fokker::fuzz
