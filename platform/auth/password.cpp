#include "platform/auth/password.hpp"

#include <crypt.h>
#include <openssl/crypto.h>
#include <pthread.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

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

// crypt() with the 32 KB that it needs; one per thread.
class Bcrypt {
 public:
  Bcrypt() : data_(std::make_unique<crypt_data>()) {}

  std::string run(const std::string& password, const std::string& setting) {
    const char* result = ::crypt_r(password.c_str(), setting.c_str(), data_.get());
    if (result == nullptr || *result == '*') throw std::runtime_error("bcrypt failed");
    std::string hash = result;
    OPENSSL_cleanse(data_.get(), sizeof(crypt_data));  // it holds the password, and must be zero for the next run
    return hash;
  }

 private:
  std::unique_ptr<crypt_data> data_;
};

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
  explicit Impl(Options options) : options_(options), decoy_(fresh_setting(options.cost)) {
    for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { work(); });
  }

  ~Impl() { stop(); }

  void stop() {
    std::deque<Job> dropped;
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      dropped.swap(jobs_);
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    for (Job& job : dropped) job.drop();
  }

  void hash(std::string password, const std::function<void(std::optional<std::string>)>& done) {
    if (!whole_in_bcrypt(password)) throw std::invalid_argument("password does not fit into bcrypt");
    submit({[this, password = std::move(password), done](Bcrypt& bcrypt) mutable {
              std::string result = bcrypt.run(password, fresh_setting(options_.cost));
              OPENSSL_cleanse(password.data(), password.size());
              done(std::move(result));
            },
            [done] { done(std::nullopt); }});
  }

  void check(std::string password, std::string hash, const std::function<void(Check)>& done) {
    submit({[this, password = std::move(password), hash = std::move(hash), done](Bcrypt& bcrypt) mutable {
              const bool right = matches(bcrypt, password, hash);
              OPENSSL_cleanse(password.data(), password.size());
              done(right ? Check::right : Check::wrong);
            },
            [done] { done(Check::busy); }});
  }

 private:
  struct Job {
    std::function<void(Bcrypt&)> run;
    std::function<void()> drop;
  };

  bool matches(Bcrypt& bcrypt, const std::string& password, const std::string& hash) const {
    const bool comparable = is_bcrypt(hash) && whole_in_bcrypt(password);
    // Where nothing can be right, the same work is done, so that time tells nothing. crypt() refuses 512 bytes and
    // more.
    const std::string result = bcrypt.run(password.substr(0, password_bytes_max), comparable ? hash : decoy_);
    return comparable && equal_constant_time(result, hash);
  }

  void submit(Job job) {
    {
      const std::lock_guard lock(mutex_);
      if (jobs_.size() < options_.queue_max && !stopping_) {
        jobs_.push_back(std::move(job));
        changed_.notify_one();
        return;
      }
    }
    job.drop();
  }

  void work() {
    pthread_setname_np(pthread_self(), "passwords");
    // On Linux a nice value is a thread's own. Raising it is always allowed.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), below_others);
    Bcrypt bcrypt;
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (stopping_) return;
      const Job job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      job.run(bcrypt);
      lock.lock();
    }
  }

  Options options_;
  std::string decoy_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
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
