// Numbers and lists as the texts that Redis keeps, for the job queue's files.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace Interleave {

/// 0 for what is no number.
inline std::int64_t numberIn(std::string_view text)
{
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// Texts one after the other, each behind its length: "3:abc0:".
inline std::string packedWords(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += std::to_string(word.size()) + ":" + word;
    return text;
}

/// The way back, as far as the text makes sense.
inline std::vector<std::string> unpackedWords(std::string_view text)
{
    std::vector<std::string> words;
    while (true) {
        const std::size_t colon = text.find(':');
        const std::int64_t length = colon == std::string_view::npos ? -1 : numberIn(text.substr(0, colon));
        if (length < 0 || std::size_t(length) > text.size() - colon - 1)
            return words;
        words.emplace_back(text.substr(colon + 1, std::size_t(length)));
        text.remove_prefix(colon + 1 + std::size_t(length));
    }
}

} // namespace Interleave
