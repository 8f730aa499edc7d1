#pragma once
#include <string>
#include <string_view>

#include "platform/http/message.hpp"
#include "schemas/api/answers.hpp"
#include "schemas/api/field.hpp"
#include "schemas/wire/uuid.hpp"

namespace frontdesk::api::clinics {

// Somebody's id: a UUID, in any case, or the id of a user of another system (contract 004, beginning). Whether there is
// such a user only a handler can say, and with `nobody_answer` it does; beside another fault it is taken for none.
template <auto member>
Field<detail::RowOf<member>> person(std::string_view name) {
  return {{name, text_schema(), true, "A UUID, or the id of a user of another system."},
          [name](wire::Fields& fields, auto& in) {
            const auto sent = fields.sent(name).string();
            const bool perhaps = sent && !sent->empty() && !wire::parse_uuid(*sent) && !fields.faulty();
            detail::keep(in.*member, perhaps ? fields.text(name) : fields.uuid(name));
          }};
}

// No UUID: it is only somebody's id if somebody has it.
inline bool is_of_another_system(std::string_view id) { return !wire::parse_uuid(id); }

inline http::Response nobody_answer(const Manners& manners, Part part, std::string_view name) {
  return json_answer(400, manners.invalid(part, {{std::string(name), "Invalid UUID"}}));
}

}  // namespace frontdesk::api::clinics
