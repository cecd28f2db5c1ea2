// SPDX-License-Identifier: MIT
#include "spread/particles.hpp"

#include <algorithm>
#include <utility>

#include "spread/petsc.hpp"

namespace fokker {
namespace {

constexpr std::size_t block = 1024;  ///< of moments_of_blocks()

struct Moves {
  const Grid& box;
  const StepTimes& steps;
  const SimulateOptions& options;
};

std::pair<std::size_t, std::size_t> range_of(const Ranks& ranks, std::size_t whole) {
  const std::size_t blocks = (whole + block - 1) / block;
  const auto count = static_cast<std::size_t>(ranks.count()), rank = static_cast<std::size_t>(ranks.rank());
  const std::size_t first = std::min(block * (blocks * rank / count), whole);
  return {first, std::min(block * (blocks * (rank + 1) / count), whole) - first};
}

/// An error in one rank ends all of them; a stop is heard after a pass.
Simulated simulate_part(const Ranks& ranks, Agreement& agreement, const Process& process, Ensemble start,
                        const Moves& moves) {
  const auto& [box, steps, given] = moves;
  const Eigen::Index here = start.positions.rows(), d = start.positions.cols();
  const Cut rows = cut_of_points(ranks, here, 1);
  const auto first = static_cast<std::size_t>(rows.begin(ranks.rank()));
  const std::size_t paths = std::clamp(given.paths, first, first + static_cast<std::size_t>(here)) - first;
  SimulateOptions options = given;
  options.control = agreement.of_stage(
      given.control,
      {{"positions", rows}, {"twin", rows}, {"paths", cut_of_points(ranks, static_cast<Eigen::Index>(paths), d)}});
  options.part = {first, static_cast<std::size_t>(rows.whole()), [&](const std::function<void()>& body) {
                    ranks.together(body);
                    agreement.ask();
                  }};
  agreement.ask();
  return simulate(process, box, std::move(start), steps, options);
}

void add_up(Array& numbers) {
  MPI_Allreduce(MPI_IN_PLACE, numbers.data(), static_cast<int>(numbers.size()), MPI_DOUBLE, MPI_SUM, PETSC_COMM_WORLD);
}

Points rows_of_all(const Ranks& ranks, const Points& here) {
  const Cut cut = cut_of_points(ranks, here.rows(), here.cols());
  const Array all = gathered(ranks, cut, here.data());
  return Eigen::Map<const Points>(all.data(), ranks.leads() ? cut.begins.back() : 0, here.cols());
}

}  // namespace

SharedParticles shared_particles(const Ranks& ranks, Agreement& agreement) {
  return {.range = [&](std::size_t whole) { return range_of(ranks, whole); },
          .simulate =
              [&](const Process& process, const Grid& box, Ensemble start, const StepTimes& steps,
                  const SimulateOptions& options) {
                return simulate_part(ranks, agreement, process, std::move(start), {box, steps, options});
              },
          .sum = add_up,
          .rows = [&](const Points& here) { return rows_of_all(ranks, here); }};
}

}  // namespace fokker
