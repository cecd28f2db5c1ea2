// SPDX-License-Identifier: MIT
#include "spread/particles.hpp"

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "spread/petsc.hpp"

namespace fokker {
namespace {

constexpr std::size_t block = 1024;  ///< of moments_of_blocks()

std::pair<std::size_t, std::size_t> range_of(const Ranks& ranks, std::size_t whole) {
  const std::size_t blocks = (whole + block - 1) / block;
  const auto count = static_cast<std::size_t>(ranks.count()), rank = static_cast<std::size_t>(ranks.rank());
  const std::size_t first = std::min(block * (blocks * rank / count), whole);
  return {first, std::min(block * (blocks * (rank + 1) / count), whole) - first};
}

/// A stop of one rank is heard by all after a pass; an error in one ends all of them.
Simulated simulate_part(const Ranks& ranks, const Process& process, const Grid& box, Ensemble start,
                        const StepTimes& steps, SimulateOptions options) {
  unsigned long long here = static_cast<unsigned long long>(start.positions.rows()), first = 0, whole = 0;
  MPI_Exscan(&here, &first, 1, MPI_UNSIGNED_LONG_LONG, MPI_SUM, PETSC_COMM_WORLD);
  MPI_Allreduce(&here, &whole, 1, MPI_UNSIGNED_LONG_LONG, MPI_SUM, PETSC_COMM_WORLD);
  std::atomic<bool> stop{false};
  const StopToken asked = std::exchange(options.control.stop, StopToken(stop));
  options.control.states = {};
  options.part = {ranks.leads() ? 0 : first, whole, [&](const std::function<void()>& body) {
                    ranks.together(body);
                    if (ranks.any(asked.requested())) stop = true;
                  }};
  return simulate(process, box, std::move(start), steps, options);
}

void add_up(Array& numbers) {
  MPI_Allreduce(MPI_IN_PLACE, numbers.data(), static_cast<int>(numbers.size()), MPI_DOUBLE, MPI_SUM, PETSC_COMM_WORLD);
}

Points rows_of_all(const Ranks& ranks, const Points& here) {
  const auto own = static_cast<int>(here.rows());
  std::vector<int> counts(static_cast<std::size_t>(ranks.count())), begins(counts.size());
  MPI_Gather(&own, 1, MPI_INT, counts.data(), 1, MPI_INT, 0, PETSC_COMM_WORLD);
  Eigen::Index rows = 0;
  for (std::size_t r = 0; ranks.leads() && r < counts.size(); ++r) {
    begins[r] = static_cast<int>(rows);
    rows += counts[r];
  }
  Points all(rows, here.cols());
  for (Eigen::Index k = 0; k < here.cols(); ++k)
    MPI_Gatherv(here.col(k).data(), own, MPI_DOUBLE, all.col(k).data(), counts.data(), begins.data(), MPI_DOUBLE, 0,
                PETSC_COMM_WORLD);
  return all;
}

}  // namespace

SharedParticles shared_particles(const Ranks& ranks) {
  return {.range = [&](std::size_t whole) { return range_of(ranks, whole); },
          .simulate =
              [&](const Process& process, const Grid& box, Ensemble start, const StepTimes& steps,
                  const SimulateOptions& options) {
                return simulate_part(ranks, process, box, std::move(start), steps, options);
              },
          .sum = add_up,
          .rows = [&](const Points& here) { return rows_of_all(ranks, here); }};
}

}  // namespace fokker
