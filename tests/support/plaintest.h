// The smallest test harness for what must stay free of Qt: checks that say where and what, and a
// main() that runs named tests and counts.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

namespace PlainTest {

struct Test {
    const char *name;
    std::function<void()> body;
};

inline int g_failures = 0;

inline int run(const std::vector<Test> &tests)
{
    int failed = 0;
    for (const Test &test : tests) {
        const int before = g_failures;
        test.body();
        std::printf("%s %s\n", g_failures == before ? "PASS" : "FAIL", test.name);
        failed += g_failures != before;
    }
    std::printf("%zu tests, %d failed\n", tests.size(), failed);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

} // namespace PlainTest

#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            std::printf("  %s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
            ++PlainTest::g_failures; \
        } \
    } while (false)

#define CHECK_EQUAL(actual, expected) \
    do { \
        const auto actualValue = (actual); \
        const decltype(actualValue) expectedValue = (expected); \
        if (!(actualValue == expectedValue)) { \
            std::printf("  %s:%d: %s is %s, not %s\n", __FILE__, __LINE__, #actual, \
                        std::to_string(actualValue).c_str(), std::to_string(expectedValue).c_str()); \
            ++PlainTest::g_failures; \
        } \
    } while (false)
