// What a client sends comes back the same, in whatever form it came: bit for bit, byte for byte. The way through
// PostgreSQL and the caches is in stored_test.cpp.
#include <gtest/gtest.h>

#include <cctype>
#include <functional>

#include "events/clinic_queue.hpp"
#include "events/identity.hpp"
#include "platform/http/target.hpp"
#include "schemas/api/answers.hpp"
#include "schemas/api/clinics/clinics.hpp"
#include "schemas/api/clinics/manners.hpp"
#include "schemas/wire/json.hpp"
#include "tests/round_trips/values.hpp"

namespace frontdesk::round_trips {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

wire::Input read(const std::string& type, std::string body) {
  http::Request request;
  request.headers.emplace_back("content-type", type);
  request.body = std::move(body);
  const api::BodyRule rule{.bytes_max = 1 << 20, .multipart_bytes_max = 1 << 20};
  return std::get<wire::Input>(api::read_body(api::clinics::manners, request, rule));
}

std::string escaped(const std::string& text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == ' ') {
      out += '+';
    } else if (std::isalnum(byte) != 0) {
      out += c;
    } else {
      out.append(1, '%').append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    }
  }
  return out;
}

std::string url_encoded(const Pairs& fields) {
  std::string out;
  for (const auto& [name, value] : fields) out.append(out.empty() ? "" : "&").append(name + "=" + escaped(value));
  return out;
}

wire::Input in_form(const Pairs& fields) { return read("application/x-www-form-urlencoded", url_encoded(fields)); }

wire::Input in_query(const Pairs& fields) {
  http::Request request;
  if (!http::read_target("/api/clinic?" + url_encoded(fields), request)) throw std::runtime_error("no target");
  return api::read_query(request);
}

wire::Input in_multipart(const Pairs& fields) {
  std::string body;
  for (const auto& [name, value] : fields)
    body += "--round-trips\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  return read("multipart/form-data; boundary=round-trips", body + "--round-trips--\r\n");
}

wire::Input in_json(const Pairs& fields, const std::function<std::string(const std::string&)>& value_json) {
  std::string body;
  for (const auto& [name, value] : fields) body += (body.empty() ? "{\"" : ",\"") + name + "\":" + value_json(value);
  return read("application/json", body + "}");
}

// Every character as an escape, pairs of halves for those outside the basic plane.
std::string escaped_json(const std::u32string& text) {
  std::string out = "\"";
  const auto unit = [&out](unsigned value) {
    out += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) out += "0123456789abcdef"[value >> shift & 15];
  };
  for (const auto c : text) {
    if (c >= 0x10000) {
      unit(0xD800 + static_cast<unsigned>((c - 0x10000) >> 10));
      unit(0xDC00 + static_cast<unsigned>((c - 0x10000) & 0x3FF));
    } else {
      unit(static_cast<unsigned>(c));
    }
  }
  return out + "\"";
}

std::string printed(double value) {
  std::string digits;
  wire::append_number(digits, value);
  return digits;
}

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

// So many numbers travel in one request.
constexpr std::size_t load = 50;

void for_loads(const std::vector<double>& values, const std::function<void(const Pairs&, const double*)>& check) {
  for (std::size_t i = 0; i < values.size(); i += load) {
    Pairs fields;
    for (std::size_t k = 0; k < load; ++k) fields.emplace_back("n" + std::to_string(k), printed(values[i + k]));
    check(fields, &values[i]);
    if (::testing::Test::HasFailure()) return;
  }
}

void expect_numbers(const wire::Input& input, const Pairs& fields, const double* sent) {
  wire::Fields read(input);
  for (std::size_t k = 0; k < fields.size(); ++k) {
    const auto number = read.number(fields[k].first);
    ASSERT_TRUE(number) << fields[k].second;
    ASSERT_EQ(bits(*number), bits(sent[k])) << fields[k].second;
  }
}

TEST(Numbers, ComeBackFromJsonFormMultipartAndQuery) {
  static_assert(doubles_count % load == 0);
  for_loads(random_doubles(1), [&](const Pairs& fields, const double* sent) {
    expect_numbers(in_json(fields, [](const auto& digits) { return digits; }), fields, sent);
    expect_numbers(in_form(fields), fields, sent);
    expect_numbers(in_multipart(fields), fields, sent);
    expect_numbers(in_query(fields), fields, sent);
  });
}

TEST(Numbers, ComeBackFromEventsAndAnswers) {
  const auto values = random_doubles(2);
  clinic_queue::events::ClinicCreated event;
  rows::Clinic row;
  for (std::size_t i = 0; i < values.size(); i += 2) {
    event.latitude = values[i];
    event.longitude = values[i + 1];
    const auto payload = encode(clinic_queue::events::Event(event));
    const auto decoded = clinic_queue::events::decode("ClinicCreated", 1, payload);
    const auto& read = std::get<clinic_queue::events::ClinicCreated>(*decoded);
    ASSERT_EQ(bits(read.latitude), bits(values[i])) << payload;
    ASSERT_EQ(bits(read.longitude), bits(values[i + 1])) << payload;
    row.latitude = values[i];
    row.longitude = values[i + 1];
    const auto answer = api::clinics::found_clinic.json({row, values[i]});
    const auto input = wire::Input::from_json(answer).value();
    ASSERT_EQ(bits(*input.member("latitude").number()), bits(values[i])) << answer;
    ASSERT_EQ(bits(*input.member("longitude").number()), bits(values[i + 1])) << answer;
    ASSERT_EQ(bits(*input.member("distance_km").number()), bits(values[i])) << answer;
  }
}

// A JavaScript client sends the shortest digits of a number, and gets them back.
TEST(Numbers, ArePrintedWithTheDigitsThatWereSent) {
  for (const auto* digits : {"-99.13320799999997", "21.701083603113346", "0.0001", "1e-7", "-1.5e-9", "100000", "0",
                             "123456789.125", "1e+21", "-0.000001", "5e-324", "20015.086796020572"}) {
    const auto input = wire::Input::from_json(std::string("{\"a\":") + digits + "}").value();
    EXPECT_EQ(printed(*input.member("a").number()), digits);
  }
}

TEST(Texts, ComeBackFromEveryFormAndFieldKind) {
  for (const auto& characters : random_texts(3)) {
    const auto text = utf8(characters);
    const Pairs fields{{"a", text}};
    const auto json = [](const std::string& value) { return wire::quoted(value); };
    for (const auto& input :
         {in_json(fields, json), in_json(fields, [&](const auto&) { return escaped_json(characters); }),
          in_form(fields), in_multipart(fields), in_query(fields)}) {
      wire::Fields read(input);
      ASSERT_EQ(read.text("a"), text);
      ASSERT_EQ(read.text("a", {.required = false, .empty_is_absent = true, .shown = true}), text);
    }
    wire::Fields nested(wire::Input::from_json(R"({"deviceInfo":{"userAgent":)" + wire::quoted(text) + "}}").value());
    ASSERT_EQ(nested.nested_text("deviceInfo", "userAgent"), text);
  }
}

TEST(Texts, ComeBackFromEventsAndCaches) {
  for (const auto& characters : random_texts(4)) {
    const auto text = utf8(characters);
    clinic_queue::events::ClinicCreated event;
    event.name = text;
    event.description = text;
    const auto clinic = clinic_queue::events::decode("ClinicCreated", 1, encode(clinic_queue::events::Event(event)));
    ASSERT_EQ(std::get<clinic_queue::events::ClinicCreated>(*clinic), event);
    rows::Account account;
    account.id = "id";
    account.role = "PATIENT";
    account.first_name = text;
    account.last_name = text;
    const auto cached = rows::from_cache<rows::Account>(cache_json(account));
    ASSERT_TRUE(cached);
    ASSERT_EQ(cached->first_name, text);
    ASSERT_EQ(cached->last_name, text);
  }
}

TEST(Texts, WithANulAreRefusedEverywhere) {
  for (const auto& characters : random_texts(5)) {
    auto with_nul = characters;
    with_nul.insert(with_nul.size() / 2, 1, U'\0');
    const Pairs fields{{"a", utf8(with_nul)}};
    for (const auto& input : {in_json(fields, [&](const auto&) { return escaped_json(with_nul); }), in_form(fields),
                              in_multipart(fields), in_query(fields)}) {
      wire::Fields read(input);
      ASSERT_EQ(read.text("a", {.shown = true}), std::nullopt);
      ASSERT_EQ(read.faults().front().message, "Invalid input: NUL character");
    }
  }
}

}  // namespace
}  // namespace frontdesk::round_trips
