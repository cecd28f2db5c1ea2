#pragma once
#include <string>
#include <vector>

#include "fokker/core/error.hpp"

namespace fokker {

enum class Severity {
  note,  ///< the problem can be solved; its user should know this
  error
};

/// A finding about one member of a problem.
struct Issue {
  KeyPath key;
  Severity severity = Severity::error;
  std::string found;  ///< of a note the whole text
  std::string legal = {};
  std::string advice = {};
  Fault fault = Fault::problem;  ///< of an error
};

/// `key: note: found`, or the text of an error's diagnostic.
std::string to_text(const Issue& issue);

/// Collects issues in the order in which they are found.
class Issues {
 public:
  void error(KeyPath key, std::string found, std::string legal = {}, std::string advice = {},
             Fault fault = Fault::problem);
  void note(KeyPath key, std::string text);

  bool has_errors() const { return errors_ > 0; }
  const std::vector<Issue>& all() const { return all_; }
  /// @throws Error with every error, 20 at most; one of the problem itself outranks those of its data
  void throw_errors() const;

 private:
  std::vector<Issue> all_;
  std::size_t errors_ = 0;
};

}  // namespace fokker
