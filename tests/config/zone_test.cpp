// CLINIC_TIMEZONE is a name of the IANA database, to the script and to the service that reads it.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <string>

#include "command-api/settings.hpp"

namespace frontdesk {
namespace {

constexpr std::array names = {"America/New_York", "UTC", "US/Eastern", "Etc/GMT+12"};
constexpr std::array no_names = {"localtime",       "posixrules", "Factory", "posix/UTC", "right/UTC",
                                 "../zoneinfo/UTC", "utc",        "America", "zone.tab",  "Mars/Base"};

std::string start_of_service(const std::string& zone) {
  config::Environment environment({{"KAFKA_BROKERS", "127.0.0.1:1"},
                                   {"JWT_PRIVATE_KEY", "-----BEGIN x"},
                                   {"JWT_PUBLIC_KEY", "-----BEGIN x"},
                                   {"CLINIC_TIMEZONE", zone}});
  try {
    return "takes " + command_api::read_settings(environment).clinic_timezone;
  } catch (const config::Invalid& invalid) {
    return invalid.what();
  }
}

std::string said_by_script(const std::string& zone) {
  const auto command = "CLINIC_TIMEZONE='" + zone + "' FRONTDESK_HOME=\"$(mktemp -du)\" ./frontdesk status 2>&1";
  std::string said;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return "no shell";
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) said += static_cast<char>(c);
  pclose(pipe);
  // What is wrong is said first; else it says that nothing runs.
  return said.starts_with("frontdesk: ") ? said : "takes " + zone;
}

TEST(ClinicTimezone, IsAnIanaNameToTheService) {
  for (const auto* zone : names) EXPECT_EQ(start_of_service(zone), std::string("takes ") + zone);
  for (const auto* zone : no_names) EXPECT_EQ(start_of_service(zone), "CLINIC_TIMEZONE is no IANA time zone") << zone;
}

TEST(ClinicTimezone, IsAnIanaNameToTheScript) {
  for (const auto* zone : names) EXPECT_EQ(said_by_script(zone), std::string("takes ") + zone);
  for (const auto* zone : no_names) {
    EXPECT_EQ(said_by_script(zone),
              std::string("frontdesk: CLINIC_TIMEZONE is '") + zone + "': no time zone of the IANA database\n");
  }
}

}  // namespace
}  // namespace frontdesk
