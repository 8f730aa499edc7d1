#pragma once
#include <any>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::realtime_gateway {

struct RowReading {
  enum class Outcome { found, unknown, unavailable } outcome = Outcome::unavailable;
  std::any row;  // the generated struct of the table, when found
  // The reading shows at least all of the row's unit before this offset, and perhaps more.
  std::int64_t position = 0;
};

// The present rows of one table of the read models. Called on the loop, answers there, one reading for each id in their
// order.
class RowSource {
 public:
  using Done = std::function<void(std::vector<RowReading>)>;
  virtual ~RowSource() = default;
  virtual void read(std::vector<std::string> ids, Done done) = 0;
};

// By table of the read models.
using RowSources = std::map<std::string, std::unique_ptr<RowSource>, std::less<>>;

inline RowSource& source_of(const RowSources& sources, std::string_view table) {
  const auto found = sources.find(table);
  if (found == sources.end()) throw std::out_of_range("no rows of " + std::string(table) + " are read here");
  return *found->second;
}

}  // namespace frontdesk::realtime_gateway
