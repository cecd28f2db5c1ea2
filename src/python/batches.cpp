// SPDX-License-Identifier: MIT
#include "python/batches.hpp"

#include <algorithm>

namespace fokker::python {
namespace {

constexpr std::size_t most_known = 3;  // the ends and the middle of a step
constexpr int certain = 2;

/// The grid with `numerator / denominator` of its cells; empty where an axis would have too few.
std::optional<Grid> with_share(const Grid& grid, Eigen::Index numerator, Eigen::Index denominator) {
  std::vector<Axis> axes;
  for (const Axis& axis : grid.axes()) {
    const Eigen::Index cells = axis.cells() * numerator / denominator;
    if (cells < 2) return std::nullopt;
    axes.push_back(numerator < denominator ? coarsened(axis, cells) : refined(axis, cells));
  }
  return Grid(std::move(axes));
}

}  // namespace

void Batches::expect(const Grid& grid, bool centres) {
  tables_ = {std::make_shared<const PointTable>(grid, centres)};
  for (const auto& [numerator, denominator] : {std::pair{1, 2}, {1, 4}, {2, 3}, {2, 1}})
    if (const auto other = with_share(grid, numerator, denominator))
      tables_.push_back(std::make_shared<const PointTable>(*other, centres));
}

std::shared_ptr<const Batches::Batch> Batches::batch(const PointTable& table, double t) {
  const auto found =
      std::find_if(known_.begin(), known_.end(), [&](const auto& one) { return one->table == &table && one->t == t; });
  if (found != known_.end()) return *found;
  std::shared_ptr<Batch> made;
  if (known_.size() == most_known) {
    if (known_.front().use_count() == 1) made = std::move(known_.front());  // its memory serves again
    known_.pop_front();
  }
  if (!made) made = std::make_shared<Batch>();
  made->table = &table;
  made->t = t;
  made->values.resize(table.points()->rows(), columns());
  callback_(t, table.points(), made->values);
  known_.push_back(made);
  return made;
}

void Batches::prepare(double t) {
  const std::lock_guard lock(guard_);
  if (last_ != nullptr && t == announced_) return;
  used_in_a_row_ = was_used_ ? used_in_a_row_ + 1 : 0;
  announced_ = t;
  was_used_ = false;
  if (last_ != nullptr && used_in_a_row_ >= certain) batch(*last_, t);
}

void Batches::evaluate(double t, const PointsIn& x, PointsOut values) {
  if (x.rows() == 0) return;
  for (const auto& table : tables_) {
    const auto row = table->find(x);
    if (!row) continue;
    std::shared_ptr<const Batch> all;
    {
      const std::lock_guard lock(guard_);
      all = batch(*table, t);
      last_ = table.get();
      if (t == announced_) was_used_ = true;
    }
    values = all->values.middleRows(*row, x.rows());
    return;
  }
  callback_(t, std::make_shared<const Points>(x), values);
}

FieldAt Batches::field() {
  return [self = shared_from_this()](double t) -> Field {
    self->prepare(t);
    return [self, t](const PointsIn& x, PointsOut values) { self->evaluate(t, x, values); };
  };
}

FieldAt Batches::preparing(FieldAt field) {
  return [self = shared_from_this(), field = std::move(field)](double t) -> Field {
    self->prepare(t);
    return field(t);
  };
}

}  // namespace fokker::python
