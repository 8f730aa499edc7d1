#include "platform/logging/log.hpp"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <mutex>
#include <stdexcept>

#include "platform/logging/line.hpp"
#include "platform/time/wall_clock.hpp"

namespace frontdesk::logging {
namespace {

constexpr std::size_t lines_waiting_max = 8192;

// The lines are made here; spdlog carries them to stderr on a thread of its own and drops the oldest when the reader of
// stderr is too slow, so that a full pipe stops no request.
class Output {
 public:
  Output()
      : workers_(std::make_shared<spdlog::details::thread_pool>(lines_waiting_max, 1)),
        logger_(std::make_shared<spdlog::async_logger>("frontdesk", std::make_shared<spdlog::sinks::stderr_sink_mt>(),
                                                       workers_, spdlog::async_overflow_policy::overrun_oldest)) {
    logger_->set_pattern("%v");
    logger_->set_level(spdlog::level::info);
  }

  void start(std::string_view service, spdlog::level::level_enum level) {
    const std::lock_guard lock(mutex_);
    service_ = service;
    logger_->set_level(level);
  }

  void write(spdlog::level::level_enum level, std::string_view name, std::string_view message,
             std::initializer_list<Field> fields) {
    if (!logger_->should_log(level)) return;
    logger_->log(level, spdlog::string_view_t(line(wall_clock_now(), name, service(), message, fields)));
  }

  // The queue's destructor waits until it is empty; lines that come later are lost.
  void finish() { workers_.reset(); }

 private:
  std::string service() const {
    const std::lock_guard lock(mutex_);
    return service_;
  }

  mutable std::mutex mutex_;
  std::string service_ = "frontdesk";
  std::shared_ptr<spdlog::details::thread_pool> workers_;
  std::shared_ptr<spdlog::async_logger> logger_;
};

// Never destroyed, as threads may log until the process has ended; what waits at exit is written.
Output& output() {
  static Output& instance = [&]() -> Output& {
    static auto* made = new Output;
    std::atexit([] { made->finish(); });
    return *made;
  }();
  return instance;
}

spdlog::level::level_enum level_named(std::string_view name) {
  if (name == "debug") return spdlog::level::debug;
  if (name == "info") return spdlog::level::info;
  if (name == "warn") return spdlog::level::warn;
  if (name == "error") return spdlog::level::err;
  throw std::invalid_argument("unknown log level: " + std::string(name));
}

}  // namespace

void start(std::string_view service, std::string_view level) {
  const auto known = level_named(level);
  output().start(service, known);
}

void debug(std::string_view message, std::initializer_list<Field> fields) {
  output().write(spdlog::level::debug, "debug", message, fields);
}
void info(std::string_view message, std::initializer_list<Field> fields) {
  output().write(spdlog::level::info, "info", message, fields);
}
void warn(std::string_view message, std::initializer_list<Field> fields) {
  output().write(spdlog::level::warn, "warn", message, fields);
}
void error(std::string_view message, std::initializer_list<Field> fields) {
  output().write(spdlog::level::err, "error", message, fields);
}

}  // namespace frontdesk::logging
