// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "fokker/core/enum_names.hpp"

namespace fokker {

/// What one side of a comparison holds.
enum class SideKind {
  forward,            ///< density of the forward solve
  reverse,            ///< density of a reversal
  sampler,            ///< density at the end of a sampler
  particles,          ///< forward particles
  particles_reverse,  ///< particles of a reversal
  particles_sampler,  ///< particles of a sampler
  exact,              ///< known density
  stationary,         ///< density that does not change
  bridge,             ///< marginals of the bridge whose process is solved
  coarse              ///< solves on coarser grids, from which the error is estimated
};

template <>
struct EnumNames<SideKind> {
  static constexpr NameList<SideKind, 10> all = {{{SideKind::forward, "forward"},
                                                  {SideKind::reverse, "reverse"},
                                                  {SideKind::sampler, "sampler"},
                                                  {SideKind::particles, "particles/forward"},
                                                  {SideKind::particles_reverse, "particles/reverse"},
                                                  {SideKind::particles_sampler, "particles/sampler"},
                                                  {SideKind::exact, "exact"},
                                                  {SideKind::stationary, "stationary"},
                                                  {SideKind::bridge, "bridge"},
                                                  {SideKind::coarse, "coarse"}}};
};

/// One side of a comparison.
struct Side {
  SideKind kind = SideKind::forward;  ///< what it holds
  std::string name = {};              ///< of the reversal or sampler; empty for the others

  /// @return whether kind and name are equal
  bool operator==(const Side&) const = default;
};

/// Two sides that are compared; the second is the target.
struct Compared {
  Side first;   ///< density or particles
  Side second;  ///< target

  /// @return whether both sides are equal
  bool operator==(const Compared&) const = default;
};

/// The text of one side.
/// @param side  of a comparison
/// @return "forward", "reverse/NAME", "particles/reverse/NAME", ...
std::string text_of(const Side& side);
/// The text of both sides.
/// @param compared  the sides
/// @return their texts with | between, e.g. "reverse/anderson|forward"
std::string text_of(const Compared& compared);
/// Reads the text of two sides.
/// @param text  as text_of() writes it
/// @return the sides; empty where it is no such text
std::optional<Compared> compared_from(std::string_view text);

}  // namespace fokker
