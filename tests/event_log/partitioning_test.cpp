#include "platform/event_log/partitioning.hpp"

#include <gtest/gtest.h>

#include <set>

namespace frontdesk::event_log {
namespace {

struct Vector {
  const char* key;
  std::int32_t hash;
};

// The vectors of Kafka's own UtilsTest.testMurmur2.
constexpr Vector vectors[] = {
    {"21", -973932308},
    {"foobar", -790332482},
    {"a-little-bit-long-string", -985981536},
    {"a-little-bit-longer-string", -1486304829},
    {"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971},
    {"abc", 479470107},
};

TEST(Murmur2, AgreesWithKafkasJavaClient) {
  for (const auto& vector : vectors) {
    EXPECT_EQ(static_cast<std::int32_t>(murmur2(vector.key)), vector.hash) << vector.key;
  }
}

TEST(Murmur2, TakesBytesAsUnsigned) {
  // Each length modulo four, with bytes over 127 in every place: a signed char would smear into its neighbours.
  std::set<std::uint32_t> different;
  for (const char* key : {"\xff", "\xff\xff", "\xff\xff\xff", "\xff\xff\xff\xff", "\x01\xff", "\x02\xff", "\x03\xff"}) {
    different.insert(murmur2(key));
  }
  EXPECT_EQ(different.size(), 7U);
}

TEST(PartitionOf, ClearsTheSignBitAsKafkaDoes) {
  EXPECT_EQ(partition_of("21", 8), (-973932308 & 0x7fffffff) % 8);
  EXPECT_EQ(partition_of("abc", 8), 479470107 % 8);
}

TEST(MintId, DrawsUntilTheIdLandsInThePartition) {
  for (int partition = 0; partition < 8; ++partition) {
    int drawn = 0;
    const auto id = mint_id(partition, 8, [&drawn] { return "id-" + std::to_string(drawn++); });
    EXPECT_EQ(partition_of(id, 8), partition);
    EXPECT_EQ(id, "id-" + std::to_string(drawn - 1)) << "the first that fits is taken";
  }
}

TEST(UuidFrom, SetsVersionAndVariantAndKeepsTheOtherBits) {
  EXPECT_EQ(uuid_from(0, 0), "00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(uuid_from(~0ULL, ~0ULL), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  EXPECT_EQ(uuid_from(0x0123456789abcdef, 0x0fedcba987654321), "01234567-89ab-4def-8fed-cba987654321");
}

}  // namespace
}  // namespace frontdesk::event_log
