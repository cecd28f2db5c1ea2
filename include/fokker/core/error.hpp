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

/// `place: error: key 'a.b': found; legal: ...; try: ...`
std::string to_text(const Diagnostic& diagnostic);

/// The one exception of the library.
class Error : public std::runtime_error {
 public:
  /// Error with several messages.
  Error(Fault fault, std::vector<Diagnostic> diagnostics);
  /// Error with one message.
  Error(Fault fault, Diagnostic diagnostic);
  /// Error with one message without a place.
  Error(Fault fault, std::string found, std::string legal = {}, std::string advice = {});

  /// Kind of fault.
  Fault fault() const { return fault_; }
  /// All messages.
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  Fault fault_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace fokker
