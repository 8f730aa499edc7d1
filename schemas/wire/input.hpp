#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdesk::wire {

// What a client sent, before validation: a JSON body, the text fields of a form or query, or nothing. Cheap to copy;
// thread-safe to read.
class Input {
 public:
  using Pairs = std::vector<std::pair<std::string, std::string>>;

  static Input none();
  // nullopt: malformed, not UTF-8, half a surrogate pair, or a bare string, number, boolean or null (contract 004:
  // `Invalid JSON`). Of duplicate keys the last counts, as in JavaScript.
  static std::optional<Input> from_json(std::string_view text);
  // A repeated field is an array of its texts, which no reader takes: the originals see one, too.
  static Input from_form(const Pairs& pairs);

  enum class Type { undefined, null, boolean, number, string, array, object };
  Type type() const;  // of the whole
  bool is_form() const;

  // A member of an object or form; its own Input of type undefined when absent.
  Input member(std::string_view name) const;
  std::vector<Input> items() const;               // of an array
  std::vector<std::string> member_names() const;  // each once, in the order of their first appearance

  std::optional<std::string_view> string() const;
  std::optional<double> number() const;  // the nearest one, never minus zero
  std::optional<bool> boolean() const;

 private:
  struct Document;
  Input(std::shared_ptr<const Document> document, const void* value);
  std::shared_ptr<const Document> document_;
  const void* value_ = nullptr;  // rapidjson::Value inside document_, null: undefined
};

// The word of the contract for `received X`.
std::string_view type_name(Input::Type type);

}  // namespace frontdesk::wire
