#include <doctest/doctest.h>

#include <algorithm>

#include "layers/rules.hpp"

namespace {

namespace fs = std::filesystem;

/// Headers of plain data, which have nothing to test by themselves.
const std::map<std::string, std::string> plain_data = {
    {"core/types", "names for Eigen types"},
    {"problem/generator_tables", "structs of options"},
    {"process/operations", "structs without functions"},
    {"sampler/run", "structs without functions"},
    {"spread/spread", "tested over ranks by tests/mpi"},
    {"study/result", "structs without functions"},
    {"study/shared_solve", "a struct without functions"},
    {"verify/evidence", "structs without functions"},
    {"verify/scalar", "a struct without functions"},
    {"verify/score_report", "structs without functions"},
};

/// Headers of templates and inline functions, which have a test but no source file.
const std::map<std::string, std::string> header_only = {
    {"core/enum_names", "templates over lists of names"},
    {"process/catalogue", "functions that are defined beside their entries, in process/kinds"},
    {"time/odeint", "stepper templates in the concepts of Boost.Odeint"},
};

std::string stem_in_module(const layers::Source& source) {
  return source.module + "/" + fs::path(source.path).stem().string();
}

/// True for src/<module>/x.cpp, src/<module>/kinds/x.cpp, or where x is spread over files x_*.cpp.
bool has_source(const std::string& name) {
  const fs::path file = fs::path(FOKKER_SOURCE_DIR) / "src" / (name + ".cpp");
  if (fs::exists(file) || fs::exists(file.parent_path() / "kinds" / file.filename())) return true;
  for (const auto& entry : fs::directory_iterator(file.parent_path())) {
    if (entry.path().filename().string().starts_with(file.stem().string() + "_")) return true;
  }
  return false;
}

std::vector<layers::Source> public_headers() {
  auto sources = layers::read_sources(FOKKER_SOURCE_DIR);
  std::erase_if(sources, [](const auto& source) { return !source.path.starts_with("include/"); });
  return sources;
}

/// True if there is a file of this name; a long test may be cut in two: x_test.cpp and x_topic_test.cpp.
bool mirrors(const std::string& name) {
  const fs::path root = FOKKER_SOURCE_DIR;
  return fs::exists(root / "src" / (name + ".cpp")) || fs::exists(root / "src" / (name + ".hpp")) ||
         fs::exists(root / "include/fokker" / (name + ".hpp"));
}

}  // namespace

TEST_CASE("every public header has its source file and its test") {
  const fs::path root = FOKKER_SOURCE_DIR;
  for (const auto& header : public_headers()) {
    const std::string name = stem_in_module(header);
    if (plain_data.contains(name)) continue;
    CHECK_MESSAGE((header_only.contains(name) || has_source(name)), "src/" << name << ".cpp is missing");
    CHECK_MESSAGE(fs::exists(root / "tests/unit" / (name + "_test.cpp")),
                  "tests/unit/" << name << "_test.cpp is missing");
  }
}

TEST_CASE("every unit test mirrors a source file") {
  const fs::path root = FOKKER_SOURCE_DIR;
  if (!fs::exists(root / "tests/unit")) return;
  for (const auto& entry : fs::recursive_directory_iterator(root / "tests/unit")) {
    std::string name = fs::relative(entry.path(), root / "tests/unit").replace_extension().string();
    if (!name.ends_with("_test")) continue;
    name.resize(name.size() - 5);
    const bool mirrored = mirrors(name) || mirrors(name.substr(0, name.rfind('_')));
    CHECK_MESSAGE(mirrored, "tests/unit/" << name << "_test.cpp mirrors nothing");
  }
}

TEST_CASE("files stay short") {
  constexpr auto most_lines = 250;
  for (const auto& source : layers::read_sources(FOKKER_SOURCE_DIR)) {
    const auto licence = source.text.starts_with("// SPDX-License-Identifier") ? 1 : 0;  // no concept of its own
    const auto lines = std::count(source.text.begin(), source.text.end(), '\n') - licence;
    CHECK_MESSAGE(lines <= most_lines, source.path << " has " << lines << " lines: a concept wants its own file");
  }
}
