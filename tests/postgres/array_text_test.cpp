#include <gtest/gtest.h>

#include "platform/postgres/postgres.hpp"

namespace frontdesk::postgres {

TEST(ArrayText, EscapesQuotesAndBackslashesAndKeepsNullApartFromItsName) {
  ArrayText array;
  array.add("plain");
  array.add(R"(say "hi" \ bye, {ok})");
  array.add("NULL");
  array.add_null();
  array.add("");
  EXPECT_EQ(array.take(), R"({"plain","say \"hi\" \\ bye, {ok}","NULL",NULL,""})");
}

TEST(ArrayText, StartsAfreshAfterTake) {
  ArrayText array;
  EXPECT_EQ(array.take(), "{}");
  array.add(7LL);
  array.add(-1LL);
  EXPECT_EQ(array.take(), "{7,-1}");
}

}  // namespace frontdesk::postgres
