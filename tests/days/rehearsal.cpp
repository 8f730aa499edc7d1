#include "tests/days/rehearsal.hpp"

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <utility>

#include "tests/support/json.hpp"

namespace frontdesk::days {
namespace {

using namespace std::chrono_literals;

constexpr auto time_left = 3s;  // after start_before: enough to connect, join and read
// Beside the ports of the instance under test, which ends at +8.
constexpr std::uint16_t port_base_after = 20;
constexpr std::uint16_t edge_port_after = 40;

std::string required(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') throw std::runtime_error(std::string(name) + " is not set");
  return value;
}

Instant machine_now() {
  using namespace std::chrono;
  return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

}  // namespace

Instant at(std::string_view iso8601) {
  const auto instant = parse_iso8601(iso8601);
  if (!instant) throw std::runtime_error("no time: " + std::string(iso8601));
  return *instant;
}

Instant operator+(Instant instant, std::chrono::milliseconds later) { return {instant.ms + later.count()}; }

Rehearsal::Ran Rehearsal::run(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  Ran ran;
  char buffer[4096];
  for (auto read = fread(buffer, 1, sizeof buffer, pipe); read > 0; read = fread(buffer, 1, sizeof buffer, pipe)) {
    ran.output.append(buffer, read);
  }
  const int ended = pclose(pipe);
  ran.status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128;
  return ran;
}

Rehearsal::Rehearsal() : deployment_(test_support::deployment_from_environment()) {
  const auto under_test = required("FRONTDESK_SCRIPT");
  repository_ = under_test.substr(0, under_test.rfind('/'));
  deployment_.home = required("FRONTDESK_TEST_HOME") + "-days";
  deployment_.edge_port = static_cast<std::uint16_t>(deployment_.port_base + edge_port_after);
  deployment_.port_base = static_cast<std::uint16_t>(deployment_.port_base + port_base_after);
  deployment_.operator_token = "the-operator-of-the-rehearsal";
  script("reset --yes");
  // Who reads the log reads that of these days.
  ::setenv("KAFKA_BROKERS", ("127.0.0.1:" + std::to_string(deployment_.port_base + 7)).c_str(), 1);
}

Rehearsal::~Rehearsal() {
  try {
    script("down");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "the rehearsal was not stopped: %s\n", error.what());
  }
}

void Rehearsal::start_at(Instant instant, const Settings& settings) {
  const auto shift = std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(instant.ms - machine_now().ms));
  if (starts_ > 0 && shift < shift_) throw std::runtime_error("time does not go back");
  shift_ = shift;
  const auto begin = machine_now();
  Settings all = settings;
  all["FRONTDESK_CLOCK_SHIFT"] = std::to_string(shift_.count());
  script("up", all);
  ++starts_;
  start_took_ = std::chrono::milliseconds(machine_now().ms - begin.ms);
}

void Rehearsal::start_before(Instant instant, const Settings& settings) {
  // A start takes about as long as the one before. The first makes the stores too and takes twice as long as others.
  const auto expected = starts_ == 1 ? start_took_ * 2 / 3 : start_took_;
  start_at(instant + -(expected + time_left), settings);
  if (now() >= instant) throw std::runtime_error("the start took too long for " + to_iso8601(instant));
}

void Rehearsal::await(Instant instant) const {
  if (instant > now()) std::this_thread::sleep_for(std::chrono::milliseconds(instant.ms - now().ms));
}

Instant Rehearsal::now() const { return machine_now() + shift_; }

std::map<std::string, int> Rehearsal::pids() const {
  const auto all = status();
  std::map<std::string, int> pids;
  for (std::size_t i = 0; i < all.size(); ++i) pids[all[i]["name"].text()] = static_cast<int>(all[i]["pid"].number());
  return pids;
}

// Which exits with 3 where not all is well.
test_support::Json Rehearsal::status() const { return test_support::Json::parse(try_script("status --json").output); }

std::string Rehearsal::script(const std::string& arguments, const Settings& settings) const {
  const auto ran = try_script(arguments, settings);
  if (ran.status != 0) throw std::runtime_error("./frontdesk " + arguments + ": " + ran.output);
  return ran.output;
}

// In an environment of its own: neither the settings of the instance under test nor somebody's .env may reach these
// days. A setting that is empty counts as not given, and .env.example names them all.
Rehearsal::Ran Rehearsal::try_script(const std::string& arguments, const Settings& settings) const {
  Settings all = settings;
  all["FRONTDESK_HOME"] = deployment_.home;
  all["FRONTDESK_PORTS"] = std::to_string(deployment_.edge_port);
  all["FRONTDESK_PORT_BASE"] = std::to_string(deployment_.port_base);
  all["OPERATOR_TOKEN"] = deployment_.operator_token;
  all["FRONTDESK_RATE_LIMITS"] = "off";
  // Whatever the machine: those who read the log ask for as many.
  all["FRONTDESK_EVENT_PARTITIONS"] = "8";
  all["FRONTDESK_IDENTITY_PARTITIONS"] = "4";
  all["FRONTDESK_BIN"] = required("FRONTDESK_BIN");
  all["FRONTDESK_CACHE"] = required("FRONTDESK_CACHE");
  std::string command = "cd '" + repository_ + "' && env -i \"PATH=$PATH\" \"HOME=$HOME\"" +
                        " $(sed -n 's/^#\\([A-Z_]*=\\).*/\\1/p' .env.example)";
  for (const auto& [name, value] : all) command += " '" + name + "=" + value + "'";
  return run(command + " ./frontdesk " + arguments + " 2>&1");
}

}  // namespace frontdesk::days
