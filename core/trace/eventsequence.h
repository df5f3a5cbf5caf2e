// The events of one lane in order of time, as blocks of 4096: an event is found by its number in
// constant time, appending never moves what is there, and a block may as well lie in a mapped
// file, which the sequence then keeps mapped. Reads like a vector. Belongs to its Lane; one owner,
// one thread, as the Trace.
#pragma once

#include "core/trace/event.h"

#include <compare>
#include <cstddef>
#include <iterator>
#include <memory>
#include <span>
#include <vector>

namespace Interleave {

class EventSequence
{
public:
    static constexpr std::size_t blockEvents = 4096;

    using value_type = Event;
    using size_type = std::size_t;

    /// Random access; like a vector's, no longer valid once the sequence changes.
    class const_iterator
    {
    public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = Event;
        using difference_type = std::ptrdiff_t;
        using pointer = const Event *;
        using reference = const Event &;

        const_iterator() = default;
        const_iterator(const Event *const *blocks, std::size_t index) : m_blocks(blocks), m_index(index) {}

        reference operator*() const { return m_blocks[m_index / blockEvents][m_index % blockEvents]; }
        pointer operator->() const { return &**this; }
        reference operator[](difference_type distance) const { return *(*this + distance); }
        const_iterator &operator++() { ++m_index; return *this; }
        const_iterator &operator--() { --m_index; return *this; }
        const_iterator operator++(int) { return {m_blocks, m_index++}; }
        const_iterator operator--(int) { return {m_blocks, m_index--}; }
        const_iterator &operator+=(difference_type distance) { m_index += std::size_t(distance); return *this; }
        const_iterator &operator-=(difference_type distance) { m_index -= std::size_t(distance); return *this; }
        friend const_iterator operator+(const_iterator at, difference_type distance) { return at += distance; }
        friend const_iterator operator+(difference_type distance, const_iterator at) { return at += distance; }
        friend const_iterator operator-(const_iterator at, difference_type distance) { return at -= distance; }
        friend difference_type operator-(const_iterator a, const_iterator b)
        {
            return difference_type(a.m_index) - difference_type(b.m_index);
        }
        bool operator==(const const_iterator &other) const { return m_index == other.m_index; }
        auto operator<=>(const const_iterator &other) const { return m_index <=> other.m_index; }

    private:
        const Event *const *m_blocks = nullptr;
        std::size_t m_index = 0;
    };
    using iterator = const_iterator;

    EventSequence() = default;
    EventSequence(const EventSequence &other); // of a mapped one: the same mapping
    EventSequence(EventSequence &&other) noexcept;
    EventSequence &operator=(EventSequence other) noexcept;
    ~EventSequence() = default;

    /// Looks at events that lie elsewhere: all blocks but the last are full. `keeper` owns them.
    static EventSequence lookingAt(std::vector<const Event *> blocks, std::size_t size,
                                   std::shared_ptr<const void> keeper);

    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    const Event &operator[](std::size_t index) const { return m_blocks[index / blockEvents][index % blockEvents]; }
    const Event &front() const { return (*this)[0]; }
    const Event &back() const { return (*this)[m_size - 1]; }
    const_iterator begin() const { return {m_blocks.data(), 0}; }
    const_iterator end() const { return {m_blocks.data(), m_size}; }

    /// The number of the first event at or after `time`, by bisection; size() when there is none.
    std::size_t firstAtOrAfter(Nanos time) const;
    /// The same of one block; the number behind it when there is none.
    std::size_t firstAtOrAfter(Nanos time, std::size_t block) const;

    std::size_t blockCount() const { return m_blocks.size(); }
    std::span<const Event> block(std::size_t number) const { return {m_blocks[number], sizeOfBlock(number)}; }
    bool isMapped() const { return m_keeper != nullptr; }

    /// Appends, whatever its time.
    void push_back(const Event &event)
    {
        if (m_size == m_capacity) [[unlikely]]
            grow();
        m_owned.back()[m_size % blockEvents] = event;
        ++m_size;
    }
    /// Puts it behind all events of the same or an earlier time; returns its number.
    std::size_t insert(const Event &event)
    {
        if (m_size == 0 || back().rawTime() <= event.rawTime()) [[likely]] {
            push_back(event);
            return m_size - 1;
        }
        return insertLate(event);
    }
    /// The events of one block, to be changed in place; what was mapped is copied first.
    std::span<Event> changeableBlock(std::size_t number);
    /// Orders by time, those of one time as they were.
    void sortByTime();

private:
    std::size_t sizeOfBlock(std::size_t number) const
    {
        return number + 1 < m_blocks.size() ? blockEvents : m_size - number * blockEvents;
    }
    void grow();
    void own();
    void addBlock(std::size_t capacity);
    std::size_t insertLate(const Event &event);

    std::vector<const Event *> m_blocks; // into m_owned, or into what m_keeper keeps
    std::vector<std::unique_ptr<Event[]>> m_owned;
    std::shared_ptr<const void> m_keeper;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0; // of our blocks; m_size where they are not ours
};

} // namespace Interleave
