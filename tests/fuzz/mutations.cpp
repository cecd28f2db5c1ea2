// SPDX-License-Identifier: MIT
#include "fuzz/mutations.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace fokker::fuzz {
namespace {

namespace fs = std::filesystem;

std::size_t below(std::mt19937_64& random, std::size_t n) { return n == 0 ? 0 : random() % n; }

const std::string& one_of(const std::vector<std::string>& all, std::mt19937_64& random) {
  return all[below(random, all.size())];
}

void mutate(std::string& bytes, const std::vector<std::string>& inputs, const std::vector<std::string>& words,
            std::mt19937_64& random) {
  const std::size_t at = below(random, bytes.size() + 1);
  const std::size_t length = below(random, std::min<std::size_t>(bytes.size() - at, 64) + 1);
  switch (below(random, 8)) {
    case 0:
    case 1:
      if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(random, 8)));
      return;
    case 2:
      if (at < bytes.size()) bytes[at] = "\0\1\x7f\x80\xff\n\"0"[below(random, 8)];
      return;
    case 3:
      bytes.erase(at, length);
      return;
    case 4:
      bytes.insert(at, bytes.substr(at, length));
      return;
    case 5:
      if (below(random, 8) == 0) bytes.resize(at);
      return;
    case 6: {
      const std::string& other = one_of(inputs, random);
      const std::size_t from = below(random, other.size() + 1);
      bytes.replace(at, length, other, from, below(random, 256));
      return;
    }
    default:
      if (!words.empty()) bytes.replace(at, below(random, 2) == 0 ? 0 : length, one_of(words, random));
  }
}

}  // namespace

std::vector<std::string> read_folder(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> all;
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    all.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return all;
}

std::vector<std::string> read_words(const fs::path& dictionary) {
  std::vector<std::string> words;
  std::ifstream stream(dictionary);
  for (std::string line; std::getline(stream, line);) {
    if (!line.starts_with('"')) continue;
    std::string word;
    for (std::size_t i = 1; i + 1 < line.size(); ++i) {
      if (line[i] != '\\') {
        word += line[i];
      } else if (line[++i] == 'x') {
        word += static_cast<char>(std::stoi(line.substr(i + 1, 2), nullptr, 16));
        i += 2;
      } else {
        word += line[i];
      }
    }
    words.push_back(word);
  }
  return words;
}

std::string mutated(const std::vector<std::string>& inputs, const std::vector<std::string>& words,
                    std::mt19937_64& random) {
  std::string bytes = one_of(inputs, random);
  for (std::size_t changes = 1 + below(random, 4); changes > 0; --changes) mutate(bytes, inputs, words, random);
  return bytes;
}

}  // namespace fokker::fuzz
