// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/core/control.hpp"
#include "sampler/image.hpp"
#include "sampler/lattice.hpp"

namespace fokker {

/// A chain without noise on two axes, known at a lattice of starting points.
class PlaneImage {
 public:
  /// @param start  where the chain starts; the lattice covers 8.3 standard deviations
  PlaneImage(const std::vector<Operation>& operations, const GaussianMixture& start, const Control& control);

  /// Mass of starting points at which the determinant of the chain's Jacobian is not positive.
  double folded() const { return folded_; }
  /// Box of the images of starting points that have mass.
  const std::vector<Interval>& box() const { return box_; }
  /// log of the density of the images at the nodes of a lattice, -infinity where no starting point leads to one: start
  /// at the preimage over determinant. Preimages come from Newton's method, damped so that distances fall, from the
  /// nearest image and then from those of neighbours.
  Array log_density_at(const LatticeDensity& lattice) const;

 private:
  Points nearest(const LatticeDensity& lattice) const;

  ChainImage image_;
  const GaussianMixture& start_;
  const Control& control_;
  LatticeDensity from_;
  Points images_;  ///< of the starting points, n x 2
  double folded_ = 0;
  std::vector<Interval> box_;
};

}  // namespace fokker
