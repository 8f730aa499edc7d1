#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "tests/simulation/broker.hpp"
#include "tests/simulation/history.hpp"

namespace frontdesk::simulation {

// Carries an attempt to an instance, if it lives. `done` comes at most once; nothing comes when the instance dies.
class Network {
 public:
  virtual ~Network() = default;
  virtual void send(std::shared_ptr<Attempt> attempt) = 0;
};

// A caller that wants one thing after another. With a key it repeats what was not answered, sometimes although it was
// answered, sometimes twice at once, sometimes the key with other content; without, it gives up.
class Client {
 public:
  Client(std::uint64_t id, Scheduler& scheduler, Network& network, History& history)
      : id_(id), scheduler_(scheduler), network_(network), history_(history) {}

  void think();
  void stop() { stopped_ = true; }

 private:
  void wish_something();
  Verb draw_verb();
  void attempt(int tries_left);
  void await(std::shared_ptr<Attempt> attempt, int polls_left, int tries_left);
  std::shared_ptr<Attempt> send();
  void finish();

  const std::uint64_t id_;
  Scheduler& scheduler_;
  Network& network_;
  History& history_;
  std::uint64_t wishes_ = 0;
  Wish wish_;
  std::optional<units::CommandKey> key_;
  bool stopped_ = false;
};

}  // namespace frontdesk::simulation
