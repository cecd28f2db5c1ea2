// SPDX-License-Identifier: MIT
#include "spread/kept_rows.hpp"

#include <array>
#include <cstdint>
#include <utility>

#include "fokker/core/error.hpp"
#include "spread/meeting.hpp"
#include "spread/petsc.hpp"

namespace fokker {
namespace {

using Words = std::array<std::int64_t, 3>;

void broadcast(Words& words) { MPI_Bcast(words.data(), 3, MPI_INT64_T, 0, PETSC_COMM_WORLD); }

/// The cut of rank 0, on all.
Cut shared_cut(const Ranks& ranks, const Cut& here) {
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(ranks.count()) + 2);
  if (ranks.leads()) {
    numbers[0] = here.outer;
    std::copy(here.begins.begin(), here.begins.end(), numbers.begin() + 1);
  }
  MPI_Bcast(numbers.data(), static_cast<int>(numbers.size()), MPI_INT64_T, 0, PETSC_COMM_WORLD);
  return {numbers[0], {numbers.begin() + 1, numbers.end()}};
}

}  // namespace

void KeptRows::lead(const std::function<void()>& body) {
  if (!ranks_.leads()) {
    answer();
    return throw_together(ranks_, std::nullopt);
  }
  leads_ = true;
  const std::optional<Error> failed = error_of(body);
  leads_ = false;
  ask(end);
  throw_together(ranks_, failed);
}

void KeptRows::ask(Ask what, std::size_t group, std::size_t row) const {
  Words words{what, static_cast<std::int64_t>(group), static_cast<std::int64_t>(row)};
  broadcast(words);
}

void KeptRows::answer() {
  for (Words words{};;) {
    broadcast(words);
    if (words[0] == end) return;
    if (words[0] == open) {
      opened_.push_back(std::make_shared<Group>(Group{shared_cut(ranks_, {}), {}}));
      groups_.push_back(opened_.back());
      continue;
    }
    const std::shared_ptr<Group> group = groups_[static_cast<std::size_t>(words[1])].lock();
    if (words[0] == add)
      group->parts.push_back(scattered(ranks_, group->cut, {}));
    else
      gathered(ranks_, group->cut, group->parts[static_cast<std::size_t>(words[2])].data());
  }
}

RowSource KeptRows::source_of(std::shared_ptr<Group> group) {
  groups_.push_back(group);
  return [this, number = groups_.size() - 1, group = std::move(group)](std::size_t k) {
    if (!leads_) throw Error(Fault::internal, "a row of all ranks, asked for where they do not answer");
    ask(bring, number, k);
    return gathered(ranks_, group->cut, group->parts[k].data());
  };
}

RowSource KeptRows::keep(const Cut& cut, std::vector<Array>& parts) {
  auto group = std::make_shared<Group>(Group{cut, {}});
  for (Array& part : parts) group->parts.push_back(std::exchange(part, Array()));
  return source_of(std::move(group));
}

RowSource KeptRows::cut_up(const Cut& cut, std::size_t count, const std::function<Array(std::size_t k)>& row) {
  auto group = std::make_shared<Group>(Group{cut, {}});
  ask(open);
  shared_cut(ranks_, cut);
  RowSource source = source_of(group);
  for (std::size_t k = 0; k < count; ++k) {
    const Array whole = row(k);
    ask(add, groups_.size() - 1);
    group->parts.push_back(scattered(ranks_, cut, whole));
  }
  return source;
}

}  // namespace fokker
