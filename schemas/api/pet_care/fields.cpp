#include "schemas/api/pet_care/fields.hpp"

#include <algorithm>
#include <cmath>

#include "schemas/wire/json.hpp"
#include "schemas/wire/text_forms.hpp"

namespace frontdesk::api::pet_care {

namespace {
using wire::Input;

bool is_absent(const Input& sent) {
  return sent.type() == Input::Type::undefined || sent.type() == Input::Type::null ||
         sent.string() == std::string_view();
}

// Of years with four digits: others have no form that everybody reads.
std::optional<Instant> in_our_years(double ms) {
  constexpr double year_1 = -62135596800000;
  constexpr double year_10000 = 253402300800000;
  if (ms != std::floor(ms) || ms < year_1 || ms >= year_10000) return std::nullopt;
  return Instant{static_cast<std::int64_t>(ms)};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_whole_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// `t`, `z` and `+0200` are allowed beside RFC 3339's `T`, `Z` and `+02:00`.
std::optional<Instant> date_time_in(std::string_view text) {
  std::string written(text);
  constexpr std::size_t of_t = 10;
  constexpr std::size_t of_offset = 5;
  if (written.size() > of_t && written[of_t] == 't') written[of_t] = 'T';
  if (written.ends_with('z')) written.back() = 'Z';
  if (written.size() > of_t + of_offset) {
    const auto offset = std::string_view(written).substr(written.size() - of_offset);
    const bool compact =
        (offset[0] == '+' || offset[0] == '-') && std::all_of(offset.begin() + 1, offset.end(), is_digit);
    if (compact) written.insert(written.size() - 2, ":");
  }
  const auto read = parse_iso8601(written);
  return read ? in_our_years(static_cast<double>(read->ms)) : std::nullopt;
}

std::optional<Instant> moment_in(const Input& sent) {
  if (const auto number = sent.number()) return in_our_years(*number);
  const auto text = sent.string();
  if (!text) return std::nullopt;
  if (!is_whole_number(*text)) return date_time_in(*text);
  const auto number = wire::number_in(*text);
  return number ? in_our_years(*number) : std::nullopt;
}
}  // namespace

const Schema& object_id_schema() {
  static const Schema schema =
      named_schema("ObjectId", schema_of_keywords(R"("type":"string","pattern":"^[0-9a-f]{24}$")"));
  return schema;
}

Schema user_id_schema() { return schema_of_keywords(R"("type":"string","minLength":1,"maxLength":128)"); }

std::optional<std::string> text_of(wire::Fields& fields, std::string_view name, const TextLimit& limit) {
  const auto sent = fields.sent(name);
  const auto text = sent.string();
  const bool fits = text && !wire::shows_nothing(*text) && text->find('\0') == std::string_view::npos &&
                    wire::utf16_length(*text) <= limit.characters_max;
  if (!fits) {
    fields.fault(name, std::string(limit.words));
    return std::nullopt;
  }
  fields.keep(name, wire::quoted(*text));
  return std::string(*text);
}

std::optional<std::string> text_if_any(wire::Fields& fields, std::string_view name, const TextLimit& limit) {
  if (is_absent(fields.sent(name))) return std::nullopt;
  return text_of(fields, name, limit);
}

std::optional<Instant> moment_of(wire::Fields& fields, std::string_view name, std::string_view missing,
                                 std::string_view invalid) {
  const auto sent = fields.sent(name);
  const auto moment = is_absent(sent) ? std::nullopt : moment_in(sent);
  if (!moment) {
    fields.fault(name, std::string(is_absent(sent) ? missing : invalid));
    return std::nullopt;
  }
  fields.keep(name, std::to_string(moment->ms));
  return moment;
}

std::optional<double> count_if_any(wire::Fields& fields, std::string_view name, const CountLimit& limit) {
  const auto sent = fields.sent(name);
  if (is_absent(sent)) return std::nullopt;
  const auto text = sent.string();
  const auto number = text ? (is_whole_number(*text) ? wire::number_in(*text) : std::nullopt) : sent.number();
  if (!number || *number != std::floor(*number) || *number < limit.min || *number > limit.max) {
    fields.fault(name, std::string(limit.words));
    return std::nullopt;
  }
  fields.keep(name, std::to_string(static_cast<std::int64_t>(*number)));
  return number;
}

}  // namespace frontdesk::api::pet_care
