#pragma once
#include <optional>

#include "fokker/process/process.hpp"
#include "io/toml/table_reader.hpp"

namespace fokker::io {

using MaybeProcess = std::optional<Process>;

// Each reads the keys of one kind of [process]; empty if one of them is wrong.
MaybeProcess read_brownian(TableReader& table);
MaybeProcess read_ornstein_uhlenbeck(TableReader& table);
MaybeProcess read_critically_damped(TableReader& table);
MaybeProcess read_variance_preserving(TableReader& table);
MaybeProcess read_sub_variance_preserving(TableReader& table);
MaybeProcess read_variance_exploding(TableReader& table);
MaybeProcess read_edm(TableReader& table);
MaybeProcess read_cosine(TableReader& table);
MaybeProcess read_rectified_flow(TableReader& table);
MaybeProcess read_geometric_brownian(TableReader& table);
MaybeProcess read_cox_ingersoll_ross(TableReader& table);
MaybeProcess read_langevin(TableReader& table);
MaybeProcess read_custom(TableReader& table);

}  // namespace fokker::io
