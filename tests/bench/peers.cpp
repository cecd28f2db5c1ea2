#include "peers.hpp"

#include <fmt/format.h>
#include <fmt/os.h>
#include <stdlib.h>

#include <cstdio>
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
  std::getline(line, peer.name, '\t');
  line >> peer.cells >> peer.steps >> peer.error >> peer.seconds >> peer.megabytes;
  if (line)
    peers.push_back(peer);
  else
    std::cerr << "peer failed: " << command << '\n';
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
#ifdef FOKKER_QUANTLIB_PEER
  const std::string reference = (std::filesystem::path(FOKKER_QUANTLIB_PEER).parent_path() / "w3.txt").string();
  for (const std::string& problem : problems) {
    if (problem == "W3") write_reference(reference);
    add(peers, problem, fmt::format("'{}' {} '{}'", FOKKER_QUANTLIB_PEER, problem, reference));
  }
#else
  (void)write_reference;
  std::cerr << "peer: QuantLib is missing, skipped (Debian: libquantlib0-dev)\n";
#endif
  return peers;
}

}  // namespace fokker::bench
