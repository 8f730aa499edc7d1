// What the recovery from memory promises.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "realtime-gateway/socketio/memory_recovery.hpp"

namespace frontdesk::socketio {
namespace {

using namespace std::chrono_literals;

class RecoveryFromMemory : public ::testing::Test {
 protected:
  std::string tell(std::string_view room, std::string_view name, bool is_volatile = false) {
    return recovery_.record({room, name, "[]", nullptr, is_volatile});
  }
  void lose(const std::string& pid, std::vector<std::string> rooms, bool may_come_back = true) {
    recovery_.left({pid, std::move(rooms), nullptr, may_come_back});
  }
  // What a client that comes back has missed, or why it is a fresh one.
  std::string come_back(const std::string& pid, const std::optional<std::string>& offset) {
    std::string answer;
    recovery_.restore(pid, offset, nullptr, [&answer](const Restoration& restoration) {
      if (const auto* why = std::get_if<NotRestored>(&restoration)) answer = *why;
      if (const auto* restored = std::get_if<Restored>(&restoration)) {
        answer = restored->sid + ':';
        for (const Missed& missed : restored->missed) answer += ' ' + missed.name;
      }
    });
    return answer;
  }

  MemoryRecovery::Clock::time_point now_{};
  MemoryRecovery recovery_{{.window = 1s, .unnoticed = 100ms, .bytes_max = 20'000, .rooms_max = 3},
                           [this] { return now_; }};
};

TEST_F(RecoveryFromMemory, BringsWhatWasMissedInItsRoomsOnceAndInOrder) {
  const auto pid = *recovery_.offer("s1", nullptr);
  recovery_.joined(pid, "r");
  const auto offset = tell("r", "seen");
  tell("r", "a");
  lose(pid, {"r"});
  tell("other", "x");
  tell("r", "b");
  tell("s1", "to itself");
  EXPECT_EQ(come_back(pid, offset), "s1: a b to itself");
}

TEST_F(RecoveryFromMemory, WorksBeforeAnyEvent) {
  const auto pid = *recovery_.offer("s1", nullptr);
  tell("r", "not yet in the room");
  recovery_.joined(pid, "r");
  lose(pid, {"r"});
  tell("r", "a");
  EXPECT_EQ(come_back(pid, std::nullopt), "s1: a");
}

TEST_F(RecoveryFromMemory, WorksTwice) {
  const auto pid = *recovery_.offer("s1", nullptr);
  recovery_.joined(pid, "r");
  lose(pid, {"r"});
  const auto offset = tell("r", "a");
  EXPECT_EQ(come_back(pid, std::nullopt), "s1: a");
  EXPECT_NE(come_back(pid, offset), "s1:") << "it has not been lost again";
  lose(pid, {"r"});
  tell("r", "b");
  EXPECT_EQ(come_back(pid, offset), "s1: b");
}

TEST_F(RecoveryFromMemory, DoublesNothingThatCameBeforeItsJoin) {
  const auto pid = *recovery_.offer("s1", nullptr);
  const auto offset = tell("s1", "auth");
  tell("r", "others'");
  recovery_.joined(pid, "r");
  lose(pid, {"r"});
  EXPECT_EQ(come_back(pid, offset), "s1:");
}

TEST_F(RecoveryFromMemory, TakesNoOffsetOfAnEarlierConnectionForItsOwn) {
  const auto old_offset = tell("r", "a");
  for (int i = 0; i < 300; ++i) tell("room " + std::to_string(i), "forgotten before it came");
  const auto pid = *recovery_.offer("s2", nullptr);
  lose(pid, {});
  EXPECT_EQ(come_back(pid, old_offset), "s2:");
}

TEST_F(RecoveryFromMemory, IsNotDisturbedByVolatileEvents) {
  const auto pid = *recovery_.offer("s1", nullptr);
  recovery_.joined(pid, "r");
  const auto offset = tell("r", "seen");
  const auto after_volatile = tell("r", "typing", true);
  EXPECT_EQ(after_volatile, offset);
  lose(pid, {"r"});
  tell("r", "a");
  EXPECT_EQ(come_back(pid, after_volatile), "s1: a") << "and the volatile one is not repeated";
}

TEST_F(RecoveryFromMemory, EndsWithTheWindow) {
  const auto pid = *recovery_.offer("s1", nullptr);
  lose(pid, {});
  now_ += 1001ms;
  EXPECT_EQ(come_back(pid, std::nullopt), "unknown or too long ago");
}

TEST_F(RecoveryFromMemory, WorksWhenTheLastEventIsOlderThanTheWindow) {
  const auto pid = *recovery_.offer("s1", nullptr);
  recovery_.joined(pid, "r");
  const auto offset = tell("r", "seen");
  tell("other", "x");
  now_ += 10s;
  tell("other", "y");
  lose(pid, {"r"});
  tell("r", "a");
  EXPECT_EQ(come_back(pid, offset), "s1: a");
}

TEST_F(RecoveryFromMemory, SaysSoWhenItHasForgottenTooMuch) {
  const auto pid = *recovery_.offer("s1", nullptr);
  recovery_.joined(pid, "r");
  const auto offset = tell("r", "seen");
  lose(pid, {"r"});
  tell("r", "a");
  for (int i = 0; i < 300; ++i) tell("other", "filler");
  EXPECT_EQ(come_back(pid, offset), "too much has happened since");
}

TEST_F(RecoveryFromMemory, StaysTruthfulWithMoreRoomsThanItCanTellApart) {
  const auto pid = *recovery_.offer("s1", nullptr);
  recovery_.joined(pid, "r");
  const auto offset = tell("r", "seen");
  lose(pid, {"r"});
  tell("r", "a");
  for (int i = 0; i < 300; ++i) tell("room " + std::to_string(i), "filler");
  EXPECT_EQ(come_back(pid, offset), "too much has happened since");
}

TEST_F(RecoveryFromMemory, KnowsNeitherForeignIdsNorForeignOffsets) {
  const auto pid = *recovery_.offer("s1", nullptr);
  lose(pid, {});
  EXPECT_EQ(come_back("never given", std::nullopt), "unknown or too long ago");
  for (const auto* offset : {"", "x", "abc-1", "-1"}) EXPECT_EQ(come_back(pid, offset), "unknown offset") << offset;
  const auto mine = tell("r", "x");
  EXPECT_EQ(come_back(pid, mine + "0"), "unknown offset") << "from the future";
  EXPECT_EQ(come_back(pid, mine + "x"), "unknown offset");
  MemoryRecovery another_life({.window = 1s, .unnoticed = 1s});
  EXPECT_NE(another_life.record({"r", "x", "[]"}), mine);
}

TEST_F(RecoveryFromMemory, IsNotForThoseWhoLeftOnPurpose) {
  const auto pid = *recovery_.offer("s1", nullptr);
  lose(pid, {}, false);
  EXPECT_EQ(come_back(pid, std::nullopt), "unknown or too long ago");
}

}  // namespace
}  // namespace frontdesk::socketio
