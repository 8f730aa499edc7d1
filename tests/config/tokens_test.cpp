// Keys and secrets that a start demands, and what follows from them: contracts' README, section 2; contract 000,
// /get-token.
#include <gtest/gtest.h>

#include "command-api/settings.hpp"
#include "platform/auth/token_keys.hpp"

namespace frontdesk {
namespace {

using Variables = std::map<std::string, std::string>;

const std::string long_secret(32, 's');

command_api::Settings settings_of(Variables more) {
  more.merge(Variables{{"KAFKA_BROKERS", "127.0.0.1:1"},
                       {"JWT_PRIVATE_KEY", "-----BEGIN x"},
                       {"JWT_PUBLIC_KEY", "-----BEGIN x"},
                       {"JWT_SECRET", long_secret}});
  config::Environment environment(more);
  return command_api::read_settings(environment);
}

std::string start(const Variables& more) {
  try {
    return "simulated login is " + std::string(settings_of(more).simulated_login ? "on" : "off");
  } catch (const config::Invalid& invalid) {
    return invalid.what();
  }
}

TEST(SimulatedLogin, IsOnOutsideProductionAlone) {
  EXPECT_EQ(start({}), "simulated login is on");
  EXPECT_EQ(start({{"FRONTDESK_SIMULATED_LOGIN", "off"}}), "simulated login is off");
  for (const auto& production :
       {Variables{{"FRONTDESK_PROFILE", "production"}}, Variables{{"NODE_ENV", "production"}}}) {
    EXPECT_EQ(start(production), "simulated login is off");
    auto wanted = production;
    wanted.emplace("FRONTDESK_SIMULATED_LOGIN", "on");
    EXPECT_EQ(start(wanted), "simulated login is on");
  }
}

TEST(SimulatedLogin, IsOffWhereNothingCanSignIt) {
  EXPECT_EQ(start({{"JWT_SECRET", ""}}), "simulated login is off");
  EXPECT_EQ(start({{"JWT_SECRET", ""}, {"FRONTDESK_SIMULATED_LOGIN", "on"}}), "simulated login is off");
}

TEST(ASharedSecret, OfFewerThan32BytesStopsAStartInProduction) {
  const std::string refusal = "JWT_SECRET must have at least 32 bytes in production";
  for (const auto& secret : {std::string(), std::string(31, 's')}) {
    EXPECT_EQ(start({{"FRONTDESK_PROFILE", "production"}, {"JWT_SECRET", secret}}), refusal);
    EXPECT_EQ(start({{"NODE_ENV", "production"}, {"JWT_SECRET", secret}}), refusal);
    EXPECT_EQ(start({{"JWT_SECRET", secret}}).substr(0, 9), "simulated") << "elsewhere it does not";
  }
  EXPECT_EQ(settings_of({}).keys.shared_secret, long_secret);
}

// Those who only verify, too: what one of three programs refuses, none may take.
TEST(ASharedSecret, IsDemandedOfEveryProgramThatTakesTokens) {
  const auto verifying = [](Variables variables) {
    config::Environment environment(std::move(variables));
    try {
      auth::read_verifying_keys(environment);
      return std::string("starts");
    } catch (const config::Invalid& invalid) {
      return std::string(invalid.what());
    }
  };
  EXPECT_EQ(verifying({{"JWT_PUBLIC_KEY", "-----BEGIN x"}}), "starts");
  EXPECT_EQ(verifying({{"JWT_PUBLIC_KEY", "-----BEGIN x"}, {"NODE_ENV", "production"}, {"JWT_SECRET", "short"}}),
            "JWT_SECRET must have at least 32 bytes in production");
  EXPECT_EQ(verifying({}).substr(0, 26), "JWT_PUBLIC_KEY must be set");
}

TEST(KeyPairs, AreDemandedEverywhere) {
  EXPECT_EQ(start({{"JWT_PRIVATE_KEY", ""}}).substr(0, 27), "JWT_PRIVATE_KEY must be set");
  EXPECT_EQ(start({{"JWT_PUBLIC_KEY", ""}}).substr(0, 26), "JWT_PUBLIC_KEY must be set");
}

}  // namespace
}  // namespace frontdesk
