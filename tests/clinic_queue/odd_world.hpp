#pragma once
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/clinic_queue/given.hpp"

// A world so small that what is drawn at random meets: the queues q and other, five tokens, four patients.
namespace frontdesk::clinic_queue {

class OddWorld {
 public:
  explicit OddWorld(unsigned seed) : random_(seed) {}

  int draw(int below) { return std::uniform_int_distribution(0, below - 1)(random_); }
  QueueId queue() { return {draw(2) == 0 ? "q" : "other"}; }
  TokenId token() { return {"t" + std::to_string(draw(5))}; }
  PatientId patient() { return {"p" + std::to_string(draw(4))}; }
  int number() { return 1 + draw(5); }
  Instant at() { return {1000 + draw(1500)}; }

 private:
  std::mt19937 random_;
};

// A command that odd histories are to be asked (unfoldable_test.cpp): a constant beside the command's specification.
struct AskedOfOddHistories {
  using Draw = std::function<Command(OddWorld& world)>;
  explicit AskedOfOddHistories(Draw draw) { all().push_back(std::move(draw)); }
  static std::vector<Draw>& all() {
    static std::vector<Draw> draws;
    return draws;
  }
};

}  // namespace frontdesk::clinic_queue
