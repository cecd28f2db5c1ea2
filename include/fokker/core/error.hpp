#pragma once
#include <stdexcept>
#include <string>
#include <vector>

namespace fokker {

/// What went wrong, one to one with the exit codes of the command.
enum class Fault {
  verification = 1,
  usage = 2,
  problem = 3,
  numerical = 4,
  file = 5,
  resources = 6,
  data = 7,
  checkpoint = 8,
  internal = 70,
  interrupted = 130,
};

/// Exit code of the command for a fault.
int exit_code(Fault fault);

/// Dotted name of a member of a Problem, as of the key in a problem file: "time.end", "axis.x",
/// "reverse.anderson.alpha", "time.snapshots[3]". Axes and reversals go by their names.
using KeyPath = std::string;

/// One message to the user: where, which key, what was found, what is legal, what to try.
/// Empty members are left out of the text.
struct Diagnostic {
  std::string place;  ///< "file:line:col" or a path
  KeyPath key;
  std::string found;
  std::string legal;
  std::string advice;
};

/// `place: error: key 'a.b': found; legal: ...; try: ...`
std::string to_text(const Diagnostic& diagnostic);

/// The one exception of the library.
class Error : public std::runtime_error {
 public:
  Error(Fault fault, std::vector<Diagnostic> diagnostics);
  Error(Fault fault, Diagnostic diagnostic);
  Error(Fault fault, std::string found, std::string legal = {}, std::string advice = {});

  Fault fault() const { return fault_; }
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  Fault fault_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace fokker
