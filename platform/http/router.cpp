#include "platform/http/router.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace frontdesk::http {
namespace {

bool is_parameter(const std::string& segment) { return segment.starts_with(':'); }

std::vector<std::string> split(std::string_view pattern) {
  std::vector<std::string> segments;
  while (!pattern.empty()) {
    if (pattern.front() != '/') throw std::invalid_argument("a route's pattern starts with '/'");
    pattern.remove_prefix(1);
    const auto end = std::min(pattern.find('/'), pattern.size());
    if (end > 0 || end < pattern.size()) segments.emplace_back(pattern.substr(0, end));
    pattern.remove_prefix(end);
  }
  return segments;
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
  return std::equal(pattern.begin(), pattern.end(), segments.begin(), [](const auto& expected, const auto& actual) {
    return is_parameter(expected) ? !actual.empty() : expected == actual;
  });
}

}  // namespace

bool Router::more_literal(const Route& left, const Route& right) {
  return std::lexicographical_compare(
      left.pattern.begin(), left.pattern.end(), right.pattern.begin(), right.pattern.end(),
      [](const auto& one, const auto& other) { return !is_parameter(one) && is_parameter(other); });
}

void Router::add(std::string method, std::string_view pattern, Handler handler) {
  Route route{std::move(method), split(pattern), std::move(handler)};
  const auto count = route.pattern.size();
  if (routes_.size() <= count) routes_.resize(count + 1);
  auto& same_length = routes_[count];
  same_length.insert(std::upper_bound(same_length.begin(), same_length.end(), route, more_literal), std::move(route));
}

void Router::otherwise(Handler handler) { otherwise_ = std::move(handler); }

void Router::operator()(std::shared_ptr<Request> request, Respond respond) const {
  const auto& segments = request->segments;
  const std::string_view method = request->method == "HEAD" ? "GET" : std::string_view{request->method};
  if (segments.size() < routes_.size()) {
    for (const auto& route : routes_[segments.size()]) {
      if (route.method != method || !fits(route.pattern, segments)) continue;
      for (std::size_t i = 0; i < segments.size(); ++i)
        if (is_parameter(route.pattern[i]))
          request->path_parameters.emplace_back(route.pattern[i].substr(1), segments[i]);
      route.handler(std::move(request), std::move(respond));
      return;
    }
  }
  if (otherwise_) return otherwise_(std::move(request), std::move(respond));
  respond(Response{.status = 404, .body = {}, .content_type = {}, .headers = {}});
}

}  // namespace frontdesk::http
