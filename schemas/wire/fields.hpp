#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/wire/input.hpp"

namespace frontdesk::wire {

// What is wrong with one field (contract 004, section 3).
struct Fault {
  std::string path;
  std::string message;
  bool operator==(const Fault&) const = default;
};

struct TextRule {
  std::size_t min = 0;              // UTF-16 units, as the original clients' language counts
  std::string_view too_short = {};  // text for it; empty: the general one
  std::size_t max = std::numeric_limits<std::size_t>::max();
  bool required = true;
  bool empty_is_absent = false;
  bool null_is_absent = false;
  // For what people read: blanks around it do not count, and one that shows nothing is empty. It is kept as sent.
  bool shown = false;
};

struct NumberRule {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  bool required = true;
  bool null_is_absent = false;
  bool whole = false;
};

struct OpeningHoursField {
  std::string start;
  std::string end;
};

// Reads the fields of a request in the order of the route's table and collects one fault per field (contract 004,
// section 3). A reader returns nullopt when the field is absent or faulty; ask faulty() before using values.
class Fields {
 public:
  // An input that is no object is one fault, and every field then absent without further faults.
  explicit Fields(Input input);

  std::optional<std::string> text(std::string_view name, const TextRule& rule = {});
  // Trimmed before validation, printed as registered.
  std::optional<std::string> email(std::string_view name, bool required = true);
  // A password that is being set: also at most 72 bytes, which is all that bcrypt reads.
  std::optional<std::string> new_password(std::string_view name, std::string_view too_short);
  std::optional<std::string> uuid(std::string_view name);  // in lower case
  std::optional<double> number(std::string_view name, const NumberRule& rule = {});
  std::optional<bool> boolean(std::string_view name, bool required = true);
  std::optional<std::string> option(std::string_view name, const std::vector<std::string_view>& allowed, bool required);
  std::optional<std::string> phone(std::string_view name);                // optional, ten digits
  std::optional<std::string> website(std::string_view name);              // optional, http(s)
  std::optional<OpeningHoursField> opening_hours(std::string_view name);  // optional; an object or its JSON as text
  // Optional object `parent` with a required string `name`.
  std::optional<std::string> nested_text(std::string_view parent, std::string_view name);
  // Two texts that must be the same; silent when one is missing or no string.
  void same(std::string_view name, std::string_view other, std::string_view message);
  // Refuses every other key; call it last.
  void only(const std::vector<std::string_view>& names);
  void fault(std::string_view path, std::string message);
  // A member as it was sent, for a rule of one route's own; undefined where the whole is no object, too.
  Input sent(std::string_view name) const { return input_.member(name); }
  // What such a rule has read of it, as JSON: part of the content.
  void keep(std::string_view name, std::string_view json);

  bool faulty() const { return !faults_.empty(); }
  const std::vector<Fault>& faults() const { return faults_; }

  // What was read, in one form whatever it came in: JSON members in the order of the calls. Two requests that say the
  // same to the route have the same content, however they are written.
  std::string content() const { return "{" + content_ + "}"; }

 private:
  Input present(std::string_view name, bool empty_is_absent, bool null_is_absent = false);
  void wrong_type(std::string_view path, std::string_view expected, const Input& received);
  bool has_nul(std::string_view path, std::string_view value);
  bool too_long(std::string_view path, std::string_view value, std::size_t max);
  std::optional<std::string> read_text(std::string_view name, const TextRule& rule);
  std::optional<double> as_number(std::string_view name, const Input& field);
  void keep_text(std::string_view name, const std::optional<std::string>& value);
  std::optional<std::string> clock_time(std::string_view path, const Input& field);

  Input input_;
  bool object_ = false;
  std::vector<Fault> faults_;
  std::string content_;
};

}  // namespace frontdesk::wire
