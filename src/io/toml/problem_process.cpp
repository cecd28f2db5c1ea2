#include "io/toml/kinds.hpp"
#include "io/toml/problem_tables.hpp"
#include "io/toml/process_kinds.hpp"

namespace fokker::io {

std::optional<Process> read_process(TableReader& table) {
  static const Kinds<Process> kinds = {{"brownian", read_brownian},      {"ou", read_ornstein_uhlenbeck},
                                       {"vp", read_variance_preserving}, {"subvp", read_sub_variance_preserving},
                                       {"ve", read_variance_exploding},  {"edm", read_edm},
                                       {"cosine", read_cosine},          {"rectified-flow", read_rectified_flow},
                                       {"gbm", read_geometric_brownian}, {"cir", read_cox_ingersoll_ross},
                                       {"langevin", read_langevin},      {"custom", read_custom},
                                       {"cld", read_critically_damped}};
  return read_kind(table, kinds, {}, true);
}

}  // namespace fokker::io
