#pragma once
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace frontdesk::fuzz {

// The same choices for the same seed and stream, on every machine: a failing request is made again from two numbers.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream) {
    std::seed_seq sequence{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                           static_cast<std::uint32_t>(stream), static_cast<std::uint32_t>(stream >> 32)};
    engine_.seed(sequence);
  }

  // 0 … limit - 1. Not std::uniform_int_distribution, whose results belong to each library.
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }
  bool one_in(std::size_t count) { return below(count) == 0; }

  template <class Choices>
  const auto& pick(const Choices& choices) {
    return choices[below(std::size(choices))];
  }

  std::string bytes(std::size_t count) {
    std::string text(count, '\0');
    for (char& c : text) c = static_cast<char>(below(256));
    return text;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace frontdesk::fuzz
