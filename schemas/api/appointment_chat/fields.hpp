#pragma once
#include "schemas/api/appointment_chat/messages.hpp"

// How fields are judged in contract 001.
namespace frontdesk::api::appointment_chat {

// Of a query: the first fault is all that is said.
void read_queried_id(wire::Fields& fields, std::string& id);
void read_page(wire::Fields& fields, MessagesOfChat& input);
void read_page_before(wire::Fields& fields, MessagesOfChat& input);
// Of a body: a fault each.
void read_id(wire::Fields& fields, SendMessage& input);
void read_content(wire::Fields& fields, SendMessage& input);
void read_attachments(wire::Fields& fields, SendMessage& input);
// Whatever is missing, one sentence says so.
void read_typing(wire::Fields& fields, Typing& input);

}  // namespace frontdesk::api::appointment_chat
