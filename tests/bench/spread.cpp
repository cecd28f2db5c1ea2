// SPDX-License-Identifier: MIT
// mpirun -n N bench_spread: steps by N ranks beside those of one program, the exchange alone, what it sends beside what
// `fokker check` predicts, and a projection. Times are medians, of the slowest rank; needs as many free cores as ranks.
#include "fokker/spread/spread.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <mpi.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "fokker/process/catalogue.hpp"
#include "spread/exchange.hpp"

namespace {

using namespace fokker;

/// What this rank has sent, or any at most.
struct Sent {
  double messages = 0, bytes = 0;
} sent;

std::map<MPI_Request, double> persistent;  ///< bytes that a request sends whenever it starts

double bytes_of(int count, MPI_Datatype type, int to) {
  int size = 0, rank = 0;
  PMPI_Type_size(type, &size);
  PMPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return to == rank ? -1 : static_cast<double>(count) * size;
}

void add(double bytes) {
  if (bytes < 0) return;  // to itself
  ++sent.messages;
  sent.bytes += bytes;
}

}  // namespace

// MPI calls these in place of its own, which the names with P stand for.
extern "C" {
int MPI_Isend(const void* data, int count, MPI_Datatype type, int to, int tag, MPI_Comm comm, MPI_Request* request) {
  add(bytes_of(count, type, to));
  return PMPI_Isend(data, count, type, to, tag, comm, request);
}
int MPI_Send_init(const void* data, int count, MPI_Datatype type, int to, int tag, MPI_Comm comm,
                  MPI_Request* request) {
  const int code = PMPI_Send_init(data, count, type, to, tag, comm, request);
  persistent[*request] = bytes_of(count, type, to);
  return code;
}
int MPI_Start(MPI_Request* request) {
  if (const auto found = persistent.find(*request); found != persistent.end()) add(found->second);
  return PMPI_Start(request);
}
int MPI_Startall(int count, MPI_Request* requests) {
  for (int k = 0; k < count; ++k)
    if (const auto found = persistent.find(requests[k]); found != persistent.end()) add(found->second);
  return PMPI_Startall(count, requests);
}
}

namespace {

constexpr int repetitions = 5, steps = 10;

struct Case {
  std::vector<Eigen::Index> cells;
  bool correlated = false;
};

/// A coupled Ornstein-Uhlenbeck process: the rates of a line depend on where it lies.
Process process_of(const Case& given) {
  const auto d = static_cast<int>(given.cells.size());
  Matrix drift = Matrix::Identity(d, d), noise = drift;
  for (int k = 0; k + 1 < d; ++k) drift(k, k + 1) = 0.6, drift(k + 1, k) = -0.4;
  for (int k = 0; given.correlated && k + 1 < d; ++k) noise(k + 1, k) = 0.5;
  return coupled_ornstein_uhlenbeck(drift, Vector::Zero(d), noise);
}

Grid grid_of(const std::vector<Eigen::Index>& cells) {
  std::vector<Axis> axes;
  for (std::size_t k = 0; k < cells.size(); ++k)
    axes.push_back(uniform_axis(std::string(1, "xyzw"[k]), -6, 6, cells[k]));
  return Grid(axes);
}

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// Milliseconds of the slowest rank, median of several calls.
double median_time(const std::function<void()>& body) {
  std::vector<double> times;
  for (int k = 0; k < repetitions; ++k) {
    MPI_Barrier(MPI_COMM_WORLD);
    double time = -now();
    body();
    time += now();
    MPI_Allreduce(MPI_IN_PLACE, &time, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
    times.push_back(1e3 * time);
  }
  std::nth_element(times.begin(), times.begin() + repetitions / 2, times.end());
  return times[repetitions / 2];
}

/// body() on rank 0, while the others sleep.
void on_first(const Ranks& ranks, const std::function<void()>& body) {
  if (ranks.leads()) body();
  MPI_Request request;
  MPI_Ibarrier(MPI_COMM_WORLD, &request);
  for (int done = 0; MPI_Test(&request, &done, MPI_STATUS_IGNORE), !done;)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

struct Row {
  double alone, threads, shared, exchange;  ///< ms per step; of one program on one core and on as many as ranks
  Sent sent;                                ///< per step
  RankNeeds predicted;
};

/// Time per step, by the difference of two lengths: assembly and gathering are in both.
double per_step(const std::function<void(int)>& solve,
                const std::function<double(const std::function<void()>&)>& time) {
  return (time([&] { solve(2 * steps); }) - time([&] { solve(steps); })) / steps;
}

RankNeeds predicted(const Process& process, const Grid& grid, int ranks) {
  const int d = grid.dimension();
  Problem problem{.process = process,
                  .initial = Law(GaussianMixture({1.0}, {Vector::Zero(d)}, {Matrix::Identity(d, d)})),
                  .grid = grid};
  problem.time = {.start = 0, .end = 1};
  problem.forward.flux = Flux::scharfetter_gummel;
  return rank_needs(CheckedProblem(problem), ranks);
}

StepTimes times(int count) { return step_times({0, 0.01 * count}, count, Spacing::uniform); }

/// Milliseconds per step of one program, median of several measurements.
double alone(const Assembler& assembler, const Array& start, int threads) {
  IntegrateOptions options;
  options.control.threads = threads;
  std::vector<double> all;
  for (int k = 0; k < repetitions; ++k)
    all.push_back(per_step([&](int count) { integrate(assembler, start, times(count), options); },
                           [](const std::function<void()>& body) {
                             const double begin = now();
                             body();
                             return 1e3 * (now() - begin);
                           }));
  std::nth_element(all.begin(), all.begin() + repetitions / 2, all.end());
  return all[repetitions / 2];
}

Row measure(const Ranks& ranks, const Case& given) {
  const Process process = process_of(given);
  const Grid grid = grid_of(given.cells);
  const Array start = (-0.5 * grid.centres().square().rowwise().sum()).exp();
  IntegrateOptions options;
  options.control.threads = 1;
  Row row{};
  on_first(ranks, [&] {
    const Assembler assembler(process, grid, Flux::scharfetter_gummel, 1);
    row.alone = alone(assembler, start, 1);
    row.threads = alone(assembler, start, ranks.count());
  });
  const auto solve = [&](int count) {
    const StepTimes all = times(count);
    integrate(ranks, {process, grid, Flux::scharfetter_gummel, start, all, false, options});
  };
  row.shared = per_step(solve, median_time);
  std::array<Sent, 2> before{};
  for (const int k : {1, 2}) {
    sent = {};
    solve(k * steps);
    before[static_cast<std::size_t>(k - 1)] = sent;
  }
  row.sent = {(before[1].messages - before[0].messages) / steps, (before[1].bytes - before[0].bytes) / steps};
  for (double* most : {&row.sent.messages, &row.sent.bytes})
    MPI_Allreduce(MPI_IN_PLACE, most, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
  const Slabs rows = slabs_of(grid, 0, ranks.count()), columns = slabs_of(grid, 1, ranks.count());
  const Exchange exchange(grid, rows, columns, ranks.rank());
  Array home = part_of(grid, columns, ranks.rank(), start), away;
  row.exchange = median_time([&] {
    exchange.to_rows(home, away);
    exchange.to_columns(away, home);
  });
  row.predicted = predicted(process, grid, ranks.count());
  return row;
}

/// "0.60": nodes of 16 ranks with a network of 10 GB/s each and 1 us per message; arithmetic falls with the ranks.
std::string projected(const Row& row, double cells, int ranks) {
  if (ranks > row.predicted.most) return fmt::format("at most {}", row.predicted.most);
  constexpr double ranks_of_node = 16, bytes_per_ms = 1e7, ms_per_message = 1e-3;
  const double exchanged = 2 * 8 * cells / ranks;  // there and back
  return fmt::format("{:.3g}",
                     row.alone / ranks + exchanged * ranks_of_node / bytes_per_ms + 2 * ms_per_message * (ranks - 1));
}

}  // namespace

int main() {
  const Ranks ranks;
  const std::vector<Case> cases = {{{1024, 1024}},     {{128, 128, 128}},    {{256, 256, 256}},
                                   {{32, 32, 32, 32}}, {{1024, 1024}, true}, {{64, 64, 64}, true}};
  if (ranks.leads())
    fmt::print(
        "| cells | alone, ms per step | {} threads | ranks | times | exchange | messages (predicted) | MB sent "
        "(predicted) "
        "| 64 ranks | 1024 ranks |\n|---|---|---|---|---|---|---|---|---|---|\n",
        ranks.count());
  for (const Case& given : cases) {
    const Row row = measure(ranks, given);
    double count = 1;
    for (const Eigen::Index n : given.cells) count *= static_cast<double>(n);
    if (ranks.leads())
      fmt::print(
          "| {}{} | {:.3g} | {:.3g} | {:.3g} | {:.2f} | {:.3g} | {:.3g} ({:.3g}) | {:.3g} ({:.3g}) | {} | {} |\n",
          fmt::join(given.cells, " x "), given.correlated ? ", correlated" : "", row.alone, row.threads, row.shared,
          row.alone / row.shared, row.exchange, row.sent.messages, row.predicted.messages, row.sent.bytes / 1e6,
          row.predicted.bytes / 1e6, projected(row, count, 64), projected(row, count, 1024));
  }
}
