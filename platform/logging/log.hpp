#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace frontdesk::logging {

// Structured logs: one JSON object a line on stderr (`{"time","level","service","message",…fields}`). Never tokens,
// passwords, e-mails, contents or query strings. Any thread; when the reader of stderr is too slow the oldest waiting
// lines are dropped (spdlog behind it).
using Field = std::pair<std::string_view, std::string_view>;

// `level`: debug, info, warn or error; another is std::invalid_argument. Before start() the service is "frontdesk" and
// the level info.
void start(std::string_view service, std::string_view level);
void debug(std::string_view message, std::initializer_list<Field> fields = {});
void info(std::string_view message, std::initializer_list<Field> fields = {});
void warn(std::string_view message, std::initializer_list<Field> fields = {});
void error(std::string_view message, std::initializer_list<Field> fields = {});

}  // namespace frontdesk::logging
