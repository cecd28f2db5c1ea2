// SPDX-License-Identifier: MIT
#include <cstdlib>

#include "fokker/io/result/result.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Vector pair(double a, double b) { return (Vector(2) << a, b).finished(); }

Result moving_snapshots() {
  Evidence evidence{Grid({uniform_axis("x", -1, 2, 4), sinh_axis("y", -3, 3, 3, {0, 1})}), {0, 1}, {}, {}, {}, {}, {}};
  evidence.frames = {{pair(0.5, -1), pair(0.01, 3)}, {pair(1, 2), pair(50, 7)}};
  evidence.forward.densities = {Array::LinSpaced(12, 0.1, 0.9), Array::LinSpaced(12, 2, 1)};
  evidence.forward.statistics.absorbed = Array::Zero(4);
  ParticleSolution particles;
  particles.name = "forward";
  particles.counts = {Array::Constant(12, 5), Array::Constant(12, 5)};
  particles.outside = {0, 0};
  particles.means = {pair(0.3, 0.2), pair(-0.3, 0.1)};
  particles.covariances = {Matrix{{1, 0.5}, {0.5, 2}}, Matrix{{2, 0.25}, {0.25, 1}}};
  particles.total = 60;
  particles.scheme = "euler-maruyama";
  evidence.particles = particles;
  return {"moving", "schema = 1\n", evidence, {}, {}};
}

}  // namespace

TEST_CASE("densities and moments of a moving frame are written in units of space and read back in those of the grid") {
  const Folder folder;
  const Result written = moving_snapshots();
  write_result(folder / "out.h5", written);
  const Result read = read_result(folder / "out.h5");
  REQUIRE(read.evidence.frames.size() == 2);
  for (std::size_t k = 0; k < 2; ++k) {
    CHECK(read.evidence.frames[k].centre == written.evidence.frames[k].centre);
    CHECK(read.evidence.frames[k].scale == written.evidence.frames[k].scale);
    // one division and one multiplication each
    const Array& p = written.evidence.forward.densities[k];
    CHECK(((read.evidence.forward.densities[k] - p).abs() <= 4.5e-16 * p).all());
    // and an addition of the centre, up to a hundred times the scale
    CHECK((read.evidence.particles->means[k] - written.evidence.particles->means[k]).norm() < 1e-13);
    CHECK((read.evidence.particles->covariances[k] - written.evidence.particles->covariances[k]).norm() < 4e-15);
  }
}

TEST_CASE("a file without a frame is read without one") {
  const Folder folder;
  Result still = moving_snapshots();
  still.evidence.frames.clear();
  write_result(folder / "out.h5", still);
  CHECK(read_result(folder / "out.h5").evidence.frames.empty());
}

TEST_CASE("xarray finds the positions of a moving grid as coordinates of the density") {
  if (std::system("/usr/bin/python3 -c 'import xarray, netCDF4, h5py' 2>/dev/null") != 0) {
    MESSAGE("no xarray here");
    return;
  }
  const Folder folder;
  write_result(folder / "out.h5", moving_snapshots());
  const std::string script = FOKKER_SOURCE_DIR "/tests/cli/read_with_xarray.py";
  CHECK(std::system(("/usr/bin/python3 '" + script + "' '" + (folder / "out.h5").string() + "'").c_str()) == 0);
}
