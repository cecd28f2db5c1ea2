// SPDX-License-Identifier: MIT
#include "fokker/sde/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "core/state_checks.hpp"
#include "fokker/core/error.hpp"
#include "sde/random.hpp"

namespace fokker {
namespace {

constexpr std::size_t particle_block = 512;

/// Particles on their way through a sampler.
class OperationRun {
 public:
  OperationRun(Points start, const Draws& draws)
      : x_(std::move(start)), draws_(draws), histories_((count() + particle_block - 1) / particle_block) {}

  void apply(const Operation& one) {
    std::visit([&](const auto& operation) { take(operation); }, one);
    ++number_;
  }

  Points positions() && { return std::move(x_); }
  bool finite() const { return x_.isFinite().all(); }

  /// @param done  operations of the sampler that were applied
  void save(std::size_t done, StateView& view) const {
    view.add("place", std::vector<std::int64_t>{static_cast<std::int64_t>(done)});
    std::vector<const double*> columns;
    for (Eigen::Index k = 0; k < x_.cols(); ++k) columns.push_back(x_.col(k).data());
    view.add("positions", count(), std::move(columns));
    for (std::size_t entry = 0; entry < kept(); ++entry) {
      std::vector<double> values;
      for (const auto& history : histories_)
        values.insert(values.end(), history[entry].data(), history[entry].data() + history[entry].size());
      view.add_values(history_name(entry), std::move(values));
    }
  }

  /// @param one  a particle to which the same operations were applied
  void load(State& state, const OperationRun& one) {
    const auto columns = state.take_rows("positions", static_cast<std::size_t>(x_.cols()), x_.rows());
    for (Eigen::Index k = 0; k < x_.cols(); ++k) x_.col(k) = columns[static_cast<std::size_t>(k)];
    for (std::size_t entry = 0; entry < one.kept(); ++entry) {
      const Eigen::Index width = one.histories_.front()[entry].cols();
      const Array values = state.take_rows(history_name(entry), 1, x_.rows() * width).front();
      in_blocks([&](std::size_t first, auto rows, std::size_t block) {
        const double* begin = values.data() + static_cast<Eigen::Index>(first) * width;
        histories_[block].emplace_back(Eigen::Map<const Points>(begin, rows.rows(), width));
      });
    }
    number_ = one.number_;
  }

 private:
  std::size_t count() const { return static_cast<std::size_t>(x_.rows()); }

  /// Entries of the history of each block.
  std::size_t kept() const { return histories_.empty() ? 0 : histories_.front().size(); }
  static std::string history_name(std::size_t entry) { return fmt::format("history_{}", entry); }

  /// Calls body(first, rows, number of the block) on blocks of particles.
  template <class Body>
  void in_blocks(const Body& body) {
    parallel_for(count(), particle_block, draws_.threads, [&](std::size_t begin, std::size_t end) {
      body(begin, x_.middleRows(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end - begin)),
           begin / particle_block);
    });
  }

  Points normals(std::size_t first, Eigen::Index rows) const {
    Points z(rows, x_.cols());
    for (Eigen::Index k = 0; k < z.cols(); ++k)
      random::normals({draws_.seed, draws_.stream, random::Use::step, number_, static_cast<int>(k)}, first,
                      static_cast<std::size_t>(rows), z.col(k).data());
    return z;
  }

  void take(const operation::Noise& noise) {
    in_blocks([&](std::size_t first, auto rows, std::size_t) { rows += noise.std * normals(first, rows.rows()); });
  }

  void take(const operation::Map& map) {
    in_blocks([&](std::size_t, auto rows, std::size_t) { rows = map.at(rows).eval(); });
  }

  void take(const operation::Stateful& step) {
    in_blocks([&](std::size_t, auto rows, std::size_t block) {
      Points x = rows;
      step.apply(x, histories_[block]);
      rows = x;
    });
  }

  void take(const operation::Auxiliary& step) {
    in_blocks(
        [&](std::size_t first, auto rows, std::size_t) { rows = step.at(rows, normals(first, rows.rows())).eval(); });
  }

  void take(const operation::MeanField& step) {
    std::vector<double> sums(histories_.size());
    in_blocks([&](std::size_t, auto rows, std::size_t block) {
      sums[block] = step.field(rows).square().rowwise().sum().sqrt().sum();
    });
    double sum = 0;
    for (const double part : sums) sum += part;
    ++number_;
    for (const Operation& one : step.then(sum / static_cast<double>(count()))) apply(one);
  }

  Points x_;
  const Draws& draws_;
  std::vector<std::vector<Points>> histories_;  ///< one per block
  std::uint32_t number_ = 0;                    ///< of the operation
};

/// Continues from the last state of the stage. @return operations that were applied before it
std::size_t resume(OperationRun& run, OperationRun one, const std::vector<Operation>& operations,
                   std::optional<State> state) {
  if (!state) return 0;
  const std::int64_t done = state->take_integers("place", 1).front();
  require_state(done >= 0 && done <= std::ssize(operations), "place");
  for (std::int64_t k = 0; k < done; ++k) one.apply(operations[static_cast<std::size_t>(k)]);
  run.load(*state, one);
  return static_cast<std::size_t>(done);
}

}  // namespace

Points apply_operations(const std::vector<Operation>& operations, Points start, const Draws& draws,
                        const Control& control, const std::string& stage) {
  const Points one = start.topRows(std::min<Eigen::Index>(1, start.rows()));
  OperationRun run(std::move(start), draws);
  std::size_t done = resume(run, OperationRun(one, draws), operations, control.last_state(stage));
  const auto fraction = [&] { return static_cast<double>(done) / static_cast<double>(operations.size()); };
  const auto report = [&] {
    control.report({stage, fraction(), std::numeric_limits<double>::quiet_NaN(), static_cast<std::int64_t>(done)});
  };
  report();
  control.stop.check();
  while (done < operations.size()) {
    run.apply(operations[done++]);
    if (done == operations.size() && !run.finite())
      throw Error(Fault::numerical, "a particle of a sampler is no longer at a finite position");
    report();
    control.offer(stage, static_cast<std::int64_t>(done), fraction(), done == operations.size(),
                  [&](StateView& view) { run.save(done, view); });
  }
  return std::move(run).positions();
}

}  // namespace fokker
