#pragma once
#include <string>
#include <string_view>

namespace frontdesk::wire {

// Appends a JSON string literal. `text` must be UTF-8 (everything we take in was validated at its border).
void append_quoted(std::string& out, std::string_view text);
std::string quoted(std::string_view text);

// Half of a surrogate pair, as `\udc00` alone, is no character. RapidJSON sees to it that a high half is followed by a
// low one, but takes a low one by itself and makes bytes of it that are not UTF-8. `json` must have been parsed without
// error and to its end, so that no escape is cut short.
bool has_lone_surrogate(std::string_view json);

// Appends a number as JavaScript prints it: the fewest digits that read back the same double, in its notation, zero
// without a sign. So what a JavaScript client sent comes back digit for digit. Infinity and NaN, which JSON does not
// have, are null.
void append_number(std::string& out, double value);

// Builds one JSON object, members in the order of the calls: the contracts print keys in an order that people read.
class ObjectWriter {
 public:
  ObjectWriter& text(std::string_view name, std::string_view value);
  ObjectWriter& number(std::string_view name, long long value);
  ObjectWriter& number(std::string_view name, double value);  // as append_number
  ObjectWriter& boolean(std::string_view name, bool value);
  ObjectWriter& null(std::string_view name);
  ObjectWriter& raw(std::string_view name, std::string_view json);
  std::string take();

 private:
  void begin(std::string_view name);
  std::string out_ = "{";
};

}  // namespace frontdesk::wire
