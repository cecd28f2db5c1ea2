// SPDX-License-Identifier: MIT
#include "fokker/process/custom.hpp"

#include "process/kinds.hpp"

namespace fokker {
namespace {

Process custom_of(const Parameters& p) {
  using PerAxis = std::vector<Expression>;
  using Rows = std::vector<PerAxis>;
  const auto meant = from_name<Interpretation>(p.get<std::string>("interpretation")).value();
  const PerAxis& drift = p.get<PerAxis>("drift");
  Process process = p.holds<Rows>("noise") ? custom_process(drift, p.get<Rows>("noise"), meant)
                                           : custom_process(drift, p.get<PerAxis>("noise"), meant);
  if (p.has("prior")) process.prior = [law = p.get<Law>("prior")](double) { return law; };
  return process;
}

}  // namespace

ProcessKind custom_process_kind() {
  return {
      .rank = 130,
      .name = "custom",
      .equation = "dx = drift dt + noise dw",
      .parameters = {{.key = "drift",
                      .type = ParameterType::formulas,
                      .standard = "required",
                      .meaning = "a(x, t)",
                      .legal = "one per axis, in the axes and t"},
                     {.key = "noise",
                      .type = ParameterType::noise,
                      .standard = "required",
                      .meaning = "G(x, t); D = G G^T",
                      .legal = "in the axes and t; a number: >= 0",
                      .differentiated = true},
                     {.key = "interpretation",
                      .type = ParameterType::word,
                      .standard = "ito",
                      .meaning = "sense of noise that depends on x",
                      .words = {"ito", "stratonovich", "isothermal"}},
                     {.key = "prior",
                      .type = ParameterType::law,
                      .standard = "-",
                      .meaning = "law of start = \"prior\" of a reversal"}},
      .prior = "as given",
      .source = "Haenggi and Thomas, Phys. Rep. 88 (1982) 207",
      .example = {.title = "A particle that hops between two wells, and its time reversal",
                  .process = R"toml(kind  = "custom"        # dx = drift dt + noise dw, formulas in the axes and t
drift = ["x - x^3"]     # CHANGE THIS, e.g. "-x", "sin(x)" or "x - x^3 + 0.3*cos(t)"; one per axis
noise = ["0.7"]         # G, e.g. "0.5 + 0.1*cos(x)"; one per axis, or a matrix
interpretation = "ito"  # of noise that depends on x; or "stratonovich", "isothermal"
)toml",
                  .initial = examples::one_gaussian,
                  .time = "end       = 1.0         # the reversal starts here\n",
                  .axis = examples::six_wide,
                  .exact = false},
      .make = custom_of,
  };
}

}  // namespace fokker
