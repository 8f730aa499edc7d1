#pragma once
#include <map>
#include <string>
#include <vector>

#include "tests/support/clinic_client.hpp"

namespace frontdesk::test_support {

struct Requested {
  std::string method;
  std::string target;
  std::string body;
  std::string token;
};

// Clients that race each other, each on a connection of its own that stays open from round to round.
class Racers {
 public:
  Racers(const Deployment& deployment, std::size_t count);
  // Sends one request each, all at the same moment. A connection that broke fails the test.
  std::vector<Answered> race(const std::vector<Requested>& requests);
  std::vector<Answered> race(const Requested& same);

 private:
  std::vector<ClinicClient> clients_;
};

// `{status, how many answers have it}`.
std::map<int, int> by_status(const std::vector<Answered>& answers);
// The one success of a race. Fails the test when there is another number of them, or a refusal of other words.
Answered one_success(const std::vector<Answered>& answers, int status, int refused_status, const std::string& refusal);

}  // namespace frontdesk::test_support
