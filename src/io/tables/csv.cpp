// SPDX-License-Identifier: MIT
#include "fokker/io/tables/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "core/text.hpp"
#include "fokker/core/error.hpp"
#include "fokker/core/spelling.hpp"
#include "io/file.hpp"

namespace fokker {
namespace {

using namespace io;

constexpr std::size_t size_limit = std::size_t{1} << 32;

struct Field {
  std::string text;
  std::size_t column = 1;  ///< of its first character in the line
};

/// One line of a CSV file, taken apart on demand.
struct Line {
  std::string_view text;
  std::size_t number = 0;
};

class CsvReader {
 public:
  explicit CsvReader(const std::filesystem::path& file)
      : name_(file.string()), bytes_(read_bytes(file, size_limit, true)) {
    rest_ = bytes_;
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
  }

  /// The next line that is not blank.
  std::optional<Line> next() {
    while (!rest_.empty()) {
      const auto end = rest_.find('\n');
      const std::string_view whole = rest_.substr(0, end);
      const Line line{whole.substr(0, whole.find_last_not_of(" \t\r") + 1), ++lines_};
      rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
      if (!line.text.empty()) return line;
    }
    return std::nullopt;
  }

  std::vector<Field> fields(const Line& line) const {
    std::vector<Field> result;
    std::size_t i = 0;
    for (;;) {
      Field field{{}, i + 1};
      if (i < line.text.size() && line.text[i] == '"') i = quoted(line, i, field.text);
      const auto end = std::min(line.text.size(), line.text.find(',', i));
      field.text += trimmed(line.text.substr(i, end - i));
      result.push_back(std::move(field));
      if (end == line.text.size()) return result;
      i = end + 1;
    }
  }

  [[noreturn]] void fail(std::size_t line, std::size_t column, std::string found, std::string legal = {},
                         std::string advice = {}) const {
    throw Error(
        Fault::data,
        Diagnostic{
            fmt::format("{}:{}:{}", name_, line, column), {}, std::move(found), std::move(legal), std::move(advice)});
  }

 private:
  /// Puts a quoted field's text into `text` and returns the position after its closing quote.
  std::size_t quoted(const Line& line, std::size_t begin, std::string& text) const {
    for (std::size_t i = begin + 1; i < line.text.size(); ++i) {
      if (line.text[i] != '"') {
        text += line.text[i];
      } else if (i + 1 < line.text.size() && line.text[i + 1] == '"') {
        text += line.text[i++];
      } else {
        return i + 1;
      }
    }
    fail(line.number, begin + 1, "a quote that is not closed on its line");
  }

  std::string name_;
  std::string bytes_;
  std::string_view rest_;
  std::size_t lines_ = 0;
};

/// Positions of the wanted columns in the header.
std::vector<std::size_t> locate(const CsvReader& reader, const Line& line, const std::vector<Field>& header,
                                const std::vector<std::string>& columns) {
  std::vector<std::string> names;
  for (const auto& field : header) names.push_back(field.text);
  std::vector<std::size_t> positions;
  for (const auto& column : columns) {
    const auto found = std::find(names.begin(), names.end(), column);
    if (found == names.end()) {
      const auto close = nearest_name(column, names);
      reader.fail(line.number, 1, fmt::format("no column '{}'", shown(column)), quoted_list(names),
                  close.empty() ? "" : fmt::format("'{}'", close));
    }
    const auto position = static_cast<std::size_t>(found - names.begin());
    if (std::find(found + 1, names.end(), column) != names.end())
      reader.fail(line.number, header[position].column, fmt::format("two columns '{}'", shown(column)), "one");
    positions.push_back(position);
  }
  return positions;
}

double value_of(const CsvReader& reader, const Line& line, const Field& field) {
  if (const auto value = to_number(field.text)) return *value;
  reader.fail(line.number, field.column, fmt::format("'{}'", shown(field.text)), "a finite number");
}

}  // namespace

Points read_csv(const std::filesystem::path& file, const std::vector<std::string>& columns) {
  CsvReader reader(file);
  const auto first = reader.next();
  if (!first) reader.fail(1, 1, "an empty file", "a header line and rows of numbers");
  const auto header = reader.fields(*first);
  const auto positions = locate(reader, *first, header, columns);
  std::vector<double> values;
  while (const auto line = reader.next()) {
    const auto fields = reader.fields(*line);
    if (fields.size() != header.size())
      reader.fail(line->number, 1, fmt::format("{} fields", fields.size()),
                  fmt::format("{}, as in the header", header.size()));
    for (const auto position : positions) values.push_back(value_of(reader, *line, fields[position]));
  }
  if (values.empty()) reader.fail(first->number, 1, "a header without rows", "at least one row");
  const auto d = static_cast<Eigen::Index>(columns.size());
  const auto rows = static_cast<Eigen::Index>(values.size()) / d;
  Points points(rows, d);
  for (Eigen::Index i = 0; i < rows; ++i)
    for (Eigen::Index k = 0; k < d; ++k) points(i, k) = values[static_cast<std::size_t>(i * d + k)];
  return points;
}

std::string csv_text(const std::vector<std::string>& columns, const Points& points) {
  fmt::memory_buffer text;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    std::string name = columns[k];
    if (name.find_first_of(",\" ") != std::string::npos) {
      for (std::size_t i = 0; (i = name.find('"', i)) != std::string::npos; i += 2) name.insert(i, 1, '"');
      name = '"' + name + '"';
    }
    fmt::format_to(std::back_inserter(text), "{}{}", k > 0 ? "," : "", name);
  }
  for (Eigen::Index i = 0; i < points.rows(); ++i)
    for (Eigen::Index k = 0; k < points.cols(); ++k)
      fmt::format_to(std::back_inserter(text), "{}{}", k > 0 ? ',' : '\n', points(i, k));
  text.push_back('\n');
  return fmt::to_string(text);
}

void write_csv(const std::filesystem::path& file, const std::vector<std::string>& columns, const Points& points) {
  replace_file(file, csv_text(columns, points));
}

}  // namespace fokker
