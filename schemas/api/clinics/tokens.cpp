#include "schemas/api/clinics/tokens.hpp"

#include "schemas/api/clinics/words.hpp"

namespace frontdesk::api::clinics {

namespace {
Json patient_of(const rows::Token& row) { return {wire::ObjectWriter().text("id", row.patient_id).take()}; }
}  // namespace

const Shape<rows::Token> token{
    "Token",
    {show_as<&rows::Token::id>("id", id_schema()), show_as<&rows::Token::queue_id>("queueId", id_schema()),
     show_as<&rows::Token::patient_id>("patientId", id_schema()),
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
    .path = {id<&OwnToken::patient_id>("patientId")},
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

}  // namespace frontdesk::api::clinics
