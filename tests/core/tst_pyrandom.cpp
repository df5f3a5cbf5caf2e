// The numbers come from CPython 3.11: random.seed(s) before each group of draws.
#include "core/base/pyrandom.h"

#include <QTest>

#include <vector>

using namespace Interleave;

namespace {

struct Golden {
    std::uint64_t seed;
    std::vector<double> floats;        // random() three times
    std::vector<std::uint64_t> bits;   // getrandbits of 1, 7, 32, 33, 53, 64
    std::vector<std::int64_t> dice;    // randint(0, 10) twelve times
    std::vector<std::int64_t> ranges;  // randint over the ranges below
    double late;                       // the 2000th random() after that
};

const std::pair<std::int64_t, std::int64_t> ranges[] = {
    {1, 1}, {0, 9}, {-5, 5}, {1, 8}, {0, 255}, {0, 4294967296}, {-4611686018427387904, 4611686018427387904}};

const Golden goldens[] = {
    {0,
     {0x1.b0580f98a7dbep-1, 0x1.84129978f9c1ap-1, 0x1.aeaa51052e978p-2},
     {1, 49, 3255389356u, 3823568514u, 2332111581032244u, 9431353882395063546u},
     {6, 6, 0, 4, 8, 7, 6, 4, 7, 5, 9, 3},
     {1, 6, -5, 5, 248, 2046968324, -582128898348018157},
     0.8612100871405887},
    {1,
     {0x1.132d8f91b7584p-3, 0x1.b1e2d5b3584f8p-1, 0x1.870d778409f13p-1},
     {0, 72, 3639700191u, 7740669488u, 2297455587083473u, 9139164268605729673u},
     {2, 9, 1, 4, 1, 7, 7, 7, 10, 6, 3, 1},
     {1, 9, -4, 5, 60, 1930549411, 2390978841596054555},
     0.7757205369141853},
    {444,
     {0x1.3c4ee1a4d71cap-2, 0x1.b1c454f238340p-7, 0x1.f01064a35abd2p-2},
     {0, 36, 56854717u, 1327727452u, 7759521031486048u, 13699284257632214754u},
     {4, 4, 0, 4, 7, 4, 4, 8, 10, 7, 8, 4},
     {1, 4, -5, 5, 248, 3871244786, 1132416770438185453},
     0.8128246392186385},
    {4294967301u,
     {0x1.4218067c49768p-3, 0x1.21442cf1e9172p-2, 0x1.357affb575f81p-1},
     {0, 62, 1213270837u, 8117169770u, 130815406628965u, 11580414858807844413u},
     {2, 7, 4, 9, 0, 5, 10, 2, 10, 7, 5, 3},
     {1, 7, -1, 1, 181, 2696275445, -142279605750619528},
     0.7458882440575619},
    {18446744073709551615u,
     {0x1.659799fd7f980p-6, 0x1.5a35a94f333d8p-2, 0x1.b21c0274c09a4p-3},
     {0, 31, 1452108352u, 2657516307u, 5540561310227026u, 16963090519847801214u},
     {0, 3, 5, 9, 3, 7, 9, 1, 5, 0, 3, 8},
     {1, 3, 0, 4, 233, 2641946051, -3609043453518397013},
     0.7814561492763699},
};

/// random.seed(s) before each group: randbytes of 5, 1, 4, 0, 8, 13; choice("abcdefg") twelve
/// times; uniform(-2.5, 10) twice.
struct GoldenDraws {
    std::uint64_t seed;
    std::vector<const char *> bytes;
    const char *choices;
    std::vector<double> uniform;
};

const GoldenDraws goldenDraws[] = {
    {0u, {"cd072cd862", "c2", "8206e7e3", "", "5594aa6b342f5d0a", "3a5e4842fab428f762e6e2827c"}, "gdgdaceddggc",
     {0x1.01c4cc2f4323cp+3, 0x1.be5d0fcd063e8p+2}},
    {444u, {"6db8134f49", "03", "5c83234f", "", "3519047c607ab546", "cdf289dce2de444d73a21dbe83"}, "ccacdcgcfefd",
     {0x1.5c76812320398p+0, -0x1.2ad1e9da2c417p+1}},
    {4294967301u, {"d30043287c", "48", "6a2ed2e3", "", "dd7fbd9a65e0d7d5", "01cfb7033d9ee55af5e5b5a02b"}, "bdcegacfbggf",
     {-0x1.1174ebbb9a6dcp-1, 0x1.07f50c73f8684p+0}},
};

QByteArray hex(const std::vector<std::uint8_t> &bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size())).toHex();
}

} // namespace

class TestPyRandom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySeedGivesCPythonsNumbers_data()
    {
        QTest::addColumn<int>("index");
        for (int index = 0; index < int(std::size(goldens)); ++index)
            QTest::addRow("seed %llu", static_cast<unsigned long long>(goldens[index].seed)) << index;
    }
    void everySeedGivesCPythonsNumbers()
    {
        QFETCH(int, index);
        const Golden &golden = goldens[index];
        const PythonRandom seeded = PythonRandom::fromUnsigned(golden.seed);

        PythonRandom generator = seeded;
        for (const double expected : golden.floats)
            QVERIFY(generator.random() == expected); // to the last bit

        generator = seeded;
        const int widths[] = {1, 7, 32, 33, 53, 64};
        for (std::size_t i = 0; i < golden.bits.size(); ++i)
            QCOMPARE(generator.getRandBits(widths[i]), golden.bits[i]);

        generator = seeded;
        for (const std::int64_t expected : golden.dice)
            QCOMPARE(generator.randInt(0, 10), expected);

        generator = seeded;
        for (std::size_t i = 0; i < golden.ranges.size(); ++i)
            QCOMPARE(generator.randInt(ranges[i].first, ranges[i].second), golden.ranges[i]);
        for (int draw = 1; draw < 2000; ++draw)
            generator.random();
        QVERIFY(generator.random() == golden.late); // the state was refilled several times
    }
    void bytesChoicesAndUniformNumbersAreCPythons()
    {
        const std::size_t sizes[] = {5, 1, 4, 0, 8, 13};
        for (const GoldenDraws &golden : goldenDraws) {
            const PythonRandom seeded = PythonRandom::fromUnsigned(golden.seed);
            PythonRandom generator = seeded;
            for (std::size_t i = 0; i < golden.bytes.size(); ++i)
                QCOMPARE(hex(generator.randBytes(sizes[i])), QByteArray(golden.bytes[i]));
            generator = seeded;
            for (const char *expected = golden.choices; *expected; ++expected)
                QCOMPARE(generator.choice(std::string_view("abcdefg")), *expected);
            generator = seeded;
            for (const double expected : golden.uniform)
                QVERIFY(generator.uniform(-2.5, 10) == expected);
        }
    }
    void aNegativeSeedCountsLikeItsAbsoluteValue()
    {
        PythonRandom negative(-444);
        PythonRandom positive(444);
        QVERIFY(positive.random() == goldens[2].floats[0]);
        QVERIFY(negative.random() == goldens[2].floats[0]);
        QVERIFY(PythonRandom(INT64_MIN).random() == PythonRandom::fromUnsigned(1ull << 63).random());
    }
    void noBitsAreZeroAndDrawNothing()
    {
        PythonRandom generator(0);
        QCOMPARE(generator.getRandBits(0), std::uint64_t(0));
        QVERIFY(generator.random() == goldens[0].floats[0]);
    }
};

QTEST_APPLESS_MAIN(TestPyRandom)
#include "tst_pyrandom.moc"
