#include "platform/auth/jwt.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

#include "platform/auth/base64url.hpp"
#include "platform/auth/keys.hpp"
#include "platform/auth/password.hpp"
#include "tests/auth/test_keys.hpp"

namespace frontdesk::auth {
namespace {

constexpr Instant now{1'800'000'000'000};
const std::string shared_secret = "a secret of thirty-two bytes....";

Tokens::Keys keys() { return {first_pair().private_pem, first_pair().public_pem, shared_secret, 3600}; }

Claims asha() {
  Claims claims;
  claims.user_id = "u-1";
  claims.role = "PATIENT";
  claims.email = "asha@example.com";
  claims.name = "Asha \"A\" Rao";
  claims.session_id = "s-1";
  return claims;
}

std::string unsigned_text(const std::string& header, const std::string& payload) {
  return to_base64url(header) + '.' + to_base64url(payload);
}
std::string hs256(const std::string& payload, const std::string& header = R"({"alg":"HS256"})",
                  const std::string& secret = shared_secret) {
  const std::string text = unsigned_text(header, payload);
  return text + '.' + to_base64url(mac_hs256(secret, text));
}
std::string rs256(const std::string& payload, const PemPair& pair, const std::string& header = R"({"alg":"RS256"})") {
  const std::string text = unsigned_text(header, payload);
  return text + '.' + to_base64url(sign_rs256(*read_private_key(pair.private_pem, "key"), text));
}

std::string key_fingerprint() {
  return sha256_hex(public_der(*read_public_keys(first_pair().public_pem, "key").front()));
}

// What the client is told, or the user's id.
std::string outcome(const Tokens& tokens, const std::string& token, Instant at = now) {
  const auto verified = tokens.verify(token, at);
  if (const auto* fault = std::get_if<TokenFault>(&verified)) return std::string(text_of(*fault));
  return "user " + std::get<Claims>(verified).user_id;
}

Claims claims_of(const Tokens& tokens, const std::string& token) { return std::get<Claims>(tokens.verify(token, now)); }

TEST(Base64Url, FollowsTheVectorsOfItsRfc) {
  EXPECT_EQ(to_base64url(""), "");
  EXPECT_EQ(to_base64url("f"), "Zg");
  EXPECT_EQ(to_base64url("fo"), "Zm8");
  EXPECT_EQ(to_base64url("foo"), "Zm9v");
  EXPECT_EQ(to_base64url("foob"), "Zm9vYg");
  EXPECT_EQ(to_base64url("\xfb\xff"), "-_8");
  EXPECT_EQ(from_base64url("-_8"), "\xfb\xff");
  EXPECT_EQ(from_base64url("Zm9vYg"), "foob");
  for (const char* bad : {"Z", "Zg==", "Zm9v+", "Zm/v", "Zm 9", "Zmé"}) EXPECT_EQ(from_base64url(bad), std::nullopt);
}

TEST(Tokens, AreReadBackAsTheyWereSigned) {
  const Tokens tokens(keys());
  const Claims claims = claims_of(tokens, tokens.sign(asha(), now));
  EXPECT_EQ(claims.user_id, "u-1");
  EXPECT_EQ(claims.profile_id, "u-1");
  EXPECT_EQ(claims.role, "PATIENT");
  EXPECT_EQ(claims.email, "asha@example.com");
  EXPECT_EQ(claims.name, "Asha \"A\" Rao");
  EXPECT_EQ(claims.session_id, "s-1");
  EXPECT_EQ(claims.issued_at_s, 1'800'000'000);
  EXPECT_EQ(claims.expires_at_s, 1'800'003'600);
  EXPECT_TRUE(claims.own_key);
}

TEST(Tokens, CarryTheClaimsOfTheContractInItsOrder) {
  const Tokens tokens(keys());
  const std::string token = tokens.sign(asha(), now);
  const auto first = token.find('.');
  const auto second = token.find('.', first + 1);
  EXPECT_EQ(from_base64url(token.substr(first + 1, second - first - 1)),
            R"({"id":"u-1","userId":"u-1","email":"asha@example.com","role":"PATIENT","name":"Asha \"A\" Rao",)"
            R"("type":"access","sid":"s-1","iat":1800000000,"exp":1800003600,"iss":"Qure"})");
  const std::string header = from_base64url(token.substr(0, first)).value();
  const std::string key_id = key_fingerprint().substr(0, 16);
  EXPECT_EQ(header, R"({"alg":"RS256","typ":"JWT","kid":")" + key_id + "\"}");
}

TEST(Tokens, RefuseEachFaultWithItsOwnWords) {
  const Tokens tokens(keys());
  const std::string good = R"({"id":"u-1","sid":"s","exp":1900000000})";
  const std::string late = R"({"id":"u-1","sid":"s","exp":1700000000})";
  const std::string rs_header = to_base64url(R"({"alg":"RS256"})");
  const std::string other_signature = to_base64url(std::string(256, 'x'));
  struct Row {
    const char* what;
    std::string token;
    const char* told;
  };
  const std::vector<Row> rows = {
      {"no token form", "garbage", "jwt malformed"},
      {"two parts", "a.b", "jwt malformed"},
      {"four parts", "a.b.c.d", "jwt malformed"},
      {"huge", std::string(20000, 'a') + ".b.c", "jwt malformed"},
      {"nothing in the parts", "..", "invalid token"},
      {"header is no base64url", "!." + to_base64url(good) + ".c2ln", "invalid token"},
      {"header is no JSON", unsigned_text("x", good) + ".c2ln", "invalid token"},
      {"header is no object", unsigned_text("[]", good) + ".c2ln", "invalid token"},
      {"payload is no JSON", unsigned_text(R"({"alg":"RS256"})", "{") + ".c2ln", "invalid token"},
      {"payload is a string", unsigned_text(R"({"alg":"RS256"})", "\"x\"") + ".c2ln", "invalid token"},
      {"payload nests without end", unsigned_text(R"({"alg":"RS256"})", std::string(9000, '[')) + ".c2ln",
       "invalid token"},
      {"exp is a text", hs256(R"({"id":"u","exp":"soon"})"), "invalid token"},
      {"padding", unsigned_text(R"({"alg":"HS256"})", good) + ".c2ln==", "invalid token"},
      {"control character in the id", hs256(R"({"id":"a\u0000b"})"), "invalid token"},
      {"unsigned", unsigned_text(R"({"alg":"RS256"})", good) + ".", "jwt signature is required"},
      {"unsigned, algorithm none", unsigned_text(R"({"alg":"none"})", good) + ".", "jwt signature is required"},
      {"algorithm none", unsigned_text(R"({"alg":"none"})", good) + ".c2ln", "invalid algorithm"},
      {"algorithm missing", unsigned_text("{}", good) + ".c2ln", "invalid algorithm"},
      {"other algorithm", unsigned_text(R"({"alg":"HS384"})", good) + ".c2ln", "invalid algorithm"},
      {"algorithm in lower case", hs256(good, R"({"alg":"hs256"})"), "invalid algorithm"},
      {"other key", rs256(good, second_pair()), "invalid signature"},
      {"other secret", hs256(good, R"({"alg":"HS256"})", "other"), "invalid signature"},
      {"other content", rs_header + '.' + to_base64url(good) + '.' + other_signature, "invalid signature"},
      {"public key as secret", hs256(good, R"({"alg":"HS256"})", first_pair().public_pem), "invalid signature"},
      {"expired with a bad signature", rs256(late, second_pair()), "invalid signature"},
      {"expired", rs256(late, first_pair()), "jwt expired"},
      {"expired refresh token", hs256(R"({"id":"u","type":"refresh","exp":1})"), "jwt expired"},
      {"refresh token", hs256(R"({"id":"u","type":"refresh"})"), "invalid token"},
      {"type is no text", hs256(R"({"id":"u","type":1})"), "invalid token"},
      {"not yet valid", hs256(R"({"id":"u","nbf":1800000001})"), "invalid token"},
      {"good RS256", rs256(good, first_pair()), "user u-1"},
      {"good HS256", hs256(good), "user u-1"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(outcome(tokens, row.token), row.told) << row.what;
    EXPECT_EQ(outcome(tokens, row.token), row.told) << row.what << ", again";
  }
}

TEST(Tokens, RefuseATokenChangedInAnyByte) {
  const Tokens tokens(keys());
  const std::string token = tokens.sign(asha(), now);
  ASSERT_EQ(outcome(tokens, token), "user u-1");
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    if (i + 1 == token.size()) continue;  // its last character carries unused bits
    EXPECT_FALSE(std::holds_alternative<Claims>(tokens.verify(changed, now))) << i;
  }
}

TEST(Tokens, LookAtExpiryAtEachUse) {
  const Tokens tokens(keys());
  const std::string token = tokens.sign(asha(), now);
  EXPECT_EQ(outcome(tokens, token), "user u-1");
  EXPECT_EQ(outcome(tokens, token, Instant{now.ms + 3599'999}), "user u-1");
  EXPECT_EQ(outcome(tokens, token, Instant{now.ms + 3600'000}), "jwt expired");
}

TEST(Tokens, PinTheAlgorithmToTheKeyThatIsNamed) {
  const Tokens tokens(keys());
  const std::string key_id = key_fingerprint().substr(0, 16);
  const std::string payload = R"({"id":"u-1"})";
  EXPECT_EQ(outcome(tokens, hs256(payload, R"({"alg":"HS256","kid":")" + key_id + "\"}")), "invalid algorithm");
  EXPECT_EQ(outcome(tokens, rs256(payload, first_pair(), R"({"alg":"RS256","kid":")" + key_id + "\"}")), "user u-1");
  EXPECT_EQ(outcome(tokens, rs256(payload, second_pair(), R"({"alg":"RS256","kid":")" + key_id + "\"}")),
            "invalid signature");
  EXPECT_EQ(outcome(tokens, rs256(payload, first_pair(), R"({"alg":"RS256","kid":"unknown"})")), "user u-1");
  EXPECT_EQ(outcome(tokens, hs256(payload, R"({"alg":"HS256","kid":"unknown"})")), "user u-1");
}

TEST(Tokens, OfAnAlgorithmWithoutKeyAreRefused) {
  const Tokens without_secret({first_pair().private_pem, "", "", 3600});
  EXPECT_EQ(outcome(without_secret, hs256(R"({"id":"u"})", R"({"alg":"HS256"})", "")), "invalid algorithm");
  const Tokens without_pair({"", "", shared_secret, 3600});
  EXPECT_EQ(outcome(without_pair, rs256(R"({"id":"u"})", first_pair())), "invalid algorithm");
  EXPECT_THROW(without_pair.sign(asha(), now), std::logic_error);
  EXPECT_EQ(without_pair.jwks(), R"({"keys":[]})");
}

TEST(Tokens, OfARetiredKeyStillVerify) {
  const Tokens before({second_pair().private_pem, "", "", 3600});
  const Tokens after({first_pair().private_pem, first_pair().public_pem + second_pair().public_pem, "", 3600});
  EXPECT_EQ(outcome(after, before.sign(asha(), now)), "user u-1");
  EXPECT_EQ(outcome(after, rs256(R"({"id":"u-2"})", second_pair())), "user u-2");
  const std::string jwks = after.jwks();
  EXPECT_NE(jwks.find("},{"), std::string::npos);
}

TEST(Tokens, ReadTheFirstClaimThatIsPresent) {
  const Tokens tokens(keys());
  struct Row {
    const char* payload;
    const char* user;
    const char* profile;
    const char* name;
  };
  for (const Row& row :
       {Row{R"({"uid":"d","sub":"c","id":"b","userId":"a","displayName":"z","fullname":"y","name":"x"})", "a", "a",
            "x"},
        Row{R"({"uid":"d","sub":"c","id":"b","userId":null,"refId":"r","displayName":"z","fullname":"y"})", "b", "r",
            "y"},
        Row{R"({"uid":"d","sub":"c","displayName":"z"})", "c", "c", "z"}, Row{R"({"uid":"d"})", "d", "d", ""},
        Row{R"({"id":42})", "42", "42", ""}, Row{"{}", "", "", ""}}) {
    const Claims claims = claims_of(tokens, hs256(row.payload));
    EXPECT_EQ(claims.user_id, row.user);
    EXPECT_EQ(claims.profile_id, row.profile);
    EXPECT_EQ(claims.name, row.name);
    EXPECT_FALSE(claims.own_key);
  }
  const Claims claims = claims_of(tokens, hs256(R"({"id":"u","role":"petOwner","email":"e","image":"i","sid":"s"})"));
  EXPECT_EQ(claims.role, "petOwner");
  EXPECT_EQ(claims.email, "e");
  EXPECT_EQ(claims.picture, "i");
  EXPECT_EQ(claims.session_id, "s");
  EXPECT_GT(claims.expires_at_s, 250'000'000'000);
}

TEST(Tokens, TakeATextThatStoresCannotKeepForNone) {
  const Tokens tokens(keys());
  const Claims claims = claims_of(
      tokens, hs256(R"({"id":"u","name":"a\u0000","email":"\u0000","image":"i\u0000","role":"staff\u0000"})"));
  EXPECT_EQ(claims.name + claims.email + claims.picture + claims.role, "");
  for (const char* id : {"userId", "refId", "sid"}) {
    EXPECT_EQ(outcome(tokens, hs256(R"({"id":"u",")" + std::string(id) + R"(":"a\u0000b"})")), "invalid token") << id;
    EXPECT_EQ(outcome(tokens, hs256(R"({"id":"u",")" + std::string(id) + R"(":")" + std::string(257, 'x') + "\"}")),
              "invalid token")
        << id;
  }
}

TEST(Tokens, OfASimulatedLoginCarryTheClaimsOfItsContractForAnHour) {
  const Tokens tokens(keys());
  const std::string token = tokens.sign_simulated("petOwner123", "petOwner", now);
  EXPECT_EQ(token, hs256(R"({"userId":"petOwner123","role":"petOwner","iat":1800000000,"exp":1800003600})",
                         R"({"alg":"HS256","typ":"JWT"})"));
  EXPECT_EQ(outcome(tokens, token), "user petOwner123");
  EXPECT_FALSE(claims_of(tokens, token).own_key);
  EXPECT_EQ(outcome(tokens, token, Instant{now.ms + 3600'000}), "jwt expired");
  const Tokens without_secret({first_pair().private_pem, "", "", 3600});
  EXPECT_THROW(without_secret.sign_simulated("petOwner123", "petOwner", now), std::logic_error);
}

// A server that takes what another key signs with an algorithm of its own choosing can be given tokens by anybody who
// has its public key.
TEST(Tokens, NeverTakeAKeyForOneOfAnotherAlgorithm) {
  const Tokens tokens(keys());
  const std::string staff = R"({"id":"u-1","role":"ADMIN","type":"access","sid":"s"})";
  const std::string kid = R"(","kid":")" + key_fingerprint().substr(0, 16) + "\"}";
  const std::string public_pem = first_pair().public_pem;
  const std::string public_key_der = public_der(*read_public_keys(public_pem, "key").front());
  for (const auto& secret : {public_pem, public_pem.substr(0, public_pem.size() - 1), public_key_der, std::string()}) {
    EXPECT_EQ(outcome(tokens, hs256(staff, R"({"alg":"HS256"})", secret)), "invalid signature");
    EXPECT_EQ(outcome(tokens, hs256(staff, R"({"alg":"HS256)" + kid, secret)), "invalid algorithm");
    EXPECT_EQ(outcome(tokens, hs256(staff, R"({"alg":"RS256)" + kid, secret)), "invalid signature");
    EXPECT_EQ(outcome(tokens, hs256(staff, R"({"alg":"none)" + kid, secret)), "invalid algorithm");
  }
  EXPECT_EQ(outcome(tokens, rs256(staff, first_pair(), R"({"alg":"HS256"})")), "invalid signature");
  EXPECT_EQ(outcome(tokens, rs256(staff, first_pair(), R"({"alg":"none"})")), "invalid algorithm");
  EXPECT_EQ(outcome(tokens, hs256(staff, R"({"alg":"HS256","jwk":{"kty":"oct","k":"b3RoZXI"}})", "other")),
            "invalid signature")
      << "a key that a token brings along";
}

// Whatever the claims are, nothing gets out of reading them that ids, keys of caches and stores could not hold.
TEST(Tokens, GiveNothingOfAnyClaimsThatStoresCouldNotKeep) {
  const Tokens tokens(keys());
  std::mt19937 random(20261128);
  const auto any = [&random](std::initializer_list<const char*> of) {
    return std::string(*(of.begin() + random() % of.size()));
  };
  int admitted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string payload;
    for (std::size_t members = random() % 8; members > 0; --members) {
      payload += (payload.empty() ? "\"" : ",\"") +
                 any({"userId", "id", "sub", "uid", "role", "refId", "sid", "email", "name", "fullname", "displayName",
                      "image", "exp", "iat", "nbf", "type", "__proto__", ""}) +
                 "\":" +
                 any({"null",
                      "true",
                      "7",
                      "-1",
                      "1e400",
                      "9007199254740993",
                      "18446744073709551615",
                      "\"\"",
                      "\"a\"",
                      "\"access\"",
                      "\"a\\u0000b\"",
                      "\"\\ud83d\"",
                      "\"\\ud83d\\ude00\"",
                      "\"\x7f\"",
                      "\"\xff\"",
                      "\"\\n\"",
                      "[\"a\"]",
                      "{\"a\":1}",
                      "1900000000",
                      "\"admin\""});
    }
    payload = "{" + payload + any({"}", "}", "}", "}", "", "} ", "}x"});
    const auto verified = tokens.verify(hs256(payload), now);
    const auto* claims = std::get_if<Claims>(&verified);
    if (claims == nullptr) continue;
    ++admitted;
    for (const auto& id : {claims->user_id, claims->profile_id, claims->session_id}) {
      EXPECT_TRUE(std::none_of(id.begin(), id.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; }))
          << payload;
      EXPECT_LE(id.size(), 256U) << payload;
    }
    for (const auto& text : {claims->name, claims->email, claims->picture, claims->role}) {
      EXPECT_EQ(text.find('\0'), std::string::npos) << payload;
      EXPECT_EQ(text.find('\xff'), std::string::npos) << payload;
    }
    EXPECT_GT(claims->expires_at_s, now.ms / 1000) << payload;
    EXPECT_FALSE(claims->own_key);
  }
  EXPECT_GT(admitted, 1000);
}

TEST(Tokens, CountTheLastOfDuplicateClaimsAsJavaScriptDoes) {
  const Tokens tokens(keys());
  EXPECT_EQ(outcome(tokens, hs256(R"({"userId":"first","userId":"last"})")), "user last");
  EXPECT_EQ(outcome(tokens, hs256(R"({"userId":"first","userId":null,"id":"other"})")), "user other");
  EXPECT_EQ(outcome(tokens, hs256(R"({"userId":"u"})", R"({"alg":"none","alg":"HS256"})")), "user u");
}

TEST(Tokens, NameTheKeyThatIsBad) {
  const auto complaint = [](Tokens::Keys bad) {
    try {
      const Tokens tokens(std::move(bad));
    } catch (const std::invalid_argument& refusal) {
      return std::string(refusal.what());
    }
    return std::string("accepted");
  };
  EXPECT_EQ(complaint({"x", "", "", 1}), "JWT_PRIVATE_KEY is no private key in PEM form without password");
  EXPECT_EQ(complaint({"", "x", "", 1}), "JWT_PUBLIC_KEY is no public key in PEM form");
  EXPECT_EQ(complaint({first_pair().private_pem, second_pair().public_pem, "", 1}),
            "JWT_PUBLIC_KEY does not belong to JWT_PRIVATE_KEY");
  EXPECT_EQ(complaint({pem_pair_of(EVP_EC_gen("P-256")).private_pem, "", "", 1}), "JWT_PRIVATE_KEY is no RSA key");
  EXPECT_EQ(complaint({"", pem_pair_of(EVP_RSA_gen(1024)).public_pem, "", 1}),
            "JWT_PUBLIC_KEY has fewer than 2048 bits");
}

TEST(Jwks, ShowsThePublicNumbersOnly) {
  const Tokens tokens(keys());
  const std::string jwks = tokens.jwks();
  const std::string key_id = key_fingerprint().substr(0, 16);
  EXPECT_TRUE(jwks.starts_with(R"({"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":")" + key_id + R"(","n":")"));
  EXPECT_TRUE(jwks.ends_with(R"(","e":"AQAB"}]})"));
  EXPECT_EQ(jwks.find("\"d\""), std::string::npos);
}

TEST(Tokens, AreVerifiedByManyThreadsBeyondTheSizeOfTheCache) {
  const Tokens tokens(keys());
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 12'000; ++i) {
        const std::string id = std::to_string(thread) + "-" + std::to_string(i);
        ASSERT_EQ(outcome(tokens, hs256(R"({"id":")" + id + "\"}")), "user " + id);
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace frontdesk::auth
