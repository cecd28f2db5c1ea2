// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <variant>
#include <vector>

#include "fokker/core/types.hpp"

/// What a sampler does to a point, step by step. A sampler is a sequence of operations; particles apply them one after
/// the other, `sampler` computes the distribution that they produce.
///
/// A batch has n rows and d columns. A Map and a Stateful operation must also accept d (1 + m) columns: those behind
/// the first d are m tangent vectors, which an operation multiplies by its Jacobian matrix.
namespace fokker::operation {

/// x -> x + std xi, xi ~ N(0, I).
struct Noise {
  double std = 0;  ///< length, >= 0
};

/// x -> m(x).
struct Map {
  std::function<Points(const PointsIn& x)> at;  ///< n x d to n x d
};

/// (x, h) -> (m(x, h), h'), where h holds what earlier steps left: evaluations of the score, say.
struct Stateful {
  std::function<void(Points& x, std::vector<Points>& history)> apply;  ///< changes both
};

/// x -> m(x, z), z ~ N(0, I): a noise that the map uses before it is added.
struct Auxiliary {
  std::function<Points(const PointsIn& x, const PointsIn& z)> at;  ///< n x d each
};

struct MeanField;

}  // namespace fokker::operation

namespace fokker {

/// One operation of a sampler.
using Operation =
    std::variant<operation::Noise, operation::Map, operation::Stateful, operation::Auxiliary, operation::MeanField>;

}  // namespace fokker

namespace fokker::operation {

/// Operations that depend on a mean over the distribution so far: those of `then` at E |field(x)|, in the Euclidean
/// norm.
struct MeanField {
  std::function<Points(const PointsIn& x)> field;           ///< n x d
  std::function<std::vector<Operation>(double mean)> then;  ///< what follows
};

}  // namespace fokker::operation
