#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "platform/auth/base64url.hpp"
#include "tests/support/clinic_client.hpp"
#include "tests/support/log_reader.hpp"
#include "tests/support/outside_token.hpp"
#include "tests/support/socketio_client.hpp"
#include "tests/support/websocket_client.hpp"

// What the tests of tokens share. They drive a running Frontdesk through its edge, and sign tokens as an issuer outside
// does (JWT_SECRET).
namespace frontdesk::contract {

using namespace test_support;

inline std::string said(const Answered& answered) { return std::to_string(answered.status) + " " + answered.body; }

inline std::string json_text(const std::string& text) { return '"' + text + '"'; }

// A user that nobody has heard of.
inline std::string new_user(const std::string& stem = "outside") { return unique_name(stem); }

inline Json claims_of(const std::string& token) {
  const auto begin = token.find('.') + 1;
  return Json::parse(auth::from_base64url(token.substr(begin, token.find('.', begin) - begin)).value());
}

// The text itself, or what is in the file of that name.
inline std::string pem(const char* variable) {
  const char* value = std::getenv(variable);
  if (value == nullptr || *value == '\0') throw std::runtime_error(std::string(variable) + " is not set");
  std::ifstream file(value);
  std::stringstream text;
  if (!file) return value;
  text << file.rdbuf();
  return text.str();
}

class TokenContract : public ::testing::Test {
 protected:
  const Deployment deployment = deployment_from_environment();
  ClinicClient client{deployment};

  // Under 004's paths: read by query-api, changed by command-api.
  Answered me(const std::string& token) { return client.get("/api/auth/me", token); }
  Answered change_nothing(const std::string& token) { return client.send("PUT", "/api/auth/me", "{}", token); }

  // The CONNECT_ERROR of Socket.IO, or "let in".
  std::string socketio(const SocketIoClient::Options& options) const {
    try {
      const SocketIoClient let_in(deployment.websocket_url(""), options);
      return "let in";
    } catch (const SocketIoClient::Refused& refused) {
      return refused.what();
    }
  }
  std::string socketio_by_auth(const std::string& token) const {
    return socketio({.auth_json = R"({"token":)" + json_text(token) + "}"});
  }
  // The answer to the upgrade of a plain WebSocket, or "let in".
  std::string websocket(const std::string& query) const {
    try {
      const WebSocketClient let_in(deployment.websocket_url("/" + query));
      return "let in";
    } catch (const WebSocketClient::Refused& refused) {
      return std::to_string(refused.status) + " " + refused.body;
    }
  }

  // What the log has of a user's making: the payloads.
  static std::vector<Json> admissions_of(const std::string& user_id) {
    std::vector<Json> found;
    for (const auto& record : read_accepted("frontdesk.identity", 4)) {
      if (record.header("ce_type") != "OutsideUserAdmitted" || record.key != user_id) continue;
      found.push_back(Json::parse(record.value));
    }
    return found;
  }
};

}  // namespace frontdesk::contract
