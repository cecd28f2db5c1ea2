// SPDX-License-Identifier: MIT
#include "fokker/sde/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "fokker/core/error.hpp"
#include "sde/random.hpp"

namespace fokker {
namespace {

constexpr std::size_t particle_block = 512;

/// Particles on their way through a sampler.
class OperationRun {
 public:
  OperationRun(Points start, const Draws& draws, const StopToken& stop)
      : x_(std::move(start)), draws_(draws), stop_(stop), histories_((count() + particle_block - 1) / particle_block) {}

  void apply(const std::vector<Operation>& operations) {
    for (const Operation& one : operations) {
      stop_.check();
      std::visit([&](const auto& operation) { take(operation); }, one);
      ++number_;
    }
  }

  Points positions() && { return std::move(x_); }
  bool finite() const { return x_.isFinite().all(); }

 private:
  std::size_t count() const { return static_cast<std::size_t>(x_.rows()); }

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
    apply(step.then(sum / static_cast<double>(count())));
  }

  Points x_;
  const Draws& draws_;
  const StopToken& stop_;
  std::vector<std::vector<Points>> histories_;  ///< one per block
  std::uint32_t number_ = 0;                    ///< of the operation
};

}  // namespace

Points apply_operations(const std::vector<Operation>& operations, Points start, const Draws& draws,
                        const StopToken& stop) {
  OperationRun run(std::move(start), draws, stop);
  run.apply(operations);
  if (!run.finite()) throw Error(Fault::numerical, "a particle of a sampler is no longer at a finite position");
  return std::move(run).positions();
}

}  // namespace fokker
