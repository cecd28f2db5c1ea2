#include "layers/rules.hpp"

namespace layers {

const std::map<std::string, std::set<std::string>>& may_include() {
  static const std::map<std::string, std::set<std::string>> table = {
      {"core", {}},
      {"process", {"core"}},
      {"grid", {"core"}},
      {"score", {"core", "process", "grid"}},
      {"fv", {"core", "process", "grid"}},
      {"time", {"core", "grid", "fv"}},
      {"sde", {"core", "process", "grid"}},  // the particles are an independent witness: never fv, time or score
      {"verify", {"core", "process", "grid", "score", "fv", "time", "sde"}},
      {"io", {"core", "process", "grid", "score", "fv", "time", "sde", "verify"}},
      {"study", {"core", "process", "grid", "score", "fv", "time", "sde", "verify", "io"}},
      {"view", {"core", "process", "grid", "score", "fv", "time", "sde", "verify", "io", "study"}},
      {"app", {"core", "process", "grid", "score", "fv", "time", "sde", "verify", "io", "study", "view"}},
  };
  return table;
}

const std::map<std::string, std::set<std::string>>& third_parties() {
  static const std::map<std::string, std::set<std::string>> table = {
      {"hdf5", {"io"}},
      {"H5", {"io"}},
      {"toml++/", {"io"}},
      {"toml.hpp", {"io"}},
      {"nlohmann/", {"io"}},
      {"boost/numeric/odeint", {"time", "process"}},
      {"boost/spirit", {"process"}},
      {"Random123/", {"sde"}},
      {"CLI/", {"app"}},
      {"omp.h", {"core"}},
  };
  return table;
}

}  // namespace layers
