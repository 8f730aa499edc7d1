// Many at once, polls, and the same stream seen by contract 000: contract 001, sections 3 and 4; contracts' README,
// section 5.
#include <atomic>
#include <set>
#include <thread>

#include "tests/contract/appointment_chat/chat.hpp"

namespace frontdesk::contract {
namespace {

struct Together : AppointmentChat {
  template <class Do>
  void at_once(int times, Do&& something) {
    std::vector<std::thread> threads;
    for (int i = 0; i < times; ++i) threads.emplace_back([&something, i] { something(i); });
    for (auto& thread : threads) thread.join();
  }
  Json history(const Booked& booked, const Somebody& who) {
    const auto answered = client.post("/chat/history", R"({"roomId":)" + json_text(booked.room_id) + "}", who.token);
    if (answered.status != 200) throw std::runtime_error("history: " + said(answered));
    return answered.json();
  }
  static std::size_t records() { return read_topic("frontdesk.events", 8).size(); }
};

TEST_F(Together, FirstGetsMakeOneChat) {
  const auto booked = book();
  std::atomic<int> served{0};
  at_once(8, [&](int i) {
    ClinicClient own(deployment);
    const auto& who = i % 2 == 0 ? parent : vet;
    served += own.get(std::string(messages_path) + "?appointmentId=" + booked.id, who.token).status == 200 ? 1 : 0;
  });
  EXPECT_EQ(served, 8);
  EXPECT_EQ(logged(booked.id), (std::map<std::string, int>{{"AppointmentBooked", 1}}));
}

TEST_F(Together, PostsAllPersistInOneOrder) {
  const auto booked = book();
  constexpr int messages_each = 10;
  at_once(4, [&](int thread) {
    ClinicClient own(deployment);
    const auto& who = thread % 2 == 0 ? parent : vet;
    for (int i = 0; i < messages_each; ++i) {
      const auto text = std::to_string(thread) + "." + std::to_string(i);
      EXPECT_EQ(own.post(messages_path, saying(booked.id, text), who.token).status, 200);
    }
  });
  const auto seen_by_parent = messages(booked.id, parent);
  const auto order = texts(seen_by_parent);
  EXPECT_EQ(std::set(order.begin(), order.end()).size(), 4U * messages_each);
  EXPECT_EQ(texts(messages(booked.id, vet)), order);
  EXPECT_EQ(texts(history(booked, parent)), order) << "and by the other API";
  for (std::size_t i = 1; i < seen_by_parent.size(); ++i) {
    EXPECT_LE(seen_by_parent[i - 1]["createdAt"].text(), seen_by_parent[i]["createdAt"].text());
    EXPECT_LT(seen_by_parent[i - 1]["_id"].text(), seen_by_parent[i]["_id"].text());
  }
}

TEST_F(Together, MarkingReadLosesNoMessageAndMarksOnce) {
  const auto booked = book();
  std::atomic<bool> done{false};
  std::thread polling([&] {
    ClinicClient own(deployment);
    while (!done) {
      const auto answered = own.get(std::string(messages_path) + "?appointmentId=" + booked.id, vet.token);
      EXPECT_EQ(answered.status, 200) << answered.body;
      const auto list = answered.json()["messages"];
      for (std::size_t i = 0; i < list.size(); ++i) EXPECT_TRUE(list[i]["isRead"].boolean()) << answered.body;
    }
  });
  for (int i = 0; i < 30; ++i) say(booked.id, std::to_string(i), parent);
  done = true;
  polling.join();
  const auto all = messages(booked.id, vet);
  EXPECT_EQ(all.size(), 30U);
  EXPECT_LE(logged(booked.id)["CareMessagesRead"], 30);
}

// Clients poll every five seconds: a GET that changes nothing writes nothing.
TEST_F(Together, PollsThatChangeNothingWriteNothing) {
  const auto booked = book();
  say(booked.id, "x", parent);
  messages(booked.id, vet);
  ASSERT_EQ(logged(booked.id)["CareMessagesRead"], 1);
  const auto before = logged(booked.id);
  const auto first = said(chat(booked.id, vet));
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(said(chat(booked.id, vet)), first);
    chat(booked.id, parent);
  }
  EXPECT_EQ(logged(booked.id), before);
}

TEST_F(Together, AMessageOfEitherApiIsInTheOthersHistoryWithItsType) {
  const auto booked = book();
  const std::pair<const char*, const char*> types[] = {{"text", "text"},       {"image", "image"},
                                                       {"video", "video"},     {"file", "doc"},
                                                       {"assessment", "text"}, {"prescription", "text"}};
  for (const auto& [type, shown] : types) say(booked.id, type, vet, R"(,"messageType":)" + json_text(type));
  const auto seen = history(booked, parent);
  ASSERT_EQ(seen.size(), 6U);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    EXPECT_EQ(seen[i]["content"].text(), types[i].first);
    EXPECT_EQ(seen[i]["type"].text(), types[i].second) << types[i].first;
    EXPECT_EQ(seen[i]["senderId"].text(), vet.id) << "000 prints user ids";
  }
}

// It closes 48 hours later: tests/days.
TEST_F(Together, StaysUsableAfterCompletion) {
  const auto booked = book();
  const auto completed =
      client.post("/appointments/complete", R"({"appointmentId":)" + json_text(booked.id) + "}", hospital.token);
  ASSERT_EQ(completed.status, 201) << completed.body;
  EXPECT_EQ(post(saying(booked.id, "still open"), parent).status, 200);
}

}  // namespace
}  // namespace frontdesk::contract
