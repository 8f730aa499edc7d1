#pragma once
#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "platform/time/instant.hpp"
#include "tests/support/deployment.hpp"
#include "tests/support/json.hpp"

namespace frontdesk::days {

// `2027-03-13T18:30:00Z`. Throws std::runtime_error when it is no time.
Instant at(std::string_view iso8601);
Instant operator+(Instant instant, std::chrono::milliseconds later);

// A Frontdesk beside the one under test, with ports and data of its own, whose clock is moved by restarts
// (FRONTDESK_CLOCK_SHIFT): the release programs and real stores live through days that need not be waited for.
// Time only goes forward. It starts empty; its data and logs stay when it ends, beside those of the instance under test
// (FRONTDESK_TEST_HOME). One thread. Throws std::runtime_error when the script fails.
class Rehearsal {
 public:
  using Settings = std::map<std::string, std::string>;

  Rehearsal();
  ~Rehearsal();
  Rehearsal(const Rehearsal&) = delete;
  Rehearsal& operator=(const Rehearsal&) = delete;

  // Starts what does not run as it is to: the programs see `instant` when the start begins.
  void start_at(Instant instant, const Settings& settings = {});
  // The same, so much ahead of `instant` that there are a few seconds left when all are ready. Throws when the machine
  // was too slow for that.
  void start_before(Instant instant, const Settings& settings = {});
  // Lets the time until `instant` pass.
  void await(Instant instant) const;

  Instant now() const;  // by the programs' clock
  const test_support::Deployment& deployment() const { return deployment_; }
  std::map<std::string, int> pids() const;  // of all processes, by their names
  test_support::Json status() const;        // what `./frontdesk status --json` says

 private:
  struct Ran {
    std::string output;
    int status = 0;
  };
  static Ran run(const std::string& command);
  Ran try_script(const std::string& arguments, const Settings& settings = {}) const;
  std::string script(const std::string& arguments, const Settings& settings = {}) const;

  std::string repository_;
  test_support::Deployment deployment_;
  std::chrono::seconds shift_{0};
  int starts_ = 0;
  std::chrono::milliseconds start_took_{0};
};

}  // namespace frontdesk::days
