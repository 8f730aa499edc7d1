#include "realtime-gateway/presence/presence.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "tests/gateway/manual_loop.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using namespace std::chrono_literals;
using Users = PresenceStore::Users;

// What all gateways know, in memory.
struct Everywhere {
  std::map<std::string, std::set<std::string>> users;  // by gateway
  std::set<std::string> alive;
  std::map<std::string, std::string> statuses;
  bool away = false;
  int writes = 0;

  bool anywhere(const std::string& user) const {
    return std::any_of(alive.begin(), alive.end(), [&](const auto& gateway) {
      const auto found = users.find(gateway);
      return found != users.end() && found->second.contains(user);
    });
  }
};

class StoreInMemory final : public PresenceStore {
 public:
  StoreInMemory(Everywhere& all, std::string gateway) : all_(all), gateway_(std::move(gateway)) {}

  Users come(const Users& users) override {
    reach(users);
    Users news;
    for (const auto& user : users) {
      if (!all_.anywhere(user)) news.push_back(user);
      all_.users[gateway_].insert(user);
    }
    return news;
  }
  Users go(const Users& users) override {
    reach(users);
    Users gone;
    for (const auto& user : users) {
      if (all_.users[gateway_].erase(user) > 0 && !all_.anywhere(user)) gone.push_back(user);
    }
    return gone;
  }
  bool beat() override {
    reach({});
    return !all_.alive.insert(gateway_).second;
  }
  Users bury() override {
    Users gone;
    std::erase_if(all_.users, [&](const auto& entry) {
      if (all_.alive.contains(entry.first)) return false;
      for (const auto& user : entry.second) {
        if (!all_.anywhere(user)) gone.push_back(user);
      }
      return true;
    });
    return gone;
  }
  std::vector<std::string> statuses(const Users& users) override {
    reach({});
    std::vector<std::string> found;
    for (const auto& user : users) found.push_back(all_.anywhere(user) ? "online" : "offline");
    return found;
  }
  bool set_status(const std::string& user, const std::string& status) override {
    reach({});
    if (!all_.anywhere(user)) return false;
    all_.statuses[user] = status;
    return true;
  }

 private:
  void reach(const Users& users) {
    if (all_.away) throw std::runtime_error("away");
    if (!users.empty()) ++all_.writes;
  }

  Everywhere& all_;
  const std::string gateway_;
};

struct Gateways : testing::Test {
  struct One {
    One(Gateways& test, const std::string& name)
        : store(test.all, name),
          presence({store, test.loop,
                    [](const std::function<void()>& job) {
                      job();
                      return true;
                    },
                    [&test](const std::string& user, const std::function<void(std::vector<std::string>)>& done) {
                      done(test.contacts[user]);
                    },
                    [&test](const Presence::Change& change, const std::vector<std::string>& contacts) {
                      for (const auto& contact : contacts) {
                        test.told.push_back(contact + ": " + change.user_id + ' ' + change.status);
                      }
                    }}) {
      presence.beat();
      test.loop.run();
    }
    StoreInMemory store;
    Presence presence;
  };

  std::vector<std::string> news() {
    loop.advance(100ms);
    auto heard = std::exchange(told, {});
    std::sort(heard.begin(), heard.end());
    return heard;
  }

  ManualLoop loop;
  Everywhere all;
  std::map<std::string, std::vector<std::string>> contacts{{"asha", {"ben", "cleo"}}};
  std::vector<std::string> told;
  One first{*this, "1"}, second{*this, "2"};
};

using Texts = std::vector<std::string>;

TEST_F(Gateways, ContactsHearOfTheFirstConnectionAndOfTheLastOverAllOfThem) {
  first.presence.opened("asha");
  EXPECT_EQ(news(), (Texts{"ben: asha online", "cleo: asha online"}));
  first.presence.opened("asha");
  second.presence.opened("asha");
  EXPECT_EQ(news(), Texts{});
  first.presence.closed("asha");
  first.presence.closed("asha");
  EXPECT_EQ(news(), Texts{}) << "she is at the other gateway";
  second.presence.closed("asha");
  EXPECT_EQ(news(), (Texts{"ben: asha offline", "cleo: asha offline"}));
}

TEST_F(Gateways, WhoHasNoContactsIsToldOfToNobody) {
  first.presence.opened("dora");
  first.presence.closed("dora");
  EXPECT_EQ(news(), Texts{});
}

TEST_F(Gateways, AReconnectWithinAMomentIsNoNews) {
  first.presence.opened("asha");
  news();
  const int writes = all.writes;
  first.presence.closed("asha");
  first.presence.opened("asha");
  EXPECT_EQ(news(), Texts{});
  EXPECT_LE(all.writes, writes + 1);
}

TEST_F(Gateways, WhoComesInAMomentIsWrittenInOneGo) {
  for (int i = 0; i < 10'000; ++i) first.presence.opened("u" + std::to_string(i));
  news();
  EXPECT_EQ(all.writes, 1);
  EXPECT_EQ(all.users["1"].size(), 10'000U);
}

TEST_F(Gateways, TheUsersOfADeadOneAreOfflineToTheirContacts) {
  first.presence.opened("asha");
  news();
  all.alive.erase("1");
  second.presence.beat();
  EXPECT_EQ(news(), (Texts{"ben: asha offline", "cleo: asha offline"}));
  second.presence.beat();
  EXPECT_EQ(news(), Texts{}) << "once";
}

TEST_F(Gateways, OneThatWasTakenForDeadTellsOfItsUsersAgain) {
  first.presence.opened("asha");
  news();
  all.alive.erase("1");
  second.presence.beat();
  news();
  first.presence.beat();
  EXPECT_EQ(news(), (Texts{"ben: asha online", "cleo: asha online"}));
}

TEST_F(Gateways, WhatHappensWhileTheStoreIsAwayIsCaughtUpWith) {
  all.away = true;
  first.presence.opened("asha");
  EXPECT_EQ(news(), Texts{});
  all.away = false;
  first.presence.beat();
  EXPECT_EQ(news(), (Texts{"ben: asha online", "cleo: asha online"}));
}

TEST_F(Gateways, AStatusIsToldToContactsIfTheUserIsOnline) {
  bool set = true;
  first.presence.set_status("asha", "busy", [&set](bool done) { set = done; });
  EXPECT_EQ(news(), Texts{});
  EXPECT_FALSE(set);
  second.presence.opened("asha");
  news();
  first.presence.set_status("asha", "busy", [&set](bool done) { set = done; });
  EXPECT_EQ(news(), (Texts{"ben: asha busy", "cleo: asha busy"}));
  EXPECT_TRUE(set);
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
