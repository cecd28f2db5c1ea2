// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/problem/issue.hpp"
#include "io/toml/table_reader.hpp"

namespace fokker::io {

/// Adds issues to the context's diagnostics and notes, each with the place of its key in the document: that of the
/// innermost table or value on its path which is there.
void add_issues(ReadContext& context, const std::vector<Issue>& issues);
/// Adds issues of one value at its place in a table, of which there may be several of the same name.
void add_issues(TableReader& table, std::string_view key, const std::vector<Issue>& issues);

}  // namespace fokker::io
