// SPDX-License-Identifier: MIT
#include "relative.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

GaussianMixture mixture(const Problem& problem) { return problem.initial.mixture.value(); }
const std::string faithful =
    "kind = \"points\"\nfile = \"old_faithful.csv\"\ncolumns = [\"eruptions\"]\nbandwidth = 0.2\n";

}  // namespace

TEST_CASE("a gaussian takes a deviation or a variance") {
  CHECK(mixture(parse(with_law("kind = \"gaussian\"\nmean = 1\nstd = 0.5"))).covariance()(0, 0) == 0.25);
  CHECK(mixture(parse(with_law("kind = \"gaussian\"\nmean = [1]\ncovariance = 0.5"))).covariance()(0, 0) == 0.5);
  CHECK(mixture(parse(with_law("kind = \"gaussian\"\nmean = 1\ncovariance = [[0.5]]"))).covariance()(0, 0) == 0.5);
  check_refused(with_law("kind = \"gaussian\"\nmean = 1\nstd = 1\ncovariance = 1"), "p.toml:8:14", {"both"});
  check_refused(with_law("kind = \"gaussian\"\nmean = 1"), "p.toml:4:1", {"initial.std", "missing"});
  check_refused(with_law("kind = \"gaussian\"\nmean = 1\nstd = -1"), "p.toml:7:7", {"initial.std", "-1", ">= 0"});
}

TEST_CASE("a delta is a point mass") {
  const ParsedProblem problem = parse(with_law("kind = \"delta\"\nat = 0.5"));
  CHECK_FALSE(mixture(problem).has_density());
  CHECK(mixture(problem).mean()[0] == 0.5);
}

TEST_CASE("weights are normalised with a note, and must not vanish or be negative") {
  const std::string means = "\nmeans = [0, 1]\nstds = [1, 1]";
  const ParsedProblem problem = parse(with_law("kind = \"mixture\"\nweights = [1, 3]" + means));
  CHECK(mixture(problem).weights()[1] == 0.75);
  REQUIRE(problem.notes.size() == 1);
  CHECK(contains(problem.notes[0], "p.toml:6:11: initial.weights sum to 4"));
  check_refused(with_law("kind = \"mixture\"\nweights = [0, 0]" + means), "p.toml:6:11", {"sum to 0"});
  check_refused(with_law("kind = \"mixture\"\nweights = [2, -1]" + means), "p.toml:6:15", {"initial.weights[1]", "-1"});
  check_refused(with_law("kind = \"mixture\"\nweights = [1]" + means.substr(0, 15) + "\nstds = [1]"), "p.toml:7:9",
                {"initial.means", "a list of 2", "a list of 1"});
}

TEST_CASE("in two dimensions means are lists and covariances are matrices") {
  const std::string plane = smallest + "[[axis]]\nname = \"y\"\nmin = -6\nmax = 6\ncells = 8\n";
  const auto with_plane = [&](const std::string& law) { return edited(plane, "mean = 0.0\nstd = 0.5", law); };
  const ParsedProblem problem = parse(with_plane("mean = [1, 2]\ncovariance = [[0.5, 0.3], [0.3, 2]]"));
  CHECK(mixture(problem).mean()[1] == 2);
  CHECK(mixture(problem).covariance()(1, 1) == 2);
  CHECK(mixture(problem).covariance()(0, 1) == 0.3);
  CHECK(problem.grid.cells() == 64 * 8);
  check_refused(with_plane("mean = 1\nstd = 1"), "p.toml:6:8", {"initial.mean", "a list of 2 numbers"});
  check_refused(with_plane("mean = [1, 2]\ncovariance = [[1, 0.5], [0.4, 1]]"), "p.toml:7:26",
                {"initial.covariance[1][0]", "0.4 in a covariance, where [0][1] is 0.5", "a symmetric matrix"});
  check_refused(with_plane("mean = [1, 2]\ncovariance = [[1, 2], [2, 1]]"), "p.toml:7:14",
                {"initial.covariance", "the eigenvalue -1", "positive semidefinite"});
  check_refused(with_plane("mean = [1, 2]\ncovariance = 1"), "p.toml:7:14", {"a 2 x 2 matrix"});
}

TEST_CASE("the components of a mixture may have full covariances, one that has no volume included") {
  const std::string plane = smallest + "[[axis]]\nname = \"y\"\nmin = -6\nmax = 6\ncells = 8\n";
  const std::string means = "kind = \"mixture\"\nweights = [0.5, 0.5]\nmeans = [[0, 0], [1, 1]]\n";
  const auto with = [&](const std::string& covariances) {
    return edited(plane, "kind = \"gaussian\"\nmean = 0.0\nstd = 0.5", means + covariances);
  };
  const ParsedProblem problem = parse(with("covariances = [[[1, 0.5], [0.5, 1]], [[1, 1], [1, 1]]]"));
  CHECK(mixture(problem).covariances()[0](0, 1) == 0.5);
  CHECK_FALSE(mixture(problem).has_density());
  check_refused(with("covariances = [[[1, 0], [0, 1]], [[0, 1], [1, 0]]]"), "p.toml:8:34",
                {"initial.covariances[1]", "the eigenvalue -1"});
}

TEST_CASE("a uniform law takes the ends of its box") {
  const ParsedProblem problem = parse(with_law("kind = \"uniform\"\nmin = -1\nmax = 3"));
  CHECK_FALSE(problem.initial.mixture);
  CHECK(problem.initial.box_mass(Points::Constant(1, 1, 0), Points::Constant(1, 1, 2))[0] == 0.5);
  check_refused(with_law("kind = \"uniform\"\nmin = 1\nmax = 1"), "p.toml:7:7",
                {"initial.max", "1 along axis 1", "more than initial.min = 1"});
  check_refused(with_law("kind = \"uniform\"\nmin = 1"), "p.toml:4:1", {"initial.max", "missing"});
  check_refused(with_law("kind = \"uniform\"\nmin = 1\nmax = 20"), "p.toml:4:1", {"lies outside the box"});
}

TEST_CASE("points become one kernel per row") {
  const ParsedProblem problem = parse(with_law(faithful));
  REQUIRE(mixture(problem).size() == 272);
  CHECK(mixture(problem).means()[0][0] == 3.6);
  CHECK(mixture(problem).covariances()[5](0, 0) == relative(0.04));
}

TEST_CASE("standardised points have mean 0 and sample variance 1") {
  const GaussianMixture law = mixture(parse(with_law(faithful + "standardize = true")));
  CHECK(std::abs(law.mean()[0]) < 1e-14);
  double sum = 0;
  for (const auto& mean : law.means()) sum += mean[0] * mean[0];
  CHECK(sum / 271 == relative(1).epsilon(1e-12));
}

TEST_CASE("a bad data file is reported with its own place and the key that asked for it") {
  const Error error = refusal(with_law(edited(faithful, "eruptions", "eruption")));
  CHECK(error.fault() == Fault::data);
  CHECK(contains(error.what(), "old_faithful.csv:1:1: error: key 'initial.file'"));
  CHECK(contains(error.what(), "asked for at p.toml:6:8"));
  CHECK(contains(error.what(), "try: 'eruptions'"));
  const Error missing = refusal(with_law(edited(faithful, "old_faithful", "young_faithful")));
  CHECK(missing.fault() == Fault::file);
  CHECK(contains(missing.what(), "asked for at p.toml:6:8"));
}

TEST_CASE("points and bins take a column of weights") {
  const Folder folder;
  const auto path = folder.write("hist.csv", "v,low,high,count\n-2,-3,-1,10\n0,-1,1,50\n2,1,3,40\n");
  const std::string file = "file = \"" + path.string() + "\"\n";
  const std::string points = "kind = \"points\"\n" + file + "columns = [\"v\"]\nbandwidth = 0.5\n";
  const GaussianMixture law = mixture(parse(with_law(points + "weights = \"count\"")));
  CHECK(law.weights()[1] == relative(0.5));
  const GaussianMixture standard = mixture(parse(with_law(points + "weights = \"count\"\nstandardize = true")));
  CHECK(std::abs(standard.mean()[0]) < 1e-14);
  check_refused(with_law(points + "weights = \"counts\""), "p.toml:9:11", {"no column 'counts'", "'count'"});

  const std::string bins = "kind = \"histogram\"\n" + file + "weights = \"count\"\n";
  const auto mass = [](const ParsedProblem& problem, double a, double b) {
    return problem.initial.box_mass(Points::Constant(1, 1, a), Points::Constant(1, 1, b))[0];
  };
  for (const char* places : {"columns = [\"v\"]", "edges = [\"low\", \"high\"]"}) {
    const ParsedProblem problem = parse(with_law(bins + places));
    CHECK(mass(problem, -1, 1) == relative(0.5));
    CHECK(mass(problem, 0, 2) == relative(0.25 + 0.2));
  }
  // a kernel keeps the mass, and moves that of the outer bins by its ramp at the edge, b / sqrt(2 pi) per unit of
  // density
  const ParsedProblem smooth = parse(with_law(bins + "columns = [\"v\"]\nbandwidth = 0.2"));
  CHECK(mass(smooth, -8, 8) == relative(1).epsilon(1e-12));
  CHECK(mass(smooth, -8, -3) == relative(10. / 100 / 2 * 0.2 / std::sqrt(2 * M_PI)).epsilon(1e-9));
  check_refused(with_law(bins), "p.toml:4:1", {"neither 'columns' nor 'edges'"});
  check_refused(with_law(bins + "columns = [\"count\"]"), "p.toml:8:11", {"not equally far"});
}

TEST_CASE("a misspelt law is reported with the nearest one") {
  check_refused(with_law("kind = \"gausian\""), "p.toml:5:8", {"try: 'gaussian'"});
}
