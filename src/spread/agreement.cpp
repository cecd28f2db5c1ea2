// SPDX-License-Identifier: MIT
#include "spread/agreement.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "core/state_checks.hpp"
#include "spread/meeting.hpp"
#include "spread/petsc.hpp"

namespace fokker {
namespace {

/// A sum over cells, of which each rank has a part.
constexpr const char* summed_count = "floored_cells";

void broadcast(std::int64_t& number) { MPI_Bcast(&number, 1, MPI_INT64_T, 0, PETSC_COMM_WORLD); }

void broadcast(std::string& text) {
  auto length = static_cast<std::int64_t>(text.size());
  broadcast(length);
  text.resize(static_cast<std::size_t>(length));
  MPI_Bcast(text.data(), static_cast<int>(length), MPI_CHAR, 0, PETSC_COMM_WORLD);
}

/// A name and how much there is of it, from rank 0.
struct Head {
  std::string name;
  std::int64_t count = 0, length = 0;

  void share() {
    broadcast(name);
    broadcast(count);
    broadcast(length);
  }
};

/// What rank 0 has of a row at a time: stretches that begin there.
std::vector<Eigen::Index> stretches_at_once(const Cut& cut) {
  const auto most = static_cast<Eigen::Index>(StateView::gathered_numbers);
  const Eigen::Index count = std::clamp<Eigen::Index>(cut.whole() / most, 1, std::max<Eigen::Index>(cut.outer, 1));
  std::vector<Eigen::Index> begins;
  for (Eigen::Index k = 0; k <= count; ++k) begins.push_back(cut.outer * k / count);
  return begins;
}

/// The rows of a state as a program alone has them, on rank 0, which asks the others for their part of as much as it
/// writes at once.
class WholeState {
 public:
  WholeState(const Ranks& ranks, const Cuts& cuts, const StateView& here) : ranks_(ranks) {
    for (const StateView::Rows& rows : here.rows()) {
      const auto cut = cuts.find(rows.name);
      if (cut == cuts.end() || ranks.count() == 1)
        view_.add(rows.name, rows.length, rows.rows);
      else
        add_parts(rows, cut->second);
    }
    for (const StateView::Integers& numbers : here.integers()) {
      std::vector<std::int64_t> values = numbers.values;
      if (!cuts.empty() && numbers.name == summed_count)
        MPI_Allreduce(numbers.values.data(), values.data(), 1, MPI_INT64_T, MPI_SUM, PETSC_COMM_WORLD);
      view_.add(numbers.name, std::move(values));
    }
  }
  WholeState(const WholeState&) = delete;
  WholeState& operator=(const WholeState&) = delete;

  const StateView& view() const { return view_; }
  /// Ends answer().
  void end() const { ask({-1, 0}); }
  /// Of the ranks that do not lead: sends parts until rank 0 has all that it asks for.
  void answer() const {
    for (;;) {
      const Asked asked = ask({});
      if (asked[0] < 0) return;
      gather(asked);
    }
  }

 private:
  struct Part {
    const Cut* cut;
    const double* here;
  };
  using Asked = std::array<std::int64_t, 2>;  ///< number of a row, and which stretches of it

  /// What rank 0 asks for, on all ranks.
  static Asked ask(Asked asked) {
    MPI_Bcast(asked.data(), 2, MPI_INT64_T, 0, PETSC_COMM_WORLD);
    return asked;
  }
  Array gather(const Asked& asked) const {
    const auto& [cut, here] = parts_[static_cast<std::size_t>(asked[0])];
    const std::vector<Eigen::Index> begins = stretches_at_once(*cut);
    const auto k = static_cast<std::size_t>(asked[1]);
    return gathered(ranks_, {begins[k + 1] - begins[k], cut->begins}, here + begins[k] * cut->size(ranks_.rank()));
  }

  void add_parts(const StateView::Rows& rows, const Cut& cut) {
    const std::size_t first = parts_.size();
    for (const double* part : rows.rows) parts_.push_back({&cut, part});
    std::vector<std::size_t> begins;
    for (const Eigen::Index stretch : stretches_at_once(cut))
      begins.push_back(static_cast<std::size_t>(stretch * cut.begins.back()));
    view_.add({rows.name, rows.rows.empty() ? 0 : begins.back(), rows.rows,
               [this, first](std::size_t k, std::size_t part) { return brought(first + k, part); }, begins});
  }
  const double* brought(std::size_t row, std::size_t part) {
    stretches_.resize(0);
    stretches_ = gather(ask({static_cast<std::int64_t>(row), static_cast<std::int64_t>(part)}));
    return stretches_.data();
  }

  const Ranks& ranks_;
  std::vector<Part> parts_;
  Array stretches_;
  StateView view_;
};

/// The rows of one name, each rank's part of them. @param whole  of rank 0
std::vector<Array> shared_rows(const Ranks& ranks, const Head& head, const Cut* cut, const std::vector<Array>* whole) {
  std::vector<Array> here;
  static const Array none;
  for (std::int64_t i = 0; i < head.count; ++i) {
    const Array& row = whole ? (*whole)[static_cast<std::size_t>(i)] : none;
    if (cut) {
      here.push_back(scattered(ranks, *cut, row));
      continue;
    }
    Array& copy = here.emplace_back(whole ? row : Array(head.length));
    MPI_Bcast(copy.data(), static_cast<int>(copy.size()), MPI_DOUBLE, 0, PETSC_COMM_WORLD);
  }
  return here;
}

/// @param whole  of rank 0
State shared_state(const Ranks& ranks, const Cuts& cuts, const State& whole) {
  State here;
  auto rows = static_cast<std::int64_t>(whole.rows().size()),
       lists = static_cast<std::int64_t>(whole.integers().size());
  broadcast(rows);
  broadcast(lists);
  auto next_rows = whole.rows().begin();
  for (std::int64_t k = 0; k < rows; ++k) {
    Head head;
    const std::vector<Array>* source = ranks.leads() ? &next_rows->second : nullptr;
    if (source) head = {(next_rows++)->first, std::ssize(*source), source->empty() ? 0 : source->front().size()};
    head.share();
    const auto cut = cuts.find(head.name);
    here.set(head.name, shared_rows(ranks, head, cut == cuts.end() ? nullptr : &cut->second, source));
  }
  auto next_list = whole.integers().begin();
  for (std::int64_t k = 0; k < lists; ++k) {
    Head head;
    std::vector<std::int64_t> values;
    if (ranks.leads()) {
      head = {next_list->first, std::ssize(next_list->second), 0};
      values = (next_list++)->second;
    }
    head.share();
    values.resize(static_cast<std::size_t>(head.count));
    MPI_Bcast(values.data(), static_cast<int>(values.size()), MPI_INT64_T, 0, PETSC_COMM_WORLD);
    if (!cuts.empty() && head.name == summed_count && !ranks.leads()) values.assign(values.size(), 0);
    here.set(head.name, std::move(values));
  }
  return here;
}

/// Rows that are shared out must be as long as those of this solve.
void require_lengths(const State& state, const Cuts& cuts) {
  for (const auto& [name, cut] : cuts) {
    const auto found = state.rows().find(name);
    if (found == state.rows().end()) continue;
    for (const Array& row : found->second) require_state(row.size() == cut.whole(), name);
  }
}

}  // namespace

Agreement::Agreement(const Ranks& ranks, const Control& control)
    : ranks_(ranks), asked_(control.stop), due_(ranks.leads() ? control.states.due : nullptr) {}

void Agreement::ask() {
  constexpr int stop = 1, due = 2;
  int all = (asked_.requested() ? stop : 0) | (!state_is_due_ && due_ && due_() ? due : 0);
  MPI_Allreduce(MPI_IN_PLACE, &all, 1, MPI_INT, MPI_BOR, PETSC_COMM_WORLD);
  if (all & stop) stop_ = true;
  if (all & due) state_is_due_ = true;
}

Control Agreement::of_stage(const Control& given, const Cuts& cuts) {
  Control result = given;
  result.stop = stop();
  result.states = {};
  const StateKeeper own = ranks_.leads() ? given.states : StateKeeper{};
  if (!ranks_.any(static_cast<bool>(own.keep))) return result;
  result.states.due = [this] { return std::exchange(state_is_due_, false); };
  result.states.keep = [this, &ranks = ranks_, own, cuts](const StateMark& mark, const StateView& here) {
    const WholeState whole(ranks, cuts, here);
    state_is_due_ = false;
    if (!ranks.leads()) {
      whole.answer();
      return throw_together(ranks, std::nullopt);
    }
    const std::optional<Error> failed = error_of([&] { own.keep(mark, whole.view()); });
    whole.end();
    throw_together(ranks, failed);
  };
  result.states.last = [&ranks = ranks_, own, cuts](const std::string& stage) -> std::optional<State> {
    std::optional<State> whole;
    ranks.together([&] {
      if (own.last) whole = own.last(stage);
      if (whole) require_lengths(*whole, cuts);
    });
    if (!ranks.any(whole.has_value())) return std::nullopt;
    return shared_state(ranks, cuts, whole ? *whole : State());
  };
  return result;
}

}  // namespace fokker
