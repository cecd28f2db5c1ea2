// SPDX-License-Identifier: MIT
#include "fokker/core/state.hpp"

#include <algorithm>
#include <utility>

#include "core/state_checks.hpp"
#include "fokker/core/error.hpp"

namespace fokker {

void require_state(bool fits, const std::string& name) {
  if (!fits)
    throw Error(Fault::checkpoint, "a state whose '" + name + "' is missing or of another shape", {},
                "the run without --resume, which starts anew");
}

void require_times(const std::vector<double>& times, const std::vector<double>& snapshots, const std::string& name) {
  require_state(!times.empty() && std::is_sorted(times.begin(), times.end()) && times.front() == snapshots.front() &&
                    times.back() == snapshots.back() &&
                    std::includes(times.begin(), times.end(), snapshots.begin(), snapshots.end()),
                name);
}

namespace {

template <class Map>
typename Map::mapped_type taken(Map& map, const std::string& name) {
  const auto found = map.find(name);
  require_state(found != map.end(), name);
  auto content = std::move(found->second);
  map.erase(found);
  return content;
}

}  // namespace

void StateView::Rows::visit(std::size_t k, const Visit& visit) const {
  if (!gathered) return visit(0, length, rows[k]);
  for (std::size_t part = 0; part + 1 < begins.size(); ++part)
    visit(begins[part], begins[part + 1] - begins[part], gathered(k, part));
}

void StateView::add(std::string name, const Array& row) {
  rows_.push_back({std::move(name), static_cast<std::size_t>(row.size()), {row.data()}});
}

void StateView::add(std::string name, const std::vector<Array>& rows) {
  std::vector<const double*> pointers;
  for (const Array& row : rows) pointers.push_back(row.data());
  rows_.push_back(
      {std::move(name), rows.empty() ? 0 : static_cast<std::size_t>(rows.front().size()), std::move(pointers)});
}

void StateView::add(std::string name, std::size_t length, std::vector<const double*> rows) {
  rows_.push_back({std::move(name), length, std::move(rows)});
}

void StateView::add(std::string name, std::vector<std::int64_t> values) {
  integers_.push_back({std::move(name), std::move(values)});
}

void StateView::add_values(std::string name, std::vector<double> values) {
  const std::vector<double>& kept = kept_.emplace_back(std::move(values));
  rows_.push_back({std::move(name), kept.size(), {kept.data()}});
}

double StateView::bytes() const {
  double numbers = 0;
  for (const Rows& entry : rows_) numbers += static_cast<double>(entry.length) * static_cast<double>(entry.rows.size());
  for (const Integers& entry : integers_) numbers += static_cast<double>(entry.values.size());
  return 8 * numbers;
}

std::vector<Array> State::take_rows(const std::string& name) { return taken(rows_, name); }

std::vector<Array> State::take_rows(const std::string& name, std::size_t count, Eigen::Index length) {
  std::vector<Array> rows = taken(rows_, name);
  require_state(rows.size() == count, name);
  for (const Array& row : rows) require_state(row.size() == length, name);
  return rows;
}

Array State::take_row(const std::string& name) {
  std::vector<Array> rows = taken(rows_, name);
  require_state(rows.size() == 1, name);
  return std::move(rows.front());
}

std::vector<double> State::take_values(const std::string& name) {
  const Array row = take_row(name);
  return {row.begin(), row.end()};
}

std::vector<std::int64_t> State::take_integers(const std::string& name, std::size_t count) {
  std::vector<std::int64_t> values = taken(integers_, name);
  require_state(values.size() == count, name);
  return values;
}

State copied(const StateView& view) {
  State state;
  for (const StateView::Rows& entry : view.rows()) {
    std::vector<Array> rows;
    for (std::size_t k = 0; k < entry.rows.size(); ++k) {
      Array& row = rows.emplace_back(static_cast<Eigen::Index>(entry.length));
      entry.visit(k, [&](std::size_t begin, std::size_t count, const double* numbers) {
        std::copy_n(numbers, count, row.data() + begin);
      });
    }
    state.set(entry.name, std::move(rows));
  }
  for (const StateView::Integers& entry : view.integers()) state.set(entry.name, entry.values);
  return state;
}

}  // namespace fokker
