#include "platform/process/probe.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

#include "platform/metrics/metrics.hpp"

namespace frontdesk::process {

namespace {
std::string body_of(const Readiness& readiness) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  // A reason may quote what somebody wrote into the log, which need not be UTF-8.
  const auto text = [&writer](const char* name, std::string value) {
    std::replace_if(
        value.begin(), value.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    writer.Key(name);
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  writer.StartObject();
  writer.Key("ready");
  writer.Bool(readiness.ready);
  if (!readiness.stopped.empty()) {
    writer.Key("stopped");
    writer.StartArray();
    for (const Stopped& part : readiness.stopped) {
      writer.StartObject();
      text("unit", part.unit);
      text("reason", part.reason);
      writer.EndObject();
    }
    writer.EndArray();
  }
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}
}  // namespace

std::optional<ProbeAnswer> probe(std::string_view path, const std::function<Readiness()>& ready) {
  constexpr auto json = "application/json; charset=utf-8";
  if (path == "/livez") return ProbeAnswer{200, json, R"({"live":true})"};
  if (path == "/metrics") return ProbeAnswer{200, "text/plain; version=0.0.4", metrics::exposition()};
  if (path != "/readyz") return std::nullopt;
  const Readiness readiness = ready();
  return ProbeAnswer{readiness.ready ? 200 : 503, json, body_of(readiness)};
}

}  // namespace frontdesk::process
