#include "platform/units/records.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <charconv>
#include <initializer_list>
#include <stdexcept>
#include <utility>

#include "platform/units/acceptance.hpp"

namespace frontdesk::units {
namespace {

using event_log::Headers;
using event_log::NewRecord;
using event_log::Record;

std::string json_object(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartObject();
  for (const auto& [name, value] : members) {
    writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  }
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

void add(Headers& headers, const char* name, std::string value) {
  if (!value.empty()) headers.emplace_back(name, std::move(value));
}

// The $id of the event's schema.
constexpr std::string_view schema_prefix = "frontdesk:schemas/";
// Of records that every unit has, whatever its contexts.
constexpr const char* own_context = "units";

std::string dataschema(std::string_view context, std::string_view type, int schema_version) {
  std::string text(schema_prefix);
  text += context;
  text += '/';
  text += type;
  text += "/v";
  text += std::to_string(schema_version);
  return text;
}

void add_cloud_event(Headers& headers, std::string id, std::string_view context, std::string type, int schema_version,
                     std::string subject, std::string_view source, Instant time) {
  std::string schema = dataschema(context, type, schema_version);
  add(headers, header::id, std::move(id));
  add(headers, header::source, std::string(source));
  add(headers, header::specversion, "1.0");
  add(headers, header::type, std::move(type));
  add(headers, header::time, to_iso8601(time));
  add(headers, header::subject, std::move(subject));
  add(headers, header::dataschema, std::move(schema));
  add(headers, header::content_type, "application/json");
}

std::string record_id(const Envelope& envelope) {
  std::string id(envelope.unit);
  id += '/';
  id += envelope.term;
  id += '/';
  id += std::to_string(envelope.number);
  return id;
}

void add_envelope(Headers& headers, const Envelope& envelope, const Command& command, std::uint64_t version) {
  add(headers, header::term, std::string(envelope.term));
  add(headers, header::number, std::to_string(envelope.number));
  add(headers, header::version, std::to_string(version));
  add(headers, header::previous_hash, std::string(envelope.previous_hash));
  if (command.key) {
    add(headers, header::command_id, command.key->id);
    add(headers, header::command_hash, command.key->fingerprint);
  }
  add(headers, header::causation_id, command.causation_id);
  add(headers, header::correlation_id, command.correlation_id);
  add(headers, header::traceparent, command.traceparent);
  add(headers, header::actor, command.actor);
}

constexpr std::size_t headers_max = 18;

int schema_version_of(std::string_view schema) {
  const std::size_t at = schema.rfind("/v");
  int version = 1;
  if (at != std::string_view::npos) std::from_chars(schema.data() + at + 2, schema.data() + schema.size(), version);
  return version;
}

std::string_view context_of(std::string_view schema) {
  if (!schema.starts_with(schema_prefix)) return {};
  schema.remove_prefix(schema_prefix.size());
  const std::size_t end = schema.find('/');
  // `<Type>/v<N>` alone says none.
  return schema.find('/', end + 1) == std::string_view::npos ? std::string_view() : schema.substr(0, end);
}

void read_answer(std::string_view payload, Remembered& answer) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(payload.data(), payload.size());
  const auto text = [&](const char* name) -> std::string {
    if (!document.IsObject()) return {};
    const auto member = document.FindMember(name);
    if (member == document.MemberEnd() || !member->value.IsString()) return {};
    return {member->value.GetString(), member->value.GetStringLength()};
  };
  const std::string outcome = text("outcome");
  if (outcome != "refused" && outcome != "nothing") throw std::runtime_error("CommandAnswered without an outcome");
  answer.outcome = outcome == "refused" ? Outcome::refused : Outcome::nothing;
  answer.refusal = text("refusal");
}

}  // namespace

NewRecord term_started_record(std::string_view source, std::string_view unit, std::string_view term, Instant time) {
  NewRecord record;
  record.key = unit;
  record.value = json_object({{"term", term}, {"owner", source}});
  record.headers.reserve(headers_max);
  add_cloud_event(record.headers, std::string(term), own_context, std::string(record_type::term_started), 1,
                  "unit/" + std::string(unit), source, time);
  return record;
}

NewRecord event_record(const Envelope& envelope, EventDraft event, const Command& command, std::uint64_t version) {
  NewRecord record;
  record.headers.reserve(headers_max);
  add_cloud_event(record.headers, record_id(envelope), event.context, std::move(event.type), event.schema_version,
                  std::move(event.subject), envelope.source, envelope.time);
  add_envelope(record.headers, envelope, command, version);
  record.key = std::move(event.key);
  record.value = std::move(event.payload);
  return record;
}

NewRecord answer_record(const Envelope& envelope, Outcome outcome, std::string_view refusal, const Command& command) {
  NewRecord record;
  record.key = command.key->id;
  record.value = outcome == Outcome::refused ? json_object({{"outcome", "refused"}, {"refusal", refusal}})
                                             : json_object({{"outcome", "nothing"}});
  record.headers.reserve(headers_max);
  add_cloud_event(record.headers, record_id(envelope), own_context, std::string(record_type::command_answered), 1,
                  "command/" + command.key->id, envelope.source, envelope.time);
  add_envelope(record.headers, envelope, command, 1);
  return record;
}

EventView event_of(const Record& record) {
  EventView event;
  const std::string_view schema = record.header(header::dataschema);
  event.context = context_of(schema);
  event.type = record.header(header::type);
  event.schema_version = schema_version_of(schema);
  event.key = record.key;
  event.payload = record.value;
  event.time = parse_iso8601(record.header(header::time)).value_or(Instant{});
  return event;
}

std::shared_ptr<const Remembered> remembered_of(const Record& record, const EventView& event) {
  const std::string_view command_id = record.header(header::command_id);
  if (command_id.empty()) return nullptr;
  auto answer = std::make_shared<Remembered>();
  answer->command_id = command_id;
  answer->fingerprint = record.header(header::command_hash);
  answer->time = event.time;
  if (event.type == record_type::command_answered) {
    read_answer(event.payload, *answer);
    return answer;
  }
  answer->context = event.context;
  answer->type = event.type;
  answer->schema_version = event.schema_version;
  answer->key = event.key;
  answer->payload = event.payload;
  return answer;
}

}  // namespace frontdesk::units
