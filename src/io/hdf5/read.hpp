// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "fokker/core/error.hpp"
#include "fokker/core/types.hpp"
#include "io/hdf5/hdf5.hpp"

namespace fokker::io {

/// An open group or dataset and its path, for messages.
struct Location {
  Handle handle;
  std::string path;
};

/// True if a regular file begins as HDF5 files do.
bool has_signature(const std::filesystem::path& file);

/// A file that was read whole before HDF5 sees it, so it cannot change under it, and nothing in it is followed out of
/// it.
class ReadImage {
 public:
  /// @throws Error{Fault::file} if it cannot be read, Error{Fault::data} if it is no HDF5 file
  explicit ReadImage(const std::filesystem::path& file);
  /// The same of bytes that are there already; `name` is for messages.
  ReadImage(std::string bytes, const std::filesystem::path& name);
  const Location& root() const { return root_; }
  std::size_t size() const { return bytes_.size(); }

 private:
  std::string bytes_;
  Handle file_;
  Location root_;
};

/// @throws Error{Fault::data}: `path: found`
[[noreturn]] void refuse_data(const std::string& path, const std::string& found, std::string legal = {},
                              std::string advice = {});
/// "(3, 64)"
std::string to_text(const Extents& extents);

/// All of the following throw Error{Fault::data} naming the dataset or attribute where it is missing or not as wanted.
bool has_link(const Location& group, const std::string& name);
bool has_attribute(const Location& object, const std::string& name);
Location open_group(const Location& group, const std::string& name);
Location open_dataset(const Location& group, const std::string& name);
/// Names of the groups in a group, in the order of their creation.
std::vector<std::string> group_names(const Location& group);
/// Names of the datasets in a group, in the order of their creation.
std::vector<std::string> dataset_names(const Location& group);
Extents extents_of(const Location& dataset);

/// Number of values of a dataset that must have these extents and this class of type, and lie in the file.
std::size_t require_values(const Location& dataset, const Extents& wanted, H5T_class_t type_class);
/// Values of a dataset that must have these extents.
std::vector<double> read_doubles(const Location& group, const std::string& name, const Extents& wanted);
std::vector<std::int64_t> read_integers(const Location& group, const std::string& name, const Extents& wanted);
std::vector<std::string> read_texts(const Location& group, const std::string& name, const Extents& wanted);
/// Rows of the first dimension, each finite; where `gaps` are allowed, a row may be NaN throughout instead.
std::vector<Array> read_rows(const Location& group, const std::string& name, const Extents& wanted, bool gaps = false);

std::string text_attribute(const Location& object, const std::string& name);
double number_attribute(const Location& object, const std::string& name);
std::int64_t integer_attribute(const Location& object, const std::string& name);
std::uint64_t unsigned_attribute(const Location& object, const std::string& name);
std::vector<double> numbers_attribute(const Location& object, const std::string& name);

}  // namespace fokker::io
