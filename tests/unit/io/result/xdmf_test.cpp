// SPDX-License-Identifier: MIT
#include "fokker/io/result/xdmf.hpp"

#include "text.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Result snapshots_on(std::vector<Axis> axes) {
  Result snapshots{"a < b & \"c\"", "", {Grid(std::move(axes)), {0, 0.1}, {}, {}, {}, {}, {}}, {}, {}};
  const Eigen::Index cells = snapshots.evidence.grid.cells();
  snapshots.evidence.forward.densities = {Array::Ones(cells), Array::Ones(cells)};
  snapshots.evidence.forward.errors = snapshots.evidence.forward.densities;
  snapshots.evidence.reversals.push_back({"back", 1, true, 0, {}});
  snapshots.evidence.reversals[0].solution.densities = snapshots.evidence.forward.densities;
  return snapshots;
}

}  // namespace

TEST_CASE("every time has the cells' corners and each density by reference to its row") {
  const std::string text =
      xdmf_text(snapshots_on({uniform_axis("x", -1, 2, 4), uniform_axis("y", 0, 1, 3)}), "out & more.h5");
  CHECK(contains(text, "<Time Value=\"0\"/>"));
  CHECK(contains(text, "<Time Value=\"0.1\"/>"));
  CHECK(count(text, "<Topology TopologyType=\"2DSMesh\" Dimensions=\"5 4\"/>") == 2);
  CHECK(count(text, "Dimensions=\"5 4 3\">out &amp; more.h5:/mesh/nodes<") == 2);
  for (const char* name : {"forward/density", "forward/density_error", "reverse/back/density"})
    CHECK(count(text, std::string("<Attribute Name=\"") + name + "\" AttributeType=\"Scalar\" Center=\"Cell\">") == 2);
  CHECK(contains(text,
                 "Dimensions=\"4 3\"><DataItem Format=\"XML\" NumberType=\"Int\" Dimensions=\"3 3\">"
                 "1 0 0 1 1 1 1 4 3</DataItem>"));
  CHECK(contains(text, "Name=\"a &lt; b &amp; &quot;c&quot;\""));
}

TEST_CASE("one dimension is a strip of one row, three are three, and a moving frame takes its row of corners") {
  const std::string line = xdmf_text(snapshots_on({uniform_axis("x", -1, 2, 4)}), "o.h5");
  CHECK(contains(line, "TopologyType=\"2DSMesh\" Dimensions=\"2 5\""));
  CHECK(
      contains(line, "Dimensions=\"1 4\"><DataItem Format=\"XML\" NumberType=\"Int\" Dimensions=\"3 2\">1 0 1 1 1 4<"));
  const Axis axis = uniform_axis("x", 0, 1, 2);
  Axis y = axis, z = axis;
  y.name = "y", z.name = "z";
  Result moving = snapshots_on({axis, y, z});
  moving.evidence.frames = {{Vector::Zero(3), Vector::Ones(3)}, {Vector::Ones(3), Vector::Constant(3, 2)}};
  const std::string text = xdmf_text(moving, "o.h5");
  CHECK(contains(text, "TopologyType=\"3DSMesh\" Dimensions=\"3 3 3\""));
  CHECK(contains(text, "1 0 0 0 0 1 1 1 1 1 1 3 3 3 3<"));
  CHECK(contains(text, "Dimensions=\"2 3 3 3 3\">o.h5:/mesh/nodes<"));
}

TEST_CASE("the sidecar is next to its output and replaces nothing but a sidecar") {
  const Folder folder;
  CHECK(xdmf_path("a/out.h5") == "a/out.xdmf");
  CHECK_NOTHROW(check_xdmf(folder / "out.h5", false));
  write_xdmf(folder / "out.h5", snapshots_on({uniform_axis("x", -1, 2, 4)}));
  CHECK(contains(folder.read("out.xdmf"), ">out.h5:/mesh/nodes<"));
  CHECK_NOTHROW(check_xdmf(folder / "out.h5", false));
  const Axis u = uniform_axis("u", 0, 1, 2), v = uniform_axis("v", 0, 1, 2);
  write_xdmf(folder / "four.h5", snapshots_on({uniform_axis("x", 0, 1, 2), uniform_axis("y", 0, 1, 2), u, v}));
  CHECK_FALSE(std::filesystem::exists(folder / "four.xdmf"));
  folder.write("own.xdmf", "<Xdmf/>");
  const Error error = error_of([&] { check_xdmf(folder / "own.h5", false); });
  CHECK(error.fault() == Fault::file);
  CHECK(contains(error.what(), "own.xdmf"));
  CHECK(contains(error.what(), "--force"));
  CHECK_NOTHROW(check_xdmf(folder / "own.h5", true));
  CHECK(contains(error_of([&] { check_xdmf(folder / "out.xdmf", true); }).what(), ".h5"));
}
