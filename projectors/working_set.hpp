#pragma once
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "projectors/table_rows.hpp"
#include "schemas/read_models/cached.hpp"

namespace frontdesk::projectors {

// Rows found by the value of a column that has an index.
template <class Row>
struct Lookup {
  std::string_view column;
  std::string Row::*member;
};

// The rows of one table as events evolve them; rows.hpp brings them out of PostgreSQL and into it. What a member
// function does is undone if its event turns out to be Unprojectable.
template <class Row>
class WorkingSet : public TableRows {
 public:
  // To change it. Unprojectable when it is not there.
  Row& at(const std::string& id) {
    const auto found = entries_.find(id);
    if (found == entries_.end()) {
      require_askable(id);
      wanted_.emplace(id, &all_.unit());
      return scratch_ = {};
    }
    Entry& entry = taking_part(*found);
    if (!entry.there) throw Unprojectable("the " + std::string(Row::table) + " is not there");
    return entry.row;
  }

  // Unprojectable when it is there already.
  void create(Row row) {
    const auto [place, added] = entries_.try_emplace(row.id);
    Entry& entry = taking_part(*place, added);
    if (entry.there) throw Unprojectable(row_exists);
    if (added) entry.stored = Stored::none_by_event;
    set(entry, std::move(row));
  }

  // Whatever was there.
  void put(Row row) {
    const auto [place, added] = entries_.try_emplace(row.id);
    set(taking_part(*place, added), std::move(row));
  }

  // Whether it is there or not.
  void remove(const std::string& id) {
    const auto [place, added] = entries_.try_emplace(id);
    taking_part(*place, added).there = false;
  }

  // To change them: all rows with this value.
  std::vector<Row*> matching(const Lookup<Row>& lookup, const std::string& value) {
    const auto found = matched_.find({lookup.column, value});
    if (found == matched_.end()) {
      require_askable(value);
      wanted_matching_.emplace(LookedUp(lookup.column, value), &all_.unit());
      return {};
    }
    std::set<std::string> ids = found->second;
    for (const Place* place : batch_) ids.insert(place->first);
    std::vector<Row*> rows;
    for (const std::string& id : ids) {
      Place& place = *entries_.find(id);
      if (place.second.there && place.second.row.*lookup.member == value) rows.push_back(&taking_part(place).row);
    }
    return rows;
  }

 protected:
  // Of a row, as PostgreSQL had it before the batch.
  enum class Stored {
    unknown,        // nobody has looked
    none,           // looked: it was not there
    none_by_event,  // an event creates it, so it was not, unless PostgreSQL knows better
    there,
  };
  struct Entry {
    Row row;
    bool there = false;
    Stored stored = Stored::unknown;
    bool changed = false;  // differs from what is stored
    bool in_batch = false;
    const event_log::UnitId* unit = nullptr;
    std::uint64_t event = 0;  // that used it last
  };
  // PostgreSQL's texts hold no NUL; a question with one would fail again and again, and hold up all others.
  static void require_askable(const std::string& value) {
    if (value.find('\0') != std::string::npos) throw Unprojectable("no row can have a NUL");
  }

  using Place = std::pair<const std::string, Entry>;
  using LookedUp = std::pair<std::string_view, std::string>;  // column and value

  WorkingSet(Rows& all, std::size_t remembered_max) : all_(all), remembered_max_(remembered_max) { all.add(*this); }

  // A row of PostgreSQL's, or that it has none with this id.
  void take(const std::string& id, std::optional<Row> row, const event_log::UnitId* unit) {
    const auto [place, added] = entries_.try_emplace(id);
    if (!added) return;  // events have gone on from it
    Entry& entry = place->second;
    entry.unit = unit;
    entry.stored = row ? Stored::there : Stored::none;
    if (row) {
      set(entry, std::move(*row));
    } else {
      absent_.push_back(id);
    }
  }

  // What the batch changes, in one order for all projectors, since rows are locked in it.
  std::vector<const Place*> changed() const {
    std::vector<const Place*> places;
    for (const Place* place : batch_) {
      if (place->second.changed) places.push_back(place);
    }
    std::sort(places.begin(), places.end(), [](auto* one, auto* other) { return one->first < other->first; });
    return places;
  }

  bool wants() const override { return !wanted_.empty() || !wanted_matching_.empty(); }

  void settle() override {
    for (const Before& before : event_) {
      Entry& now = before.place->second;
      now.changed = now.changed || !before.entry || before.entry->there != now.there || before.entry->row != now.row;
    }
    event_.clear();
    ++event_number_;
  }

  void undo() override {
    for (auto before = event_.rbegin(); before != event_.rend(); ++before) {
      Place& place = *before->place;
      const bool was_in_batch = before->entry && before->entry->in_batch;
      if (place.second.in_batch && !was_in_batch) batch_.pop_back();
      if (before->entry) {
        place.second = std::move(*before->entry);
      } else {
        entries_.erase(entries_.find(place.first));
      }
    }
    event_.clear();
    ++event_number_;
  }

  void written() override {
    for (Place* place : batch_) {
      Entry& entry = place->second;
      entry.stored = Stored::there;
      entry.changed = entry.in_batch = false;
      if (!entry.there) absent_.push_back(place->first);
    }
    batch_.clear();
    matched_.clear();
    for (const std::string& id : absent_) {
      const auto found = entries_.find(id);
      if (found != entries_.end() && !found->second.there) entries_.erase(found);
    }
    absent_.clear();
    forget_the_longest_unused();
  }

  void forget() override {
    entries_.clear();
    batch_.clear();
    event_.clear();
    wanted_.clear();
    wanted_matching_.clear();
    matched_.clear();
    absent_.clear();
  }

  std::map<std::string, const event_log::UnitId*> wanted_;  // ids, and who asked
  std::map<LookedUp, const event_log::UnitId*> wanted_matching_;
  std::map<LookedUp, std::set<std::string>> matched_;  // the ids that PostgreSQL had before the batch

 private:
  struct Before {
    Place* place;
    std::optional<Entry> entry;  // none: it is new
  };

  // Notes what the entry was before the event.
  Entry& taking_part(Place& place, bool added = false) {
    Entry& entry = place.second;
    if (!added && entry.event == event_number_) return entry;
    event_.push_back({&place, added ? std::nullopt : std::optional(entry)});
    entry.event = event_number_;
    if (!added && *entry.unit != all_.unit()) throw Unprojectable("the row belongs to another unit");
    entry.unit = &all_.unit();
    if (!entry.in_batch) batch_.push_back(&place);
    entry.in_batch = true;
    return entry;
  }

  static void set(Entry& entry, Row row) {
    entry.row = std::move(row);
    entry.there = true;
  }

  // Down to half of what may stay, so that it is not done again at once.
  void forget_the_longest_unused() {
    if (entries_.size() <= remembered_max_) return;
    std::vector<std::uint64_t> uses;
    for (const auto& [id, entry] : entries_) uses.push_back(entry.event);
    const auto last = uses.begin() + static_cast<std::ptrdiff_t>(uses.size() - remembered_max_ / 2 - 1);
    std::nth_element(uses.begin(), last, uses.end());
    std::erase_if(entries_, [used = *last](const auto& place) { return place.second.event <= used; });
  }

  Rows& all_;
  const std::size_t remembered_max_;
  std::unordered_map<std::string, Entry> entries_;
  std::vector<Place*> batch_;        // what the batch has used
  std::vector<Before> event_;        // what the event has used
  std::uint64_t event_number_ = 1;   // of the event that is next or under way
  std::vector<std::string> absent_;  // entries that say so; dropped with the batch
  Row scratch_;                      // for an event that will be done again once its rows are there
};

}  // namespace frontdesk::projectors
