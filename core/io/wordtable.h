// Numbers for words, in the order in which they were first seen: every name of a trace is kept
// once. Word is a std::string, or a std::string_view where the bytes outlive the table.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

namespace Interleave {

/// A hash for tables that live in memory only; not meant to withstand an attacker, who gets slow
/// reading of his own file (the table still works).
inline std::uint64_t hashOf(std::string_view word)
{
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15, other = 0xd6e8feb86659fd93;
    std::uint64_t hash = word.size() * odd;
    const char *at = word.data();
    std::size_t left = word.size();
    const auto mix = [&](std::uint64_t bytes) {
        hash = (hash ^ bytes) * other;
        hash ^= hash >> 32;
    };
    for (; left >= 8; at += 8, left -= 8) {
        std::uint64_t bytes;
        std::memcpy(&bytes, at, 8);
        mix(bytes);
    }
    std::uint64_t rest = 0;
    if (left >= 4) {
        std::uint32_t front, back; // they overlap; the length is in the hash already
        std::memcpy(&front, at, 4);
        std::memcpy(&back, at + left - 4, 4);
        rest = std::uint64_t(back) << 32 | front;
    } else if (left > 0) {
        rest = std::uint64_t(std::uint8_t(at[0])) << 16 | std::uint64_t(std::uint8_t(at[left / 2])) << 8
               | std::uint8_t(at[left - 1]);
    }
    mix(rest);
    return hash * odd;
}

template<class Word>
class WordTable
{
public:
    /// The word's number; counts on from the last one when it is new.
    std::uint32_t add(std::string_view word)
    {
        if (m_words.size() * 2 >= m_slots.size())
            grow();
        const std::uint32_t tag = std::uint32_t(hashOf(word) >> 32);
        Slot &slot = slotFor(tag, word);
        if (slot.next == 0) {
            m_words.emplace_back(word);
            slot = {tag, std::uint32_t(m_words.size())};
        }
        return slot.next - 1;
    }

    const std::vector<Word> &words() const { return m_words; }
    std::vector<Word> takeWords() { return std::move(m_words); }

private:
    struct Slot {
        std::uint32_t tag = 0;
        std::uint32_t next = 0; // the word's number plus one; 0 when the slot is free
    };

    Slot &slotFor(std::uint32_t tag, std::string_view word)
    {
        std::size_t place = tag & (m_slots.size() - 1);
        while (m_slots[place].next != 0 && (m_slots[place].tag != tag || m_words[m_slots[place].next - 1] != word))
            place = (place + 1) & (m_slots.size() - 1);
        return m_slots[place];
    }

    void grow()
    {
        constexpr std::size_t fewest = 256;
        std::vector<Slot> slots(std::max(fewest, m_slots.size() * 2));
        for (const Slot &slot : m_slots) {
            if (slot.next == 0)
                continue;
            std::size_t place = slot.tag & (slots.size() - 1);
            while (slots[place].next != 0)
                place = (place + 1) & (slots.size() - 1);
            slots[place] = slot;
        }
        m_slots = std::move(slots);
    }

    std::vector<Slot> m_slots;
    std::vector<Word> m_words;
};

} // namespace Interleave
