// SPDX-License-Identifier: MIT
#pragma once
#include <stdexcept>
#include <string>
#include <vector>

namespace fokker {

/// Kind of an error, one to one with the exit codes of the command.
enum class Fault {
  verification = 1,   ///< a check fails
  usage = 2,          ///< wrong command line or call
  problem = 3,        ///< the problem cannot be solved as stated
  numerical = 4,      ///< a value is not finite, or a tolerance cannot be reached
  file = 5,           ///< a file cannot be read or written
  resources = 6,      ///< memory or disk
  data = 7,           ///< a data file is damaged or of another layout
  checkpoint = 8,     ///< checkpoints belong to another problem or build
  internal = 70,      ///< a bug of fokker
  interrupted = 130,  ///< a stop was requested
};

/// Exit code of the command for a fault.
/// @param fault  kind of an error
/// @return 1 to 8, 70 or 130
int exit_code(Fault fault);

/// Dotted name of a member of a Problem, as of the key in a problem file: "time.end", "axis.x",
/// "reverse.anderson.alpha", "time.snapshots[3]". Axes and reversals go by their names.
using KeyPath = std::string;

/// One message to the user: where, which key, what was found, what is legal, what to try.
/// Empty members are left out of the text.
struct Diagnostic {
  std::string place;   ///< "file:line:col" or a path
  KeyPath key;         ///< the member of the problem
  std::string found;   ///< what was found
  std::string legal;   ///< legal values
  std::string advice;  ///< what to try
};

/// ``place: error: key 'a.b': found; legal: ...; try: ...``
/// @param diagnostic  at least `found` is set
/// @return one line; members that are empty are left out
std::string to_text(const Diagnostic& diagnostic);

/// The one exception of the library.
class Error : public std::runtime_error {
 public:
  /// Error with several messages.
  /// @param fault        kind, gives the exit code
  /// @param diagnostics  at least one; what() has one line for each
  Error(Fault fault, std::vector<Diagnostic> diagnostics);
  /// Error with one message.
  /// @param fault       kind, gives the exit code
  /// @param diagnostic  what() is its text
  Error(Fault fault, Diagnostic diagnostic);
  /// Error with one message without a place.
  /// @param fault   kind, gives the exit code
  /// @param found   "<thing> is <value>"
  /// @param legal   legal values; may be empty
  /// @param advice  what to try; may be empty
  Error(Fault fault, std::string found, std::string legal = {}, std::string advice = {});

  /// Kind of fault. @return as given to the constructor
  Fault fault() const { return fault_; }
  /// All messages. @return at least one
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  Fault fault_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace fokker
