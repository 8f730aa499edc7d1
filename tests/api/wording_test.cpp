// What a route says of a refusal.
#include "schemas/api/wording.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "schemas/api/clinics/manners.hpp"
#include "schemas/api/operation/manners.hpp"

namespace frontdesk::api {
namespace {

const Success success{};
const std::vector<Refusal> refusals{{"wall_not_found", 404, "There is no such wall"}};

std::string refused(const Manners& manners, std::string_view code) {
  const auto answer = Wording{manners, success, refusals, "/walls/7"}.refused(code);
  return std::to_string(answer.status) + " " + answer.body;
}

TEST(Wording, OfARefusalIsTheRoutesOwnInTheShapeOfItsFamily) {
  EXPECT_EQ(refused(clinics::manners, "wall_not_found"),
            R"(404 {"success":false,"message":"There is no such wall","errors":null,"meta":null})");
  EXPECT_EQ(
      refused(operation::manners, "wall_not_found"),
      R"(404 {"success":false,"error":"There is no such wall","message":"There is no such wall","path":"/walls/7"})");
}

TEST(Wording, OfWhoMayNotIsTheFamilysOwn) {
  EXPECT_EQ(refused(clinics::manners, "unauthorized"),
            R"(401 {"success":false,"message":"Unauthorized","errors":null,"meta":null})");
  EXPECT_EQ(refused(clinics::manners, "account_disabled"),
            R"(401 {"success":false,"message":"Account is disabled","errors":null,"meta":null})");
  EXPECT_EQ(refused(manners_of("/chat"), "unauthorized"), R"(403 {"message":"No access"})");
}

TEST(Wording, OfACodeWithoutWordsIsAFaultOfOurs) {
  EXPECT_THROW(refused(clinics::manners, "no_such_code"), std::logic_error);
}

}  // namespace
}  // namespace frontdesk::api
