// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fokker::app {

/// fokker run
struct RunArguments {
  std::filesystem::path file;
  std::filesystem::path output;        ///< empty: the file's name with .h5 in the current folder
  std::filesystem::path export_score;  ///< empty: the score is not written
  std::vector<std::string> overrides;
  std::vector<std::string> only;  ///< tables that are computed alone; empty: the whole problem
  int threads = 0;                ///< 0: all cores
  double memory = 0;              ///< bytes for the densities of the forward score; 0: a third of what is available
  double checkpoint_every = 60;   ///< seconds; 0: after every step
  bool resume = false;
  bool allow_build_change = false;
  std::filesystem::path emergency_dir;  ///< empty: none
  bool force = false;
  bool quiet = false;
  bool json = false;
  bool all = false;  ///< rows of all snapshots
};

/// fokker check
struct CheckOptions {
  std::filesystem::path file;
  std::vector<std::string> overrides;
  int threads = 0;
  double memory = 0;  ///< as in RunArguments
  bool explain = false;
};

/// fokker converge
struct ConvergeOptions {
  std::filesystem::path file;
  std::vector<std::string> overrides;
  int levels = 3;
  int threads = 0;
  double memory = 0;  ///< as in RunArguments
  bool quiet = false;
  bool json = false;
};

/// fokker stationary, spectrum and passage
struct GeneratorOptions {
  std::string table = {};  ///< "stationary", "spectrum" or "first_passage"
  std::filesystem::path file = {};
  std::filesystem::path output = {};  ///< empty: none
  bool force = false;
  std::vector<std::string> overrides = {};
  int threads = 0;
  bool quiet = false;
  bool json = false;
};

/// fokker score
struct ScoreArguments {
  std::filesystem::path file;
  std::vector<std::string> overrides;
  std::vector<double> alphas;
  int intervals = 64;
  int threads = 0;
  double memory = 0;                  ///< as in RunArguments
  std::filesystem::path output = {};  ///< empty: no file
  bool force = false;
  bool quiet = false;
  bool json = false;
};

/// fokker points
struct PointsOptions {
  std::filesystem::path file = {};
  std::filesystem::path output = {};
  std::vector<std::string> overrides = {};
  bool also_score = false;  ///< the points of `fokker score`, too
  int threads = 0;
  bool force = false;
  bool quiet = false;
};

/// fokker sampler
struct SamplerOptions {
  std::filesystem::path file;
  std::vector<std::string> overrides;
  std::string target;            ///< "tv=1e-2"; empty: none
  std::filesystem::path output;  ///< OUT.h5; empty: none
  int threads = 0;
  bool json = false;
  bool budget = false;  ///< print the parts of the error instead of the rows
  bool force = false;   ///< replace `output`
};

/// fokker verify
struct VerifyOptions {
  std::filesystem::path file;
  bool json = false;
  bool all = false;  ///< as in RunArguments
};

/// fokker info
struct InfoOptions {
  std::filesystem::path file;
};

/// fokker list
struct ListOptions {
  std::string topic;      ///< empty: all but the keys
  bool markdown = false;  ///< of the keys
};

/// fokker sample
struct SampleOptions {
  std::filesystem::path file;
  std::filesystem::path output;  ///< empty: standard output
  std::string solution = "forward";
  std::optional<std::int64_t> count;  ///< empty: 1000 draws, or all positions that were kept
  std::optional<double> time;         ///< empty: where the solution ends
  std::int64_t seed = 1;
  bool force = false;
};

/// fokker export
struct ExportOptions {
  std::filesystem::path file;
  std::filesystem::path csv;  ///< a folder, FILE.csv or "-"; empty: no CSV
  std::filesystem::path npz;  ///< empty: no .npz
  std::vector<std::string> names;
  std::optional<double> time;
  bool force = false;
};

/// fokker plot
struct PlotOptions {
  std::filesystem::path file;
  std::filesystem::path output;
  std::string what = "density";
  std::vector<double> times;
  std::string size;  ///< "WIDTHxHEIGHT"; empty: what the panels need
  bool log = false;
  bool force = false;
};

/// fokker report
struct ReportOptions {
  std::filesystem::path file;
  std::filesystem::path output;
  std::filesystem::path chart_js;  ///< Chart.js to embed
  bool force = false;
};

/// fokker init
struct InitOptions {
  std::string kind;              ///< of process; empty: custom
  std::filesystem::path output;  ///< empty: standard output
  bool force = false;
};

/// fokker completion
struct CompletionOptions {
  std::string shell;
};

/// fokker man
struct ManOptions {};

/// Help or version: a text to print, nothing else to do.
struct Answer {
  std::string text;
};

using Invocation = std::variant<Answer, RunArguments, CheckOptions, ConvergeOptions, GeneratorOptions, ScoreArguments,
                                PointsOptions, SamplerOptions, VerifyOptions, InfoOptions, ListOptions, SampleOptions,
                                ExportOptions, PlotOptions, ReportOptions, InitOptions, CompletionOptions, ManOptions>;

/// Reads the arguments after the program's name.
/// @throws Error{Fault::usage} with the usage line and the nearest known word
Invocation parse_command_line(const std::vector<std::string>& arguments);

}  // namespace fokker::app
