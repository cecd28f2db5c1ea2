// SPDX-License-Identifier: MIT
#include <cmath>
#include <memory>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/spread/spread.hpp"
#include "spread/particles.hpp"
#include "spread/petsc.hpp"
#include "spread/refusals.hpp"
#include "spread/split_steps.hpp"
#include "study/score_study.hpp"
#include "study/shared_solves.hpp"
#include "study/solves.hpp"
#include "study/together.hpp"
#include "time/solve.hpp"

namespace fokker {
namespace {

using Advance = std::function<void(double t, double end, Array& masses)>;

double least(double here) {
  MPI_Allreduce(MPI_IN_PLACE, &here, 1, MPI_DOUBLE, MPI_MIN, PETSC_COMM_WORLD);
  return here;
}

/// A solve with its own copy of what it is of.
class Kept {
 public:
  explicit Kept(const SharedSolve& solve)
      : process(solve.process), grid(solve.grid), flux(solve.flux), flows(solve.flows) {
    options.stepper = solve.options.stepper;
    options.carry_above = solve.options.carry_above;
    options.complete_above = solve.options.complete_above;
    options.control.threads = solve.options.control.threads;
  }
  SharedSolve solve() const {
    SharedSolve solve{process, grid, flux, start, times, false, options};
    solve.flows = flows;
    return solve;
  }

  const Process process;
  const Grid grid;
  const Flux flux;
  const std::optional<EdgesCarry> flows;
  const std::function<Array()> start = {};
  const StepTimes times = {};
  IntegrateOptions options;
};

/// Of a whole grid.
Assembler own_assembler(const SharedSolve& solve, const Process& process) {
  Assembler assembler(process, solve.grid, solve.flux, solve.options.control.threads);
  if (solve.flows) assembler.offer_flows(*solve.flows);
  return assembler;
}

/// Steps by all ranks together.
Advance shared_steps(const Ranks& ranks, const SharedSolve& solve, Agreement& agreement) {
  struct Steps {
    Steps(const Ranks& ranks, const SharedSolve& solve, Agreement& agreement)
        : kept(solve), steps(ranks, kept.solve(), agreement) {}
    Kept kept;
    SplitSteps steps;
    StepStatistics ignored;
  };
  std::shared_ptr<Steps> own;
  ranks.together([&] { own = std::make_shared<Steps>(ranks, solve, agreement); });
  own->ignored.absorbed = Array::Zero(2 * solve.grid.dimension());
  return [own, stop = agreement.stop()](double t, double end, Array& masses) {
    own->steps.advance(t, end, masses, own->ignored);
    stop.check();
  };
}

/// Steps of this rank alone, of a whole grid.
Advance own_steps(const SharedSolve& solve) {
  const auto kept = std::make_shared<const Kept>(solve);
  const auto assembler = std::make_shared<const Assembler>(own_assembler(kept->solve(), kept->process));
  const OperatorAt at = [kept, assembler](double t, double end, Operator& L) { assembler->assemble(t, end, L); };
  ImplicitStepper stepper(kept->options.stepper, kept->options.control.threads, kept->options.carry_above,
                          kept->options.complete_above);
  return [at, L = assembler->blank(), stepper = std::move(stepper)](double t, double end, Array& masses) mutable {
    StepStatistics ignored;
    advance(at, L, stepper, t, end, masses, ignored);
  };
}

/// The start of a solve, whole on every rank.
Array whole_start(const Ranks& ranks, const SharedSolve& solve, KeptRows& rows) {
  Array start;
  rows.lead([&] { start = solve.start(); });
  ranks.together([&] { start.resize(solve.grid.cells()); });
  MPI_Bcast(start.data(), static_cast<int>(start.size()), MPI_DOUBLE, 0, PETSC_COMM_WORLD);
  return start;
}

/// Every rank solves the whole grid alone, and takes the steps of the others.
Integration alone(const Ranks& ranks, const SharedSolve& solve, Agreement& agreement, KeptRows& rows) {
  const Array start = whole_start(ranks, solve, rows);
  const Process process = solve.reversed ? solve.reversed(solve.grid, *solve.score) : solve.process;
  const Assembler assembler = own_assembler(solve, process);
  IntegrateOptions options = solve.options;
  options.control = agreement.of_stage(solve.options.control, {});
  options.each_step = [&](double t, const Array& masses) {
    if (solve.options.each_step) solve.options.each_step(t, masses);
    agreement.ask();
  };
  OperatorAt at = [&](double begin, double end, Operator& L) { assembler.assemble(begin, end, L); };
  if (solve.entering) at = fed_by_boundaries(solve.process, *solve.entering, solve.end, at, options.control.threads);
  if (!solve.adaptive) return integrate(at, assembler.blank(), start, solve.times, options);
  return integrate_adaptive(at, assembler.blank(), start, solve.times, options);
}

/// Which solves of a run are shared out: those on its own grid, and all others that have slabs enough.
class Sharing {
 public:
  Sharing(const Ranks& ranks, Eigen::Index cells, Holders holders, Agreement& agreement, KeptRows& rows)
      : ranks_(ranks), cells_(cells), holders_(holders), agreement_(agreement), rows_(rows) {}

  SharedSolver solver() const {
    return {.solve = [*this](const SharedSolve& solve) { return solved(solve); },
            .holds_whole = holds_whole(),
            .keep = keeper(),
            .cut =
                [*this](const Grid& grid, std::size_t count, const std::function<Array(std::size_t k)>& row) {
                  return rows_.cut_up(home_cut(ranks_, grid), count, row);
                },
            .lead = [*this](const std::function<void()>& body) { rows_.lead(body); },
            .together = [*this](const std::function<void()>& body) { ranks_.together(body); },
            .agreed = [*this](bool here) { return ranks_.any(ranks_.leads() && here); },
            .part = [*this](const Grid& grid) { return shares(grid) ? home_part(ranks_, grid) : grid; },
            .count = [*this](const Grid& grid, std::size_t here) { return shares(grid) ? count_of_all(here) : here; },
            .whole =
                [*this](const Grid& grid, const Array& part) {
                  return shares(grid) ? gathered_everywhere(ranks_, home_cut(ranks_, grid), part.data()) : part;
                },
            .memory = [*this](const Grid& grid, double bytes) { return memory(grid, bytes); },
            .again =
                [*this](const SharedSolve& solve) {
                  return shares(solve.grid) ? shared_steps(ranks_, solve, agreement_) : own_steps(solve);
                },
            .particles = shared_particles(ranks_, agreement_)};
  }

 private:
  bool holds_whole() const { return ranks_.leads() || holders_ == Holders::all; }
  std::function<RowSource(const Grid&, std::vector<Array>&)> keeper() const {
    if (holders_ != Holders::none) return {};
    return [*this](const Grid& grid, std::vector<Array>& densities) {
      return shares(grid) ? rows_.keep(home_cut(ranks_, grid), densities) : RowSource();
    };
  }
  Integration solved(const SharedSolve& solve) const {
    if (shares(solve.grid)) return integrate(ranks_, solve, agreement_, holders_, rows_);
    Integration result = alone(ranks_, solve, agreement_, rows_);
    for (Array& density : result.trajectory.densities)
      if (!holds_whole()) density = Array();
    return result;
  }
  bool shares(const Grid& grid) const { return grid.cells() >= cells_ || most_ranks(grid) >= ranks_.count(); }
  double memory(const Grid& grid, double bytes) const {
    if (!shares(grid) || !std::isfinite(bytes)) return bytes;
    const double part = 8.0 * static_cast<double>(home_part(ranks_, grid).cells());
    return part * std::floor(least(bytes / part));
  }

  const Ranks& ranks_;
  Eigen::Index cells_;
  Holders holders_;
  Agreement& agreement_;
  KeptRows& rows_;
};

/// @param keep  ranks may keep their parts of the densities
Result run_by_all(KeptRows& rows, const CheckedProblem& problem, const RunOptions& options, const Control& control,
                  bool keep) {
  const Ranks& ranks = rows.ranks();
  require_shareable(problem);
  require_slabs(problem->grid, ranks.count());
  if (options.keep_score)
    throw Error(Fault::usage, "RunOptions::keep_score on several ranks", {}, "run() without ranks");
  Agreement agreement(ranks, control);
  // what all ranks do beside the solves needs the densities on all of them
  const bool all = problem->particles || examines_scores(problem), none = keep && ranks.count() > 1;
  const Holders holders = all ? Holders::all : none && keeps_parts(problem) ? Holders::none : Holders::leader;
  const SharedSolver solver = Sharing(ranks, problem->grid.cells(), holders, agreement, rows).solver();
  return run_together(problem, solver, least(options.score_memory), control);
}

}  // namespace

std::optional<Result> run(const Ranks& ranks, const CheckedProblem& problem, const RunOptions& options,
                          const Control& control) {
  KeptRows rows(ranks);
  Result result = run_by_all(rows, problem, options, control, false);
  return ranks.leads() ? std::optional(std::move(result)) : std::nullopt;
}

struct SharedResult::Parts {
  explicit Parts(const Ranks& ranks) : rows(ranks) {}
  KeptRows rows;
  std::optional<Result> result;
};

SharedResult::SharedResult(const Ranks& ranks, const CheckedProblem& problem, const RunOptions& options,
                           const Control& control)
    : parts_(std::make_unique<Parts>(ranks)) {
  parts_->result = run_by_all(parts_->rows, problem, options, control, true);
}
SharedResult::~SharedResult() = default;

void SharedResult::use(const std::function<void(Result& result)>& body) {
  parts_->rows.lead([&] { body(*parts_->result); });
}

}  // namespace fokker
