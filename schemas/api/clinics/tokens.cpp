#include "schemas/api/clinics/tokens.hpp"

#include "schemas/api/clinics/person.hpp"

#include "events/clinic_queue.hpp"
#include "schemas/api/clinics/words.hpp"

namespace frontdesk::api::clinics {

namespace {
Json patient_of(const rows::Token& row) { return {wire::ObjectWriter().text("id", row.patient_id).take()}; }
}  // namespace

const Shape<rows::Token> token{
    "Token",
    {show_as<&rows::Token::id>("id", id_schema()), show_as<&rows::Token::queue_id>("queueId", id_schema()),
     show_as<&rows::Token::patient_id>("patientId", text_schema()),
     show_as<&rows::Token::token_number>("tokenNumber", whole_number_schema(1)),
     show_as<&rows::Token::status>("status",
                                   one_of_texts({"WAITING", "CALLED", "IN_PROGRESS", "COMPLETED", "SKIPPED"})),
     show<&rows::Token::created_at>("createdAt"), show<&rows::Token::called_at>("calledAt"),
     show<&rows::Token::completed_at>("completedAt"), show<&rows::Token::skipped_at>("skippedAt")}};

const Shape<rows::Token> token_with_patient =
    token.with("TokenWithPatient", {show_as<&patient_of>("patient", object_of({{"id", id_schema()}}))});

const Route<TakeToken> take_token{.at = post("/api/tokens"),
                                  .tag = "tokens",
                                  .summary = "Take a token",
                                  .who = patients,
                                  .body = {id<&TakeToken::queue_id>("queueId")},
                                  .strict = true,
                                  .success = {201, {"Token generated successfully"}, token.schema(), "Taken."},
                                  .refusals = {{"already_has_active_token", 400, "You already have an active token"},
                                               {"queue_not_found", 400, words::queue_not_found},
                                               {"queue_closed", 400, "Queue is closed"},
                                               {"queue_full", 400, "Queue is full"}}};

const Route<ReturnToken> return_token{
    .at = del("/api/tokens/:tokenId"),
    .tag = "tokens",
    .summary = "Give a waiting token back",
    .who = patients,
    .path = {id<&ReturnToken::token_id>("tokenId")},
    .strict = true,
    .success = {200, {"Token deleted successfully"}, null_data(), "Given back; the waiting behind move up."},
    .refusals = {{"token_not_found", 400, "Token not found"}}};

const Route<OwnToken> own_token{
    .at = get("/api/tokens/:patientId"),
    .tag = "tokens",
    .summary = "Own waiting token of today with the lowest number",
    .who = patients,
    .path = {person<&OwnToken::patient_id>("patientId")},
    .strict = true,
    .success = {200, {"Token fetched successfully"}, or_null(token.schema()), "null without one."}};

const Route<TokenByNumber> token_by_number{
    .at = get("/api/tokens/queue/:queueId"),
    .tag = "tokens",
    .summary = "A token by number and status",
    .who = staff_alone,
    .path = {id<&TokenByNumber::queue_id>("queueId")},
    .query = {number<&TokenByNumber::number>("tokenNumber", {.whole = true}).about("number in the queue"),
              option<&TokenByNumber::status>("status", {"WAITING", "CALLED", "SKIPPED", "COMPLETED"})
                  .about("CALLED finds one in progress, too")},
    .strict = true,
    .success = {200, {"Token fetched successfully"}, or_null(token.schema()), "null when there is none."}};

namespace {

namespace events = clinic_queue::events;
using ToPatients = std::vector<AddressedById<rows::Token>>;

// `token`: an event of one token, or what an event says of one of several.
template <class OfToken>
AddressedById<rows::Token> to_patient(const OfToken& token, std::function<void(rows::Token&)> change) {
  return {room_of_user(token.patient_id.value), token.token_id.value, std::move(change)};
}

void set_status(rows::Token& row, const char* status, std::optional<Instant> completed_at = std::nullopt,
                std::optional<Instant> skipped_at = std::nullopt) {
  row.status = status;
  row.completed_at = completed_at;
  row.skipped_at = skipped_at;
}

template <class OfToken>
AddressedById<rows::Token> completed(const OfToken& token, Instant at) {
  return to_patient(token, [at](rows::Token& row) { set_status(row, "COMPLETED", at); });
}

ToPatients completed_by_call(const events::TokenCalled& event) {
  if (!event.completed) return {};
  return {completed(*event.completed, event.called_at)};
}

ToPatients completed_by_staff(const events::TokenCompleted& event) { return {completed(event, event.completed_at)}; }

ToPatients called(const events::TokenCalled& event) {
  return {to_patient(event, [at = event.called_at](rows::Token& row) {
    set_status(row, "CALLED");
    row.called_at = at;
  })};
}

ToPatients started(const events::TokenStarted& event) {
  return {to_patient(event, [](rows::Token& row) { set_status(row, "IN_PROGRESS"); })};
}

ToPatients skipped(const events::TokenSkipped& event) {
  return {
      to_patient(event, [at = event.skipped_at](rows::Token& row) { set_status(row, "SKIPPED", std::nullopt, at); })};
}

ToPatients moved_up(const events::TokenReturned& event) {
  ToPatients all;
  for (const auto& moved : event.renumbered) {
    all.push_back(to_patient(moved, [number = moved.token_number](rows::Token& row) {
      set_status(row, "WAITING");
      row.token_number = number;
      row.called_at.reset();
    }));
  }
  return all;
}

}  // namespace

Resource tokens_resource() {
  const auto patient = "all connections of its patient, joined or not";
  return {{describe(take_token), describe(return_token), describe(own_token), describe(token_by_number)},
          {{"queue:your_token_completed",
            token.schema(),
            patient,
            {tells(&completed_by_call, token), tells(&completed_by_staff, token)}},
           {"queue:your_token_called", token.schema(), patient, {tells(&called, token)}},
           {"queue:your_token_started", token.schema(), patient, {tells(&started, token)}},
           {"queue:your_token_skipped", token.schema(), patient, {tells(&skipped, token)}},
           {"queue:your_token_updated",
            token_with_patient.schema(),
            "each patient whose number changed because somebody gave a token back",
            {tells(&moved_up, token_with_patient)}}}};
}

}  // namespace frontdesk::api::clinics
