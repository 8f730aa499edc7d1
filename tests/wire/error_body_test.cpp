#include "schemas/wire/error_body.hpp"

#include <gtest/gtest.h>

namespace frontdesk::wire {
namespace {

// Contracts' README, "Error body by path".
TEST(ErrorBody, HasTheShapeOfThePathsApi) {
  const std::string envelope = R"({"success":false,"message":"m","errors":null,"meta":null})";
  for (const auto* path : {"/api/auth", "/api/auth/x", "/api/clinic", "/api/queues/x/y", "/api/tokens/x"}) {
    EXPECT_EQ(error_body(path, 413, "m"), envelope) << path;
    EXPECT_EQ(error_body(path, 401, "m"), envelope) << path;
  }
  for (const auto* path : {"/get-token", "/appointments/x", "/admin/x", "/staff/x", "/chat/create", "/chat/history",
                           "/media/upload", "/api/get-token", "/api/appointments/x", "/api/chat/create"}) {
    EXPECT_EQ(error_body(path, 413, "m"), R"({"message":"m"})") << path;
  }
  EXPECT_EQ(error_body("/api/appointment-chat/x", 413, "m"), R"({"error":"m"})");
  EXPECT_EQ(error_body("/api/v1/x", 413, "m"), R"({"success":false,"error":"m"})");
  for (const auto* path : {"/chat/conversations", "/users/x", "/auth/login"}) {
    EXPECT_EQ(error_body(path, 413, "m"), R"({"success":false,"message":"m"})") << path;
    EXPECT_EQ(error_body(path, 401, "m"), R"({"message":"m"})") << path;
    EXPECT_EQ(error_body(path, 403, "m"), R"({"message":"m"})") << path;
  }
  EXPECT_EQ(error_body("/doctors/x", 413, "m"), R"({"status":"failed","message":"m"})");
  EXPECT_EQ(error_body("/doctors/x", 403, "m"), R"({"message":"m"})");
}

TEST(ErrorBody, TakesAPrefixForWholeSegmentsOnly) {
  const std::string elsewhere = R"({"success":false,"error":"m","message":"m","path":")";
  for (const std::string path : {"/api/authx", "/api/clinics", "/apix/auth", "/chats", "/doctorsx", "/", "/api"}) {
    EXPECT_EQ(error_body(path, 404, "m"), elsewhere + path + "\"}") << path;
  }
}

TEST(ErrorBody, QuotesThePath) {
  EXPECT_EQ(endpoint_not_found_body("/a\"b"),
            R"({"success":false,"error":"Endpoint not found","message":"Endpoint not found","path":"/a\"b"})");
}

}  // namespace
}  // namespace frontdesk::wire
