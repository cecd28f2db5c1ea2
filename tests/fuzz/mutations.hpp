// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace fokker::fuzz {

/// All files of a folder, by name.
std::vector<std::string> read_folder(const std::filesystem::path& folder);

/// The words of a dictionary of libFuzzer: one in quotes per line, with \xHH, \\ and \" in it.
std::vector<std::string> read_words(const std::filesystem::path& dictionary);

/// One of the inputs with a few bits flipped, bytes taken out or doubled, words put in, or a part of another spliced
/// in.
std::string mutated(const std::vector<std::string>& inputs, const std::vector<std::string>& words,
                    std::mt19937_64& random);

}  // namespace fokker::fuzz
