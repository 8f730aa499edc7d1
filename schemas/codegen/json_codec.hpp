#pragma once
// What the generated codecs are made of. For generated .cpp files only: it brings in RapidJSON.
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/time/instant.hpp"
#include "schemas/event_types.hpp"

namespace frontdesk::codec {

using events::Malformed;
using Encoding = rapidjson::UTF8<>;
// Invalid UTF-8 must not reach the log: the writer checks it, as the reader does.
using Writer = rapidjson::Writer<rapidjson::StringBuffer, Encoding, Encoding, rapidjson::CrtAllocator,
                                 rapidjson::kWriteValidateEncodingFlag>;
using Value = rapidjson::GenericValue<Encoding>;

inline std::string_view text(const Value& in) {
  if (!in.IsString()) throw Malformed("expected a string");
  return {in.GetString(), in.GetStringLength()};
}

bool is_date(std::string_view text);

// --- writing ---

inline void write(Writer& out, std::string_view value) {
  if (!out.String(value.data(), static_cast<rapidjson::SizeType>(value.size()))) throw Malformed("a text is no UTF-8");
}
inline void write(Writer& out, const std::string& value) { write(out, std::string_view(value)); }
inline void write(Writer& out, bool value) { out.Bool(value); }
inline void write(Writer& out, int value) { out.Int(value); }
inline void write(Writer& out, double value) {
  if (!out.Double(value)) throw Malformed("a number is not finite");
}
inline void write(Writer& out, Instant value) { write(out, std::string_view(to_iso8601(value))); }
inline void write(Writer& out, const LocalDate& value) { write(out, std::string_view(value.value)); }
inline void write(Writer& out, const events::Sealed& value) { write(out, value.reveal()); }
template <class Tag>
void write(Writer& out, const Id<Tag>& value) {
  write(out, std::string_view(value.value));
}
template <class T>
void write(Writer& out, const std::vector<T>& values) {
  out.StartArray();
  for (const T& value : values) write(out, value);
  out.EndArray();
}

template <class T>
void write_member(Writer& out, std::string_view key, const T& value) {
  out.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  write(out, value);
}
template <class T>
void write_member(Writer& out, std::string_view key, const std::optional<T>& value) {
  if (value) write_member(out, key, *value);
}

template <class Event>
std::string encode(const Event& event) {
  rapidjson::StringBuffer buffer;
  Writer out(buffer);
  write(out, event);
  return {buffer.GetString(), buffer.GetSize()};
}

// --- reading ---

inline void read(const Value& in, std::string& value) { value = text(in); }
inline void read(const Value& in, bool& value) {
  if (!in.IsBool()) throw Malformed("expected a boolean");
  value = in.GetBool();
}
inline void read(const Value& in, int& value) {
  if (!in.IsInt()) throw Malformed("expected a whole number of 32 bits");
  value = in.GetInt();
}
inline void read(const Value& in, double& value) {
  if (!in.IsNumber()) throw Malformed("expected a number");
  value = in.GetDouble();
}
inline void read(const Value& in, Instant& value) {
  // As it is written: in UTC and saying so.
  const auto given = text(in);
  const auto instant = given.ends_with('Z') ? parse_iso8601(given) : std::nullopt;
  if (!instant) throw Malformed("expected a time");
  value = *instant;
}
inline void read(const Value& in, LocalDate& value) {
  if (!is_date(text(in))) throw Malformed("expected a date");
  value.value = text(in);
}
inline void read(const Value& in, events::Sealed& value) { value = events::Sealed(std::string(text(in))); }
template <class Tag>
void read(const Value& in, Id<Tag>& value) {
  value.value = text(in);
}
template <class T>
void read(const Value& in, std::vector<T>& values) {
  if (!in.IsArray()) throw Malformed("expected an array");
  values.resize(in.Size());
  for (rapidjson::SizeType i = 0; i < in.Size(); ++i) read(in[i], values[i]);
}

// Takes the members of one object. Asked in the order in which they stand, each costs one comparison.
class ObjectReader {
 public:
  explicit ObjectReader(const Value& object);

  template <class T>
  void required(std::string_view key, T& value) {
    const Value* in = take(key);
    if (in == nullptr) throw Malformed(std::string(key) + ": missing");
    read_member(key, *in, value);
  }
  template <class T>
  void optional(std::string_view key, std::optional<T>& value) {
    if (const Value* in = take(key)) read_member(key, *in, value.emplace());
  }
  // Throws when a member is left: it is unknown, or there twice.
  void finish() const;

 private:
  const Value* take(std::string_view key);
  template <class T>
  static void read_member(std::string_view key, const Value& in, T& value) {
    try {
      read(in, value);
    } catch (const Malformed& error) {
      throw Malformed(std::string(key) + ": " + error.what());
    }
  }

  const Value& object_;
  Value::ConstMemberIterator next_;
  rapidjson::SizeType taken_ = 0;
};

// Holds a parsed text; most events fit its own memory.
class Parsed {
 public:
  explicit Parsed(std::string_view json);
  const Value& root() const { return document_; }

 private:
  using Document =
      rapidjson::GenericDocument<Encoding, rapidjson::MemoryPoolAllocator<>, rapidjson::MemoryPoolAllocator<>>;
  alignas(std::max_align_t) std::array<char, 4096> value_memory_;
  alignas(std::max_align_t) std::array<char, 2048> stack_memory_;
  rapidjson::MemoryPoolAllocator<> values_{value_memory_.data(), value_memory_.size()};
  rapidjson::MemoryPoolAllocator<> stack_{stack_memory_.data(), stack_memory_.size()};
  Document document_{&values_, 1024, &stack_};
};

Malformed unknown_version(std::string_view type, int version);

template <class Event>
Event decode(std::string_view json) {
  const Parsed parsed(json);
  Event event;
  try {
    read(parsed.root(), event);
  } catch (const Malformed& error) {
    throw Malformed(std::string(Event::type) + ": " + error.what());
  }
  return event;
}

}  // namespace frontdesk::codec
