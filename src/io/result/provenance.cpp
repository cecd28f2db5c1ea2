// SPDX-License-Identifier: MIT
// Description of OUT.h5 within the file. No date and no name of a machine: the same run gives the same bytes.
#include "fokker/problem/problem.hpp"
#include "io/result/layout.hpp"

namespace fokker::io {
namespace {

constexpr const char* conventions =
    "fokker 1: /forward, /exact, /reverse/NAME and /particles hold densities as cell averages over (time, axes), in "
    "process time; row k of a reversal belongs to time[k] though it was computed backwards. Coordinates are dimension "
    "scales after netCDF-4, linked into each group; mean and covariance of densities are sums over cell centres, those "
    "of particles come from their positions. A snapshot that a reversal left out is NaN. Where there is a group "
    "/frame, "
    "the axes are (position - centre)/scale and NAME_position(time, NAME) has the positions; densities are per unit of "
    "position, moments in its units.";

}  // namespace

void write_provenance(hid_t root, const Result& snapshots) {
  std::string axes;
  for (const auto& axis : snapshots.evidence.grid.axes()) axes += (axes.empty() ? "" : " ") + axis.name;
  write_attribute(root, "fokker_schema", layout_schema);
  write_attribute(root, "fokker_version", std::string(FOKKER_VERSION));
  write_attribute(root, "title", snapshots.title);
  write_attribute(root, "problem", snapshots.problem);
  std::string notes;
  for (const auto& note : snapshots.notes) notes += note + '\n';
  write_attribute(root, "notes", notes);
  write_attribute(root, "axes", axes);
  write_attribute(root, "conventions", std::string(conventions));
  if (!snapshots.command.empty()) write_attribute(root, "command", snapshots.command);
  if (!snapshots.build_changes.empty()) write_attribute(root, "build_changes", snapshots.build_changes);
  if (!snapshots.fingerprint.empty()) write_fingerprint(root, snapshots.fingerprint);
  write_attribute(root, "seed", snapshots.evidence.particles ? snapshots.evidence.particles->seed : ParticleRun{}.seed);
}

}  // namespace fokker::io
