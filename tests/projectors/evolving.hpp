#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "projectors/projections.hpp"
#include "projectors/table_rows.hpp"
#include "schemas/read_models/cached.hpp"

namespace frontdesk::projectors {

constexpr Instant t(int second) { return {second * 1000LL}; }

// What events do to rows, before anything is read or written: a context's fixture derives from it.
class Evolving : public ::testing::Test {
 protected:
  explicit Evolving(std::unique_ptr<Projection> made) : projection(std::move(made)) {}

  template <class Event>
  void when(const Event& event, const event_log::UnitId& of = {"frontdesk.events", 3}) {
    const std::string payload = encode(event);
    projection->project({of, ++offset, Event::type, Event::version, payload});
  }

  template <class Event>
  std::string refused(const Event& event, const event_log::UnitId& of = {"frontdesk.events", 3}) {
    try {
      when(event, of);
    } catch (const Unprojectable& error) {
      return error.what();
    }
    return "";
  }

  // As it will be cached; nullopt: it has not changed.
  template <class Row>
  std::optional<Row> row(const std::string& id) {
    for (const CacheEntry& entry : changed()) {
      if (entry.key == rows::cache_key<Row>(id)) return rows::from_cache<Row>(entry.json);
    }
    return std::nullopt;
  }

  std::vector<CacheEntry> changed() {
    std::vector<CacheEntry> entries;
    for (const TableRows* table : projection->rows().tables()) table->changed_entries(entries);
    return entries;
  }

  const std::unique_ptr<Projection> projection;
  std::int64_t offset = 0;
};

}  // namespace frontdesk::projectors
