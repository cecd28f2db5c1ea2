// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "sampler/push.hpp"

namespace fokker {

/// Mass at points.
struct Masses {
  Array y, weight;
};

/// Values of a map's own noise and their weights: the trapezoidal rule, exact to rounding for spacings below 0.8.
struct NoiseNodes {
  std::vector<double> z = {0}, weight = {1};
};

/// Masses of the nodes at their images, where a map's own noise is z.
Masses moved_masses(const NodeDensity& density, const PushStep& step, double z);

/// Images at coarse values of the map's own noise: the box of the result and what spacings it takes.
struct Survey {
  std::vector<Masses> images;
  NoiseNodes nodes;
};

/// Looks at the images of a density.
Survey survey(const NodeDensity& density, const PushStep& step);
/// Largest mass of an image.
double largest_mass(const Survey& all);
/// From where the density behind noise is above `least` of the largest mass, the reach of the noise included.
Interval box_of(const Survey& all, double std, double least);
/// Largest distance between the images of neighbouring nodes one of which has more mass than the threshold.
double largest_gap(const Survey& all, double threshold);
/// Smallest standard deviation that the map's own noise gives to the image of a node with mass.
double least_spread(const Survey& all, double threshold);
/// Nodes of the map's own noise whose images are at most `length` apart.
NoiseNodes fine_noise_nodes(const Survey& all, const PushStep& step, double threshold, double length);

}  // namespace fokker
