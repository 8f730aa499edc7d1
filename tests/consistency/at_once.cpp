#include "tests/consistency/at_once.hpp"

#include <gtest/gtest.h>

#include "tests/support/crowd.hpp"

namespace frontdesk::test_support {

Racers::Racers(const Deployment& deployment, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) clients_.emplace_back(deployment);
}

std::vector<Answered> Racers::race(const std::vector<Requested>& requests) {
  std::vector<Answered> answers(requests.size());
  // A request before the start opens the connection, so that the race is not one of handshakes.
  const auto failure = all_at_once(
      requests.size(), [this](std::size_t i) { clients_[i].get("/health"); },
      [&](std::size_t i) {
        const auto& [method, target, body, token] = requests[i];
        answers[i] = clients_[i].send(method, target, body, token);
      });
  EXPECT_EQ(failure, "");
  return answers;
}

std::vector<Answered> Racers::race(const Requested& same) {
  return race(std::vector<Requested>(clients_.size(), same));
}

std::map<int, int> by_status(const std::vector<Answered>& answers) {
  std::map<int, int> counts;
  for (const auto& answer : answers) ++counts[answer.status];
  return counts;
}

Answered one_success(const std::vector<Answered>& answers, int status, int refused_status, const std::string& refusal) {
  const auto refused = static_cast<int>(answers.size()) - 1;
  EXPECT_EQ(by_status(answers), (std::map<int, int>{{status, 1}, {refused_status, refused}}));
  Answered success;
  for (const auto& answer : answers) {
    if (answer.status == status) {
      success = answer;
    } else {
      EXPECT_EQ(answer.json()["message"].text(), refusal);
    }
  }
  return success;
}

}  // namespace frontdesk::test_support
