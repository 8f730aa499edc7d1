#include "schemas/wire/uuid.hpp"

#include <gtest/gtest.h>

namespace frontdesk::wire {
namespace {

TEST(Uuid, IsReadInEitherCaseAndPrintedInLower) {
  EXPECT_EQ(parse_uuid("6F1D2C3B-4A59-4E68-8F7A-0B1C2D3E4F50"), "6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f50");
}

TEST(Uuid, HasAVersionFrom1To8AndTheVariant) {
  std::string id = "6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f50";
  for (const char version : std::string("0123456789abcdef")) {
    id[14] = version;
    EXPECT_EQ(parse_uuid(id).has_value(), version >= '1' && version <= '8') << id;
  }
  id[14] = '4';
  for (const char variant : std::string("0123456789abcdef")) {
    id[19] = variant;
    EXPECT_EQ(parse_uuid(id).has_value(), std::string("89ab").find(variant) != std::string::npos) << id;
  }
}

TEST(Uuid, MayBeNilOrMax) {
  EXPECT_TRUE(parse_uuid("00000000-0000-0000-0000-000000000000"));
  EXPECT_TRUE(parse_uuid("FFFFFFFF-ffff-ffff-ffff-ffffffffffff"));
}

TEST(Uuid, HasOneForm) {
  for (const auto* text : {"", "6f1d2c3b4a594e688f7a0b1c2d3e4f50", "{6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f5}",
                           "6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f5", "6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f500",
                           "6f1d2c3b-4a59-4e68-8f7a_0b1c2d3e4f50", "6f1d2c3-b4a59-4e68-8f7a-0b1c2d3e4f50",
                           "6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4fg0", " f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f50"}) {
    EXPECT_FALSE(parse_uuid(text)) << text;
  }
}

}  // namespace
}  // namespace frontdesk::wire
