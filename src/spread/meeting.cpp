// SPDX-License-Identifier: MIT
#include "spread/meeting.hpp"

#include <algorithm>
#include <new>
#include <string>

#include "spread/petsc.hpp"

namespace fokker {
namespace {

/// What all ranks have, in their order.
template <class Item>
struct Gathered {
  std::vector<Item> numbers;
  std::vector<std::size_t> begins;  ///< of each rank's, and the end
};

template <class Item>
Gathered<Item> gathered(const Ranks& ranks, const std::vector<Item>& here) {
  constexpr int doubles = sizeof(Item) / sizeof(double);
  const auto count = static_cast<std::size_t>(ranks.count());
  std::vector<int> counts(count), begins(count + 1, 0);
  const int own = doubles * static_cast<int>(here.size());
  MPI_Allgather(&own, 1, MPI_INT, counts.data(), 1, MPI_INT, PETSC_COMM_WORLD);
  Gathered<Item> all{{}, {0}};
  for (std::size_t r = 0; r < count; ++r) {
    begins[r + 1] = begins[r] + counts[r];
    all.begins.push_back(static_cast<std::size_t>(begins[r + 1] / doubles));
  }
  if (begins.back() == 0) return all;
  all.numbers.resize(all.begins.back());
  MPI_Allgatherv(here.data(), own, MPI_DOUBLE, all.numbers.data(), counts.data(), begins.data(), MPI_DOUBLE,
                 PETSC_COMM_WORLD);
  return all;
}

void add(const BatchCounts& batch, StepStatistics& statistics) {
  statistics.limited_lines += static_cast<std::int64_t>(batch.limited_lines);
  statistics.limited_mass += batch.limited_mass;
  statistics.zeroed_cells += static_cast<std::int64_t>(batch.zeroed_cells);
  statistics.zeroed_mass += batch.zeroed_mass;
  const auto boundary = static_cast<Eigen::Index>(2 * batch.axis);
  statistics.absorbed[boundary] += batch.out_below;
  statistics.absorbed[boundary + 1] += batch.out_above;
}

/// The members of all diagnostics, each ended by a zero.
std::string packed(const Error& error) {
  std::string text;
  for (const Diagnostic& one : error.diagnostics())
    for (const std::string& member : {one.place, one.key, one.found, one.legal, one.advice}) text += member + '\0';
  return text;
}

Error unpacked(Fault fault, const std::string& text) {
  std::vector<Diagnostic> all;
  for (std::size_t at = 0; at < text.size();) {
    Diagnostic& one = all.emplace_back();
    for (std::string* member : {&one.place, &one.key, &one.found, &one.legal, &one.advice}) {
      *member = text.c_str() + at;
      at += member->size() + 1;
    }
  }
  return {fault, std::move(all)};
}

}  // namespace

void add_counts(const Ranks& ranks, const std::vector<BatchCounts>& here, StepStatistics& statistics) {
  const Gathered<BatchCounts> all = gathered(ranks, here);
  std::vector<std::size_t> next(all.begins.begin(), all.begins.end() - 1);
  double last = 0;
  for (const BatchCounts& batch : all.numbers) last = std::max(last, batch.piece);
  for (double piece = 0; piece <= last; ++piece)
    for (std::size_t r = 0; r < next.size(); ++r)
      for (; next[r] < all.begins[r + 1] && all.numbers[next[r]].piece == piece; ++next[r])
        add(all.numbers[next[r]], statistics);
}

double sum_in_order(const Ranks& ranks, const std::vector<double>& here) {
  double sum = 0;
  for (const double number : gathered(ranks, here).numbers) sum += number;
  return sum;
}

std::vector<double> numbers_of_first(const Ranks& ranks, const std::vector<double>& here) {
  const int mine = here.empty() ? ranks.count() : ranks.rank();
  int first = mine;
  MPI_Allreduce(&mine, &first, 1, MPI_INT, MPI_MIN, PETSC_COMM_WORLD);
  if (first == ranks.count()) return {};
  std::vector<double> numbers = here;
  auto size = static_cast<int>(here.size());
  MPI_Bcast(&size, 1, MPI_INT, first, PETSC_COMM_WORLD);
  numbers.resize(static_cast<std::size_t>(size));
  MPI_Bcast(numbers.data(), size, MPI_DOUBLE, first, PETSC_COMM_WORLD);
  return numbers;
}

std::optional<Error> error_of(const std::function<void()>& body) {
  try {
    body();
  } catch (const Error& error) {
    return error;
  } catch (const std::bad_alloc&) {
    return Error(Fault::resources, "out of memory on a rank", {}, "more machines, or fewer cells");
  } catch (const std::exception& error) {
    return Error(Fault::internal, error.what());
  }
  return std::nullopt;
}

void throw_together(const Ranks& ranks, const std::optional<Error>& here) {
  const int mine = here ? ranks.rank() : ranks.count();
  int first = mine;
  MPI_Allreduce(&mine, &first, 1, MPI_INT, MPI_MIN, PETSC_COMM_WORLD);
  if (first == ranks.count()) return;
  std::string text = here ? packed(*here) : "";
  int head[2] = {here ? exit_code(here->fault()) : 0, static_cast<int>(text.size())};
  MPI_Bcast(head, 2, MPI_INT, first, PETSC_COMM_WORLD);
  text.resize(static_cast<std::size_t>(head[1]));
  MPI_Bcast(text.data(), head[1], MPI_CHAR, first, PETSC_COMM_WORLD);
  throw SharedError(unpacked(static_cast<Fault>(head[0]), text));
}

}  // namespace fokker
