#include "schemas/wire/json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>

namespace frontdesk::wire {

namespace {
void append_escaped(std::string& out, unsigned char c) {
  static constexpr char digits[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += digits[c >> 4];
      out += digits[c & 15];
  }
}
struct Shortest {
  std::string digits;  // the first of them stands before the point
  int exponent = 0;
};

Shortest shortest(double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific).ptr;
  const auto mark = std::find(text.data(), end, 'e');
  Shortest number;
  std::copy_if(text.data(), mark, std::back_inserter(number.digits), [](char c) { return c != '.'; });
  const char* exponent = mark + (mark[1] == '+' ? 2 : 1);
  std::from_chars(exponent, end, number.exponent);
  return number;
}
}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain, i - plain);
    append_escaped(out, c);
    plain = i + 1;
  }
  out.append(text, plain);
  out += '"';
}

bool has_lone_surrogate(std::string_view json) {
  for (auto i = json.find('\\'); i != std::string_view::npos; i = json.find('\\', i)) {
    const bool surrogate = json[i + 1] == 'u' && (json[i + 2] == 'd' || json[i + 2] == 'D') && json[i + 3] > '7';
    if (surrogate && json[i + 3] != '8' && json[i + 3] != '9' && (json[i + 3] | 0x20) >= 'c') return true;
    i += surrogate ? 12 : 2;
  }
  return false;
}

void append_number(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  const auto [digits, exponent] = shortest(std::abs(value));
  const int count = static_cast<int>(digits.size());
  if (value < 0) out += '-';
  // ECMAScript, Number::toString.
  if (exponent < -6 || exponent >= 21) {
    out += digits[0];
    if (count > 1) out.append(1, '.').append(digits, 1);
    out.append(exponent < 0 ? "e" : "e+").append(std::to_string(exponent));
  } else if (exponent < 0) {
    out.append("0.").append(static_cast<std::size_t>(-1 - exponent), '0').append(digits);
  } else if (exponent >= count - 1) {
    out.append(digits).append(static_cast<std::size_t>(exponent + 1 - count), '0');
  } else {
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    out.append(digits, 0, whole).append(1, '.').append(digits, whole);
  }
}

std::string quoted(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

void ObjectWriter::begin(std::string_view name) {
  if (out_.size() > 1) out_ += ',';
  append_quoted(out_, name);
  out_ += ':';
}

ObjectWriter& ObjectWriter::text(std::string_view name, std::string_view value) {
  begin(name);
  append_quoted(out_, value);
  return *this;
}

ObjectWriter& ObjectWriter::number(std::string_view name, long long value) {
  begin(name);
  out_ += std::to_string(value);
  return *this;
}

ObjectWriter& ObjectWriter::number(std::string_view name, double value) {
  begin(name);
  append_number(out_, value);
  return *this;
}

ObjectWriter& ObjectWriter::boolean(std::string_view name, bool value) {
  begin(name);
  out_ += value ? "true" : "false";
  return *this;
}

ObjectWriter& ObjectWriter::null(std::string_view name) {
  begin(name);
  out_ += "null";
  return *this;
}

ObjectWriter& ObjectWriter::raw(std::string_view name, std::string_view json) {
  begin(name);
  out_.append(json);
  return *this;
}

std::string ObjectWriter::take() {
  out_ += '}';
  return std::move(out_);
}

}  // namespace frontdesk::wire
