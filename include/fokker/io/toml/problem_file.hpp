// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "fokker/io/hdf5/guard.hpp"
#include "fokker/problem/checked.hpp"
#include "fokker/process/kind.hpp"

namespace fokker {

/// A formula as the file has it and as it was understood.
struct FormulaReading {
  std::string text;       ///< as written
  std::string bracketed;  ///< as of Expression::bracketed
};

/// A problem file, checked: the problem can be run.
struct ProblemFile {
  CheckedProblem problem;                          ///< ready to run
  std::vector<std::string> notes;                  ///< for the user, with their places in the file
  std::vector<std::filesystem::path> inputs;       ///< data files that it names
  std::map<std::string, FormulaReading> formulas;  ///< by key

  /// The problem. @return ready to run
  operator const CheckedProblem&() const { return problem; }  // NOLINT(google-explicit-constructor)
  /// The problem. @return normalised and valid
  operator const Problem&() const { return problem; }  // NOLINT(google-explicit-constructor)
};

/// Methods that a program adds to the built-in ones; its problem files then have them too.
struct Catalogue {
  std::vector<ProcessKind> processes = {};  ///< for [process]
  std::vector<LawKind> laws = {};           ///< for [initial]
  std::vector<MetricEntry> metrics = {};    ///< for Problem::verification; [verify] may give bounds on them
};

/// How a problem file is read.
struct ProblemReading {
  /// Reading with these data files and methods.
  /// @param data_files  how HDF5 files that the problem names are read
  /// @param own         methods of the program
  ProblemReading(ReadOptions data_files = {}, Catalogue own = {})  // NOLINT(google-explicit-constructor)
      : data(std::move(data_files)), added(std::move(own)) {}
  ReadOptions data;  ///< of the HDF5 files that the problem names
  Catalogue added;   ///< methods of the program
  /// Leave files of answers unread: they are yet to be written (`fokker points`).
  bool without_answers = false;
};

/// Reads and checks a problem file. Faults of the text and issues of the problem come with file, line and column.
/// @param overrides  "key=value" as in --set: a dotted key (axes and reversals by name: axis.x.cells) and a TOML
///                   literal
/// @throws Error with every error found (at most 20): Fault::problem (text, keys, values), Fault::file
///         (cannot be read), Fault::usage (a malformed override, an added kind with the name of another one),
///         Fault::data (a bad data file)
/// @param file       path of the problem file
/// @param reading    readers of data files and added methods
/// @return the problem, its notes and its data files
ProblemFile read_problem(const std::filesystem::path& file, const std::vector<std::string>& overrides = {},
                         const ProblemReading& reading = {});

/// The same from text; `name` stands for the file in messages, relative paths start at `folder`.
/// @param text       of a problem file
/// @param name       in place of its path in messages
/// @param folder     of relative paths
/// @param overrides  as of read_problem
/// @param reading    as of read_problem
/// @return the problem, its notes and its data files
/// @throws Error as read_problem
ProblemFile parse_problem(const std::string& text, const std::string& name, const std::filesystem::path& folder,
                          const std::vector<std::string>& overrides = {}, const ProblemReading& reading = {});

/// The [verify] bounds of a resolved problem, without reading what it refers to.
/// @param resolved  a problem as OUT.h5 keeps it
/// @return bounds, defaults included
/// @throws Error{Fault::data} if the text is no resolved problem
Verification parse_verification(const std::string& resolved);
/// The process (in space) of a resolved problem, likewise.
/// @param resolved  a problem as OUT.h5 keeps it
/// @return the process
/// @throws Error{Fault::data} if the text is no resolved problem
Process parse_process(const std::string& resolved);

}  // namespace fokker
