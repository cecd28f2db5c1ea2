// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/core/error.hpp"

namespace fokker {

/// How serious an issue is.
enum class Severity {
  note,  ///< the problem can be solved; its user should know this
  error  ///< the problem cannot be solved
};

/// A finding about one member of a problem.
struct Issue {
  KeyPath key;                          ///< the member
  Severity severity = Severity::error;  ///< note or error
  std::string found;                    ///< of a note the whole text
  std::string legal = {};               ///< legal values
  std::string advice = {};              ///< what to try
  Fault fault = Fault::problem;         ///< of an error
};

/// `key: note: found`, or the text of an error's diagnostic.
/// @param issue  note or error
/// @return one line
std::string to_text(const Issue& issue);

/// Collects issues in the order in which they are found.
class Issues {
 public:
  /// Adds an error.
  /// @param key     member of the problem
  /// @param found   "<thing> is <value>"
  /// @param legal   legal values; may be empty
  /// @param advice  what to try; may be empty
  /// @param fault   kind that the error will have
  void error(KeyPath key, std::string found, std::string legal = {}, std::string advice = {},
             Fault fault = Fault::problem);
  /// Adds a note.
  /// @param key   member of the problem
  /// @param text  whole text of the note
  void note(KeyPath key, std::string text);

  /// Whether there are errors. @return false: notes at most
  bool has_errors() const { return errors_ > 0; }
  /// Notes and errors. @return in the order of adding
  const std::vector<Issue>& all() const { return all_; }
  /// @throws Error with every error, 20 at most; one of the problem itself outranks those of its data
  void throw_errors() const;

 private:
  std::vector<Issue> all_;
  std::size_t errors_ = 0;
};

}  // namespace fokker
