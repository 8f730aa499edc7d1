#include "platform/auth/password.hpp"

#include <crypt.h>
#include <openssl/crypto.h>
#include <sys/random.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include "platform/auth/background_threads.hpp"

namespace frontdesk::auth {
namespace {

constexpr std::size_t password_bytes_max = 72;  // bcrypt looks at no more
constexpr int below_others = 10;                // nice value
constexpr int stored_cost_max = 14;             // a hash from elsewhere must not hold a thread for minutes

bool whole_in_bcrypt(std::string_view password) {
  return password.size() <= password_bytes_max && password.find('\0') == std::string_view::npos;
}

// `$2b$10$` and 53 characters. crypt() takes anything else for another, weaker algorithm.
bool is_bcrypt(std::string_view hash) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto radix64 = [&](char c) {
    return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '/';
  };
  if (hash.size() != 60 || !hash.starts_with("$2") || hash[3] != '$' || hash[6] != '$') return false;
  if (hash[2] != 'a' && hash[2] != 'b' && hash[2] != 'y') return false;
  if (!digit(hash[4]) || !digit(hash[5])) return false;
  const int cost = (hash[4] - '0') * 10 + hash[5] - '0';
  return cost >= 4 && cost <= stored_cost_max && std::all_of(hash.begin() + 7, hash.end(), radix64);
}

std::string bcrypt(const std::string& password, const std::string& setting) {
  const auto data = std::make_unique<crypt_data>();  // 32 KB, zero as crypt() wants it
  const char* result = ::crypt_r(password.c_str(), setting.c_str(), data.get());
  if (result == nullptr || *result == '*') throw std::runtime_error("bcrypt failed");
  std::string hash = result;
  OPENSSL_cleanse(data.get(), sizeof(crypt_data));  // it holds the password
  return hash;
}

std::string fresh_setting(int cost) {
  char random[16];
  if (::getrandom(random, sizeof random, 0) != sizeof random) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  char setting[CRYPT_GENSALT_OUTPUT_SIZE];
  if (::crypt_gensalt_rn("$2b$", static_cast<unsigned long>(cost), random, sizeof random, setting, sizeof setting) ==
      nullptr) {
    throw std::invalid_argument("bcrypt cost out of range");
  }
  return setting;
}

}  // namespace

class PasswordPool::Impl {
 public:
  explicit Impl(Options options)
      : options_(options),
        decoy_(fresh_setting(options.cost)),
        threads_(
            {.name = "passwords", .threads = options.threads, .nice = below_others, .waiting_max = options.queue_max}) {
  }

  void stop() { threads_.stop(); }

  void hash(std::string password, const std::function<void(std::optional<std::string>)>& done) {
    if (!whole_in_bcrypt(password)) throw std::invalid_argument("password does not fit into bcrypt");
    threads_.submit({[this, password = std::move(password), done]() mutable {
                       std::string result = bcrypt(password, fresh_setting(options_.cost));
                       OPENSSL_cleanse(password.data(), password.size());
                       done(std::move(result));
                     },
                     [done] { done(std::nullopt); }});
  }

  void check(std::string password, std::string hash, const std::function<void(Check)>& done) {
    threads_.submit({[this, password = std::move(password), hash = std::move(hash), done]() mutable {
                       const bool right = matches(password, hash);
                       OPENSSL_cleanse(password.data(), password.size());
                       done(right ? Check::right : Check::wrong);
                     },
                     [done] { done(Check::busy); }});
  }

 private:
  bool matches(const std::string& password, const std::string& hash) const {
    const bool comparable = is_bcrypt(hash) && whole_in_bcrypt(password);
    // Where nothing can be right, the same work is done, so that time tells nothing. crypt() refuses 512 bytes and
    // more.
    const std::string result = bcrypt(password.substr(0, password_bytes_max), comparable ? hash : decoy_);
    return comparable && equal_constant_time(result, hash);
  }

  Options options_;
  std::string decoy_;
  BackgroundThreads threads_;  // last: its jobs use the others
};

PasswordPool::PasswordPool(Options options) : impl_(std::make_unique<Impl>(options)) {}
PasswordPool::~PasswordPool() = default;
void PasswordPool::stop() { impl_->stop(); }
void PasswordPool::hash(std::string password, std::function<void(std::optional<std::string>)> done) {
  impl_->hash(std::move(password), std::move(done));
}
void PasswordPool::check(std::string password, std::string hash, std::function<void(Check)> done) {
  impl_->check(std::move(password), std::move(hash), std::move(done));
}

}  // namespace frontdesk::auth
