#pragma once
#include "rows/clinic_queue.hpp"
#include "schemas/api/family.hpp"
#include "schemas/api/shape.hpp"

// Tokens of a queue: contract 004, section 4; what their patients are told: section 5.
namespace frontdesk::api::clinics {

extern const Shape<rows::Token> token;
// With `"patient":{"id"}`: a token whose number changed.
extern const Shape<rows::Token> token_with_patient;

struct TakeToken {
  std::string queue_id;
};
extern const Route<TakeToken> take_token;

struct ReturnToken {
  std::string token_id;
};
extern const Route<ReturnToken> return_token;

struct OwnToken {
  std::string patient_id;
};
extern const Route<OwnToken> own_token;

struct TokenByNumber {
  std::string queue_id;
  int number = 0;
  std::string status;
};
extern const Route<TokenByNumber> token_by_number;

Resource tokens_resource();

}  // namespace frontdesk::api::clinics
