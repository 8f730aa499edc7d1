#include "platform/units/acceptance_rule.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <utility>

namespace frontdesk::units {
namespace {

// One context and one fetched algorithm a thread: OpenSSL 3 otherwise looks the algorithm up at every digest, which
// costs more than hashing a record.
class Sha256 {
 public:
  Sha256() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
    if (algorithm_ == nullptr || context_ == nullptr) throw std::runtime_error("OpenSSL has no SHA-256");
  }
  ~Sha256() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
  }
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void start() { require(EVP_DigestInit_ex2(context_, algorithm_, nullptr)); }

  // The length goes before the bytes, so that ("ab", "c") and ("a", "bc") differ.
  void add(std::string_view bytes) {
    std::array<unsigned char, 8> length;
    for (std::size_t i = 0; i < length.size(); ++i) {
      length[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(bytes.size()) >> (56 - 8 * i));
    }
    require(EVP_DigestUpdate(context_, length.data(), length.size()));
    require(EVP_DigestUpdate(context_, bytes.data(), bytes.size()));
  }

  std::string hex() {
    std::array<unsigned char, 32> digest;
    require(EVP_DigestFinal_ex(context_, digest.data(), nullptr));
    constexpr const char* digits = "0123456789abcdef";
    std::string text(2 * digest.size(), '0');
    for (std::size_t i = 0; i < digest.size(); ++i) {
      text[2 * i] = digits[digest[i] >> 4];
      text[2 * i + 1] = digits[digest[i] & 15];
    }
    return text;
  }

 private:
  static void require(int ok) {
    if (ok != 1) throw std::runtime_error("SHA-256 failed");
  }

  EVP_MD* algorithm_;
  EVP_MD_CTX* context_;
};

Sha256& sha256() {
  thread_local Sha256 digest;
  return digest;
}

std::string hash_of(const event_log::Record& record) { return record_hash(record.key, record.value, record.headers); }

template <class Number>
std::optional<Number> number_from(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// It becomes a word of a stored position (to_text).
bool is_term_id(std::string_view id) {
  return !id.empty() && id != "-" && std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

bool follows(const Position& position, const event_log::Record& record, const AcceptanceRule& rule) {
  if (position.term.empty()) return false;
  if (rule.checks_term && record.header(header::term) != position.term) return false;
  return !rule.checks_number || number_from<std::uint64_t>(record.header(header::number)) == position.number + 1;
}

void enter_term(Position& position, const event_log::Record& record) {
  position.term = record.header(header::id);
  position.number = 0;
  position.term_hash = hash_of(record);
}

}  // namespace

std::string record_hash(std::string_view key, std::string_view value, const event_log::Headers& headers) {
  Sha256& digest = sha256();
  digest.start();
  digest.add(key);
  digest.add(value);
  for (const auto& [name, content] : headers) {
    digest.add(name);
    digest.add(content);
  }
  return digest.hex();
}

std::string chain_hash(const Position& position) {
  if (position.term_hash.empty()) return position.last_hash;
  Sha256& digest = sha256();
  digest.start();
  digest.add(position.last_hash);
  digest.add(position.term_hash);
  return digest.hex();
}

Verdict accept(Position& position, const event_log::Record& record) { return accept(position, record, {}); }

Verdict accept(Position& position, const event_log::Record& record, const AcceptanceRule& rule) {
  if (record.offset < position.next_offset) return Verdict::broken_chain;
  const std::string_view type = record.header(header::type);
  if (type == record_type::term_started && is_term_id(record.header(header::id))) {
    enter_term(position, record);
    position.next_offset = record.offset + 1;
    return Verdict::term_started;
  }
  if (!follows(position, record, rule)) {
    position.next_offset = record.offset + 1;
    return Verdict::void_record;
  }
  if (record.header(header::previous_hash) != chain_hash(position)) return Verdict::broken_chain;
  position.next_offset = record.offset + 1;
  position.number += 1;
  position.last_hash = hash_of(record);
  position.term_hash.clear();
  return Verdict::accepted;
}

// "offset term number last_hash term_hash", '-' for what is empty. This line is a storage format.
std::string to_text(const Position& position) {
  const auto field = [](const std::string& text) { return text.empty() ? std::string("-") : text; };
  return std::to_string(position.next_offset) + ' ' + field(position.term) + ' ' + std::to_string(position.number) +
         ' ' + field(position.last_hash) + ' ' + field(position.term_hash);
}

std::optional<Position> position_from_text(std::string_view text) {
  std::array<std::string_view, 5> fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::size_t end = text.find(' ');
    const bool last = i + 1 == fields.size();
    if ((end == std::string_view::npos) != last) return std::nullopt;
    fields[i] = text.substr(0, end);
    if (fields[i].empty()) return std::nullopt;
    if (!last) text.remove_prefix(end + 1);
  }
  const auto offset = number_from<std::int64_t>(fields[0]);
  const auto number = number_from<std::uint64_t>(fields[2]);
  if (!offset || *offset < 0 || !number) return std::nullopt;
  const auto content = [](std::string_view field) { return std::string(field == "-" ? std::string_view{} : field); };
  return Position{*offset, content(fields[1]), *number, content(fields[3]), content(fields[4])};
}

}  // namespace frontdesk::units
