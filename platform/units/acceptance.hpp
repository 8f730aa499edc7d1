#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/event_log/event_log.hpp"

namespace frontdesk::units {

// Names of the headers of a record. These names are the storage format: CloudEvents 1.0 (Kafka binary mode) and ours.
namespace header {
inline constexpr const char* type = "ce_type";
inline constexpr const char* id = "ce_id";
inline constexpr const char* source = "ce_source";
inline constexpr const char* specversion = "ce_specversion";
inline constexpr const char* time = "ce_time";
inline constexpr const char* subject = "ce_subject";
inline constexpr const char* dataschema = "ce_dataschema";
inline constexpr const char* content_type = "content-type";
inline constexpr const char* term = "term";
inline constexpr const char* number = "n";
inline constexpr const char* version = "version";  // per aggregate (subject), from 1
inline constexpr const char* command_id = "commandid";
inline constexpr const char* command_hash = "commandhash";
inline constexpr const char* causation_id = "causationid";
inline constexpr const char* correlation_id = "correlationid";
inline constexpr const char* traceparent = "traceparent";
inline constexpr const char* actor = "actor";
inline constexpr const char* previous_hash = "prevhash";
}  // namespace header

// Types of records that every unit has, whatever its contexts.
namespace record_type {
inline constexpr std::string_view term_started = "TermStarted";
inline constexpr std::string_view command_answered = "CommandAnswered";
}  // namespace record_type

// Where a reader of a unit stands: enough to go on, and to notice that the log under it is another one.
struct Position {
  std::int64_t next_offset = 0;
  std::string term;          // id of the last TermStarted read, empty before the first
  std::uint64_t number = 0;  // n of the last accepted record of that term
  std::string last_hash;     // hex SHA-256 of the last accepted record (for the first of a term: see chain_hash)
  std::string term_hash;     // hex SHA-256 of the TermStarted, until the term's first record was accepted; else empty

  bool operator==(const Position&) const = default;
};
std::string to_text(const Position& position);  // one line, for storage
std::optional<Position> position_from_text(std::string_view text);

enum class Verdict {
  accepted,      // an event of the current term, in sequence: fold it
  term_started,  // a new term began: fold nothing
  void_record,   // another term's, or out of sequence: skipped, counted, logged by every reader
  broken_chain,  // the record does not follow the last accepted one: the log is not the one we knew. Stop.
};

// The acceptance rule, the one function by which every reader of the log (owner, projector, gateway, tap, audit)
// decides whether a record counts. Advances `position` over the record (not on broken_chain).
Verdict accept(Position& position, const event_log::Record& record);

// SHA-256 (hex) over key, value and headers in their order, each length-prefixed.
std::string record_hash(std::string_view key, std::string_view value, const event_log::Headers& headers);

// What the next record's `prevhash` must be at this position.
std::string chain_hash(const Position& position);

}  // namespace frontdesk::units
