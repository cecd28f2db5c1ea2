// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fokker/core/error.hpp"
#include "fokker/study/shared_solve.hpp"
#include "fokker/study/study.hpp"

namespace fokker {

/// An error that all ranks throw alike.
class SharedError : public Error {
 public:
  /// The same error.
  /// @param error  of one rank
  explicit SharedError(Error error) : Error(std::move(error)) {}
};

/// The ranks of an MPI run: processes that solve one problem together. MPI and PETSc start and end with it, so there is
/// one at a time. Its functions, and those below, are called by all ranks together.
class Ranks {
 public:
  /// Starts MPI and PETSc. @throws Error{Fault::resources} where they do not start
  Ranks();
  ~Ranks();
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;

  /// @return the number of this rank, from 0
  int rank() const { return rank_; }
  /// @return the number of ranks
  int count() const { return count_; }
  /// @return the number of ranks on the machine of this one
  int on_this_machine() const { return on_this_machine_; }
  /// @return whether this is rank 0, which prints and writes files
  bool leads() const { return rank_ == 0; }

  /// Calls body() on every rank. Where that throws an Error on some, all throw the one of the lowest of them.
  /// @param body  the same on every rank
  /// @throws SharedError
  void together(const std::function<void()>& body) const;
  /// Asks all ranks.
  /// @param here  the answer of this rank
  /// @return whether it is true on some rank
  bool any(bool here) const;
  /// Ends all ranks where one of them cannot go on.
  /// @param code  their exit code
  void end_all(int code) const;

 private:
  int rank_ = 0, count_ = 1, on_this_machine_ = 1;
};

/// Most ranks among which a grid can be shared out: each gets a slab of cells along the first two axes in turn.
/// @param grid  of at least two axes
/// @return the number of ranks
int most_ranks(const Grid& grid);

/// As integrate() and integrate_adaptive() with the assembler of a process on a grid, with the same densities to the
/// last bit for every number of ranks. Each rank holds the rates and the masses of its part of the grid alone; every
/// rank gets the densities of the whole grid at the end.
///
/// Directions are composed as in ImplicitStepper. Each is solved where its lines are whole: the first axis in slabs cut
/// along the second one, the others in slabs cut along the first. Correlated noise moves along other offsets, too:
/// their lines are dealt out in batches. Flows take masses from slabs to slabs cut along the first axis. PetscSF
/// carries masses between these layouts.
/// @throws Error{Fault::usage} for what ranks cannot share yet, and with more of them than most_ranks(); Error
///         (numerical, interrupted) on all ranks alike
/// @param ranks  of this run
/// @param solve  the same on every rank; its options.each_step gets the masses of this rank's part
/// @return the densities of the whole grid at the snapshots, and what integrate() says of the steps
Integration integrate(const Ranks& ranks, const SharedSolve& solve);

/// As run(), for problems of solves on grids. Grids with fewer slabs than ranks (those of error estimates) are
/// solved by every rank alone.
/// @return the result on rank 0, nothing on the others
/// @throws as above; Error{Fault::usage} for what a problem asks for and ranks cannot share yet
/// @param ranks    of this run
/// @param problem  the same on every rank
/// @param options  memory of each rank for the score of its part; the least of all ranks is what each takes
/// @param control  threads of each rank, stop of any of them, progress; states of rank 0, those of a run without ranks
std::optional<Result> run(const Ranks& ranks, const CheckedProblem& problem, const RunOptions& options = {},
                          const Control& control = {});

/// The result of a run by several ranks, made by all of them together. Each keeps its part of the densities at the
/// snapshots, but for particles, stated scores and extrapolation, with which rank 0 holds them whole.
class SharedResult {
 public:
  /// Runs.
  /// @throws as run()
  /// @param ranks    of this run; must outlive the result
  /// @param problem  the same on every rank
  /// @param options  as run() takes them
  /// @param control  likewise
  SharedResult(const Ranks& ranks, const CheckedProblem& problem, const RunOptions& options = {},
               const Control& control = {});
  ~SharedResult();
  SharedResult(const SharedResult&) = delete;
  SharedResult& operator=(const SharedResult&) = delete;

  /// Calls body on rank 0, which gets densities from the others one at a time there (GridSolution::density()). All
  /// ranks call this together.
  /// @throws SharedError on all ranks, where body throws an Error
  /// @param body  gets the result
  void use(const std::function<void(Result& result)>& body);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// What run() of ranks refuses of a problem, however many they are, as far as it is known beforehand.
/// @param problem  any checked problem
/// @return that error; nothing where ranks can share the run
std::optional<Error> refused_on_ranks(const CheckedProblem& problem);

/// How a run is shared out.
struct RankNeeds {
  int most = 1;                      ///< ranks among which the grid can be shared out
  double messages = 0;               ///< that a rank sends in a step of the forward solve, at most
  double bytes = 0;                  ///< that a rank sends in it, at most
  std::vector<std::string> layouts;  ///< "x whole, in slabs of 32 to 40 cells along y"
};
/// What a run by several ranks takes of each, without running it.
/// @param problem  any checked problem
/// @param ranks    number of ranks
/// @return layouts and messages; the memory is that of estimate() with RunOptions::ranks
/// @throws Error{Fault::usage} for what a problem asks for and ranks cannot share, and with more of them than `most`
RankNeeds rank_needs(const CheckedProblem& problem, int ranks);

}  // namespace fokker
