// SPDX-License-Identifier: MIT
#include "layers/rules.hpp"

namespace layers {
namespace {

using Names = std::set<std::string>;

Names with(Names names, const Names& more) {
  names.insert(more.begin(), more.end());
  return names;
}

}  // namespace

const std::map<std::string, std::set<std::string>>& may_include() {
  static const Names numerics = {"core", "expression", "process", "grid",   "score",  "fv",
                                 "time", "generator",  "sde",     "verify", "sampler"};
  static const Names solving = with(numerics, {"problem", "study"});
  static const std::map<std::string, std::set<std::string>> table = {
      {"core", {}},
      {"expression", {"core"}},
      {"grid", {"core"}},
      {"process", {"core", "expression"}},
      {"score", {"core", "process", "grid"}},
      {"fv", {"core", "process", "grid"}},
      {"sde", {"core", "process", "grid"}},  // an independent method: never fv, time or score
      {"time", {"core", "grid", "fv"}},
      {"generator", {"core", "grid", "fv"}},
      {"sampler", {"core", "process", "score"}},
      {"verify", {"core", "process", "grid", "time"}},
      {"problem", numerics},
      {"study", with(numerics, {"problem"})},
      {"io", {"core", "sampler", "verify"}},  // files, hashes, JSON
      {"io/hdf5", {"core", "io"}},
      {"io/tables", {"core", "grid", "score", "io", "io/hdf5"}},
      {"io/result", with(solving, {"io", "io/hdf5"})},
      {"io/toml", with(numerics, {"problem", "io", "io/hdf5", "io/tables"})},
      {"io/checkpoint", {"core", "problem", "io", "io/hdf5", "io/result", "io/toml"}},
      {"view", {"core", "process", "grid", "sampler", "verify", "study", "io", "io/result", "io/toml"}},
      // solves over MPI ranks: option FOKKER_MPI
      {"spread", with(solving, {"io", "io/hdf5", "io/tables", "io/result", "io/toml", "io/checkpoint", "view"})},
      // the Python package: users of the public surface, like the command
      {"python", with(solving, {"io/hdf5", "io/tables", "io/result", "io/toml", "io/checkpoint", "view"})},
      {"app", with(solving, {"io", "io/hdf5", "io/tables", "io/result", "io/toml", "io/checkpoint", "view", "spread"})},
  };
  return table;
}

const std::map<std::string, std::set<std::string>>& third_parties() {
  static const std::map<std::string, std::set<std::string>> table = {
      {"hdf5", {"io/hdf5"}},
      {"H5", {"io/hdf5"}},
      {"toml++/", {"io/toml"}},
      {"toml.hpp", {"io/toml"}},
      {"zlib.h", {"io/tables"}},
      {"nlohmann/", {"io", "io/checkpoint"}},
      {"boost/numeric/odeint", {"time", "process"}},
      {"boost/spirit", {"expression"}},
      {"Spectra/", {"generator"}},
      {"Random123/", {"sde"}},
      {"unsupported/Eigen/FFT", {"sampler"}},
      {"CLI/", {"app"}},
      {"pybind11/", {"python"}},
      {"Python.h", {"python"}},
      {"omp.h", {"core"}},
      {"mpi.h", {"spread"}},
      {"petsc", {"spread"}},
  };
  return table;
}

}  // namespace layers
