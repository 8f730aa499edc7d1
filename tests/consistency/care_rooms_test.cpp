// Contract 000 and the contracts' README, section 9: what is asked twice at the same moment is done once.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "tests/consistency/rounds.hpp"
#include "tests/support/clinic_client.hpp"
#include "tests/support/outside_token.hpp"

namespace frontdesk {
namespace {

using namespace test_support;

TEST(CareRooms, TwoBookingsWithOneKeyAtTheSameMomentAreOneAppointment) {
  const auto deployment = deployment_from_environment();
  std::vector<ClinicClient> clients{ClinicClient(deployment), ClinicClient(deployment)};
  const auto hospital = unique_name("hospital");
  const auto token = outside_token(unique_name("petOwner"), "petOwner");
  const auto body = R"({"time":"2030-01-05T09:30:00Z","hospitalId":")" + hospital + "\"}";
  const int count = rounds(25);
  std::set<std::string> rooms;
  for (int round = 0; round < count; ++round) {
    const auto key = "round-" + std::to_string(round);
    std::vector<Answered> answers(clients.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < clients.size(); ++i) {
      threads.emplace_back([&, i] {
        answers[i] = clients[i].post("/appointments/book", body, token, {{"Idempotency-Key", key}});
      });
    }
    for (auto& thread : threads) thread.join();
    ASSERT_EQ(answers[0].status, 201) << answers[0].body;
    ASSERT_EQ(answers[1].body, answers[0].body) << key;
    rooms.insert(answers[0].json()["chatRoomId"].text());
  }
  EXPECT_EQ(rooms.size(), static_cast<std::size_t>(count));
  const auto listed = clients[0].get("/admin/active-chats", outside_token(hospital, "hospital"));
  EXPECT_EQ(listed.json()["data"].size(), static_cast<std::size_t>(count)) << "and no other";
}

}  // namespace
}  // namespace frontdesk
