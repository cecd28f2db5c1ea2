// SPDX-License-Identifier: MIT
#include "io/checkpoint/state_image.hpp"

#include <utility>

#include "fokker/core/error.hpp"
#include "io/hdf5/read.hpp"

namespace fokker::io {
namespace {

constexpr std::int64_t state_schema = 1;
constexpr hsize_t most_empty_rows = 1'000'000;  // they take no space in the file

std::vector<Array> rows_of(const Location& group, const std::string& name) {
  const Location dataset = open_dataset(group, name);
  const Extents extents = extents_of(dataset);
  if (extents.size() != 2) refuse_data(dataset.path, "shape " + to_text(extents), "rows of numbers");
  require_values(dataset, extents, H5T_FLOAT);
  if (extents[1] == 0 && extents[0] > most_empty_rows) refuse_data(dataset.path, "shape " + to_text(extents));
  const Handle space(H5Dget_space(dataset.handle), H5Sclose);
  const hsize_t length = extents[1], count[2] = {1, length};
  const Handle memory(H5Screate_simple(1, &length, nullptr), H5Sclose);
  std::vector<Array> rows;
  for (hsize_t k = 0; k < extents[0]; ++k) {
    Array row(static_cast<Eigen::Index>(length));
    const hsize_t start[2] = {k, 0};
    if (length > 0 && (H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nullptr, count, nullptr) < 0 ||
                       H5Dread(dataset.handle, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, row.data()) < 0))
      refuse_data(dataset.path, "cannot be read");
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

void write_state(hid_t root, const StateMark& mark, const StateView& state) {
  write_attribute(root, "fokker_state", state_schema);
  write_attribute(root, "stage", mark.stage);
  write_attribute(root, "step", mark.step);
  write_attribute(root, "time", mark.time);
  write_attribute(root, "finished", mark.finished);
  const Handle numbers = h5g_create(root, "numbers");
  for (const StateView::Rows& entry : state.rows()) {
    const Handle dataset = h5d_create(numbers, entry.name, H5T_IEEE_F64LE, {entry.rows.size(), entry.length});
    for (std::size_t k = 0; k < entry.rows.size() && entry.length > 0; ++k)
      entry.visit(k, [&](std::size_t begin, std::size_t count, const double* numbers) {
        h5d_write_block(dataset, {k, begin}, {1, count}, numbers);
      });
  }
  const Handle integers = h5g_create(root, "integers");
  for (const StateView::Integers& entry : state.integers()) {
    const Handle dataset = h5d_create(integers, entry.name, H5T_STD_I64LE, {entry.values.size()});
    if (!entry.values.empty()) h5d_write(dataset, H5T_NATIVE_INT64, entry.values.data());
  }
}

State read_state(std::string bytes, const std::filesystem::path& name, const std::string& stage) {
  const Hdf5Session session;
  const ReadImage image(std::move(bytes), name);
  const Location& root = image.root();
  if (integer_attribute(root, "fokker_state") != state_schema || text_attribute(root, "stage") != stage)
    refuse_data(name.string(), "not a state of '" + stage + "'");
  State state;
  const Location numbers = open_group(root, "numbers");
  for (const std::string& entry : dataset_names(numbers)) state.set(entry, rows_of(numbers, entry));
  const Location integers = open_group(root, "integers");
  for (const std::string& entry : dataset_names(integers))
    state.set(entry, read_integers(integers, entry, extents_of(open_dataset(integers, entry))));
  return state;
}

}  // namespace fokker::io
