// Text that clients keep for us: what is sealed opens again, and nothing else does.
#include "platform/auth/sealed_text.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace frontdesk::auth {
namespace {

struct Sealed : testing::Test {
  SealedText ours{"a secret that all gateways share", "positions"};
};

TEST_F(Sealed, OpensWithTheSameSecretPurposeAndContext) {
  SealedText elsewhere("a secret that all gateways share", "positions");
  for (const auto& content : {std::string("x"), std::string(300, 'y'), std::string("\0\xff", 2)}) {
    EXPECT_EQ(elsewhere.open("log 1", ours.seal("log 1", content)), content);
  }
}

TEST_F(Sealed, OpensAgainAfterARefusal) {
  const auto text = ours.seal("log 1", "content");
  EXPECT_EQ(ours.open("log 1", text.substr(1)), std::nullopt);
  EXPECT_EQ(ours.open("log 1", text), "content");
  EXPECT_EQ(ours.open("log 1", ours.seal("log 1", "more")), "more");
}

TEST_F(Sealed, DoesNotOpenWithAnotherSecretPurposeOrContext) {
  const auto text = ours.seal("log 1", "content");
  EXPECT_EQ(ours.open("log 2", text), std::nullopt);
  EXPECT_EQ(SealedText("another secret", "positions").open("log 1", text), std::nullopt);
  EXPECT_EQ(SealedText("a secret that all gateways share", "tokens").open("log 1", text), std::nullopt);
}

TEST_F(Sealed, DoesNotOpenWhatWasChangedAnywhere) {
  const auto text = ours.seal("log 1", "content");
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto opened = ours.open("log 1", changed);
    // The last character has bits that mean nothing.
    EXPECT_TRUE(!opened || (i + 1 == text.size() && opened == "content")) << i;
  }
  for (const char* nothing : {"", "A", "not base64!", "AAAAAAAAAAAAAAAAAAAAAA"}) {
    EXPECT_EQ(ours.open("log 1", nothing), std::nullopt) << nothing;
  }
}

TEST_F(Sealed, ShowsNothingOfItsContent) {
  EXPECT_EQ(ours.seal("log 1", "queue:17").find("queue"), std::string::npos);
  EXPECT_NE(ours.seal("log 1", "queue:17"), ours.seal("log 1", "queue:18"));
}

TEST_F(Sealed, NeedsASecret) { EXPECT_THROW(SealedText("", "positions"), std::invalid_argument); }

}  // namespace
}  // namespace frontdesk::auth
