#include "tests/fuzz/answers.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "platform/http/field_text.hpp"
#include "platform/http/target.hpp"
#include "tests/support/json.hpp"

namespace frontdesk::fuzz {
namespace {

using test_support::Json;

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == '\t' || (c >= ' ' && c < 0x7f); });
}

std::string read_head(std::string_view head, Answer& answer) {
  const auto line = head.substr(0, head.find("\r\n"));
  if (!line.starts_with("HTTP/1.1 ") || line.size() < 13 || line[12] != ' ') return "no status line";
  if (std::from_chars(line.data() + 9, line.data() + 12, answer.status).ptr != line.data() + 12) return "no status";
  for (head.remove_prefix(line.size() + 2); !head.empty();) {
    const auto end = head.find("\r\n");
    const auto field = head.substr(0, end);
    head.remove_prefix(end + 2);
    const auto colon = field.find(':');
    if (colon == std::string_view::npos || colon == 0 || !is_printable(field)) return "a malformed header";
    answer.headers.emplace_back(http::to_lower(field.substr(0, colon)), http::trim(field.substr(colon + 1)));
  }
  return {};
}

Reading of_length(std::string& bytes, Answer answer, std::size_t head_bytes, bool head) {
  const auto length = answer.header("content-length");
  std::size_t size = 0;
  const auto read = std::from_chars(length.data(), length.data() + length.size(), size);
  if (read.ec != std::errc() || read.ptr != length.data() + length.size()) return {{}, "no number in Content-Length"};
  if (head) size = 0;
  if (bytes.size() - head_bytes < size) return {};
  answer.body = bytes.substr(head_bytes, size);
  bytes.erase(0, head_bytes + size);
  return {std::move(answer), {}};
}

// nginx sends what it does not keep whole in chunks.
Reading of_chunks(std::string& bytes, Answer answer, std::size_t at) {
  while (true) {
    const auto line_end = bytes.find("\r\n", at);
    if (line_end == std::string::npos) return {};
    std::size_t size = 0;
    const auto read = std::from_chars(bytes.data() + at, bytes.data() + line_end, size, 16);
    if (read.ptr != bytes.data() + line_end) return {{}, "a malformed chunk"};
    at = line_end + 2;
    if (bytes.size() < at + size + 2) return {};
    if (bytes.compare(at + size, 2, "\r\n") != 0) return {{}, "a chunk longer than it says"};
    answer.body.append(bytes, at, size);
    at += size + 2;
    if (size != 0) continue;
    bytes.erase(0, at);
    return {std::move(answer), {}};
  }
}

bool has_keys(const Json& json, std::initializer_list<std::string_view> names) {
  return json.size() == names.size() &&
         std::all_of(names.begin(), names.end(), [&](auto name) { return json[name].exists(); });
}

bool are_faults(const Json& errors) {
  if (errors.is_null()) return true;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    if (!has_keys(errors[i], {"path", "message"}) || errors[i]["message"].text().empty()) return false;
  }
  return errors.size() > 0;
}

std::string fault_of_failure(const Json& body, bool envelope) {
  if (!envelope) {
    return body["message"].text().empty() && body["error"].text().empty() ? "an error without a message" : "";
  }
  if (!has_keys(body, {"success", "message", "errors", "meta"})) return "an error outside the envelope";
  if (body["success"].dump() != "false" || body["message"].text().empty()) return "an error without a message";
  return are_faults(body["errors"]) && body["meta"].is_null() ? "" : "malformed errors in the envelope";
}

bool is_clinic_queue_path(std::string_view path) {
  for (const std::string_view prefix : {"/api/auth", "/api/clinic", "/api/queues", "/api/tokens"})
    if (path == prefix || path.starts_with(std::string(prefix) + "/")) return true;
  return false;
}

bool tells_of_the_inside(std::string_view body) {
  for (const std::string_view word :
       {"<html", "std::", "rapidjson", "Pistache", "boost", "PG::", "SELECT ", "/home/", ".cpp"})
    if (body.find(word) != std::string_view::npos) return true;
  return false;
}

constexpr int expected_refusals[] = {400, 401, 404, 408, 411, 413, 414, 417, 426, 429, 431};
// Contract 004 has none of these.
constexpr int expected_of_other_families[] = {403, 409, 415, 422};

bool is_expected_refusal(int status, std::string_view path) {
  const auto among = [status](const auto& statuses) {
    return std::find(std::begin(statuses), std::end(statuses), status) != std::end(statuses);
  };
  return among(expected_refusals) || (!is_clinic_queue_path(path) && among(expected_of_other_families));
}

}  // namespace

std::string_view Answer::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_case_name) return value;
  return {};
}

bool Answer::closes() const { return http::to_lower(header("connection")) == "close"; }

Reading take_answer(std::string& bytes, bool head, bool ended) {
  const auto head_end = bytes.find("\r\n\r\n");
  if (head_end == std::string::npos) return {};
  Answer answer;
  if (auto fault = read_head(std::string_view(bytes).substr(0, head_end + 2), answer); !fault.empty())
    return {{}, fault};
  const auto head_bytes = head_end + 4;
  if (answer.status == 100) {
    bytes.erase(0, head_bytes);
    return take_answer(bytes, head, ended);
  }
  const bool chunked = !answer.header("transfer-encoding").empty();
  const bool sized = !answer.header("content-length").empty();
  if (chunked && sized) return {{}, "two lengths"};
  if (answer.status == 101 || answer.status == 204 || answer.status == 304) {
    bytes.erase(0, head_bytes);
    return {std::move(answer), {}};
  }
  if (sized) return of_length(bytes, std::move(answer), head_bytes, head);
  if (chunked && !head) return of_chunks(bytes, std::move(answer), head_bytes);
  if (head) {
    bytes.erase(0, head_bytes);
    return {std::move(answer), {}};
  }
  if (!answer.closes()) return {{}, "an answer that does not say where it ends"};
  if (!ended) return {};
  answer.body = std::exchange(bytes, {}).substr(head_bytes);
  return {std::move(answer), {}};
}

std::string fault_of(const Answer& answer, const Exchange& exchange, Door door) {
  const auto status = answer.status;
  // A service says by itself that it speaks no other version; the edge says 400.
  const bool other_version = status == 505 && door != Door::edge && exchange.answers_due == 0;
  if (status >= 500 && !other_version) return "status " + std::to_string(status);
  if (status < 400) {
    if (answer.body.empty() || answer.header("content-type").find("json") == std::string_view::npos) return {};
  } else if (!other_version && !is_expected_refusal(status, exchange.path)) {
    return "status " + std::to_string(status) + " is none of the contract's";
  }
  if (status >= 400 && answer.body.empty()) return exchange.head ? "" : "an error without a body";
  // Engine.IO declares no charset, which JSON needs none of.
  if (!answer.header("content-type").starts_with("application/json")) return "not declared as JSON";
  if (answer.header("x-content-type-options") != "nosniff") return "without its security headers";
  if (!http::is_utf8(answer.body)) return "not UTF-8";
  if (tells_of_the_inside(answer.body)) return "a text of the inside";
  const auto body = [&]() -> std::optional<Json> {
    try {
      return Json::parse(answer.body);
    } catch (const std::runtime_error&) {
      return std::nullopt;
    }
  }();
  if (!body) return "not JSON";
  const bool envelope = is_clinic_queue_path(exchange.path) && exchange.answers_due == 1 &&
                        door != Door::realtime_gateway && door != Door::projectors;
  if (status >= 400) return fault_of_failure(*body, envelope);
  if (envelope && (body->operator[]("success").dump() != "true" || !(*body)["meta"].is_null()))
    return "a success outside the envelope";
  return {};
}

}  // namespace frontdesk::fuzz
