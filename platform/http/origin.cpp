#include "platform/http/origin.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <random>

#include "platform/http/field_text.hpp"

namespace frontdesk::http {
namespace {

std::string hexadecimal(std::uint64_t high, std::uint64_t low) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(32, '0');
  for (std::size_t i = 0; i < 16; ++i) {
    text[15 - i] = digits[high >> (4 * i) & 0xf];
    text[31 - i] = digits[low >> (4 * i) & 0xf];
  }
  return text;
}

std::string fresh_correlation_id() {
  thread_local std::mt19937_64 random{[] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64{seed};
  }()};
  return hexadecimal(random(), random());
}

bool is_correlation_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
  });
}

bool is_address(const std::string& text) {
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(AF_INET, text.c_str(), bytes) == 1 || inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

}  // namespace

std::string correlation_id(std::string_view given) {
  return is_correlation_id(given) ? std::string{given} : fresh_correlation_id();
}

// The last address that a proxy we trust has seen with its own eyes: read from the right, since a client may write what
// it likes on the left.
std::string seen_client(const Request& request, const std::string& peer_address,
                        const std::vector<std::string>& trusted_proxies) {
  const auto is_trusted = [&trusted_proxies](std::string_view address) {
    return std::find(trusted_proxies.begin(), trusted_proxies.end(), address) != trusted_proxies.end();
  };
  std::string peer = peer_address;
  for (auto header = request.headers.rbegin(); header != request.headers.rend(); ++header) {
    if (header->first != "x-forwarded-for") continue;
    for (std::string_view left{header->second}; is_trusted(peer) && !left.empty();) {
      const auto comma = left.rfind(',');
      const std::string address{trim(comma == std::string_view::npos ? left : left.substr(comma + 1))};
      if (!is_address(address)) return peer;
      peer = address;
      left = comma == std::string_view::npos ? std::string_view{} : left.substr(0, comma);
    }
  }
  return peer;
}

}  // namespace frontdesk::http
