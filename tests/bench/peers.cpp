// SPDX-License-Identifier: MIT
#include "peers.hpp"

#include <fmt/format.h>
#include <fmt/os.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>

#include "problems.hpp"

namespace fokker::bench {
namespace {

/// The reference of W3 as text, for programs that do not link fokker.
void write_reference(const std::string& path) {
  auto file = fmt::output_file(path);
  file.print("{}\n", reference_cells);
  for (const double value : double_well_reference()) file.print("{}\n", value);
}

void add(std::vector<Peer>& peers, const std::string& problem, const std::string& command) {
  std::cerr << "peer: " << command << '\n';
  std::istringstream line(output_of(command));
  Peer peer{problem, "", 0, 0, 0, 0, 0};
  std::string error, seconds;
  std::getline(line, peer.name, '\t');
  line >> peer.cells >> peer.steps >> error >> seconds >> peer.megabytes;
  peer.error = std::strtod(error.c_str(), nullptr);  // may be nan, which streams do not read
  peer.seconds = std::strtod(seconds.c_str(), nullptr);
  if (line)
    peers.push_back(peer);
  else
    std::cerr << "peer failed: " << command << '\n';
}

/// A program of its own that runs a solver on some of the problems; empty where it was not built.
struct Program {
  std::string name, package, path;
  std::vector<std::string> problems;
};

std::vector<Program> programs() {
  std::string quantlib, petsc, cvode;
#ifdef FOKKER_QUANTLIB_PEER
  quantlib = FOKKER_QUANTLIB_PEER;
#endif
#ifdef FOKKER_PETSC_PEER
  petsc = FOKKER_PETSC_PEER;
#endif
#ifdef FOKKER_CVODE_PEER
  cvode = FOKKER_CVODE_PEER;
#endif
  return {{"QuantLib", "libquantlib0-dev", quantlib, {"W1", "W2", "W3", "W4", "W5"}},
          {"PETSc", "petsc-dev", petsc, {"W1", "W2", "W3", "W4"}},
          {"CVODE", "libsundials-dev", cvode, {"W1", "W2", "W3"}}};
}

void run_program(const Program& program, const std::vector<std::string>& problems, std::vector<Peer>& peers) {
  if (program.path.empty()) {
    std::cerr << "peer: " << program.name << " is missing, skipped (Debian: " << program.package << ")\n";
    return;
  }
  const std::string reference = (std::filesystem::path(program.path).parent_path() / "w3.txt").string();
  for (const std::string& problem : program.problems) {
    if (std::find(problems.begin(), problems.end(), problem) == problems.end()) continue;
    if (problem == "W3") write_reference(reference);
    add(peers, problem, fmt::format("OMP_NUM_THREADS=1 '{}' {} '{}'", program.path, problem, reference));
  }
}

std::string python_with_scipy() {
  for (const std::string python : {"python3", "/usr/bin/python3"})
    if (std::system((python + " -c 'import scipy' 2>/dev/null").c_str()) == 0) return python;
  return "";
}

}  // namespace

std::string output_of(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return "";
  std::string text;
  char buffer[256];
  while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) text += buffer;
  return pclose(pipe) == 0 ? text : "";
}

std::vector<Peer> run_peers(const std::vector<std::string>& problems) {
  std::vector<Peer> peers;
  const std::string python = python_with_scipy();
  if (python.empty())
    std::cerr << "peer: scipy is missing, skipped (Debian: python3-scipy)\n";
  else
    for (const std::string& problem : problems)
      if (problem == "W1" || problem == "W2")
        add(peers, problem,
            fmt::format("OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 {} '{}' {}", python, FOKKER_PEERS_PY, problem));
  for (const Program& program : programs()) run_program(program, problems, peers);
  return peers;
}

}  // namespace fokker::bench
