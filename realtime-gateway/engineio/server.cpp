#include "realtime-gateway/engineio/server.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "realtime-gateway/engineio/errors.hpp"
#include "realtime-gateway/engineio/ids.hpp"
#include "realtime-gateway/engineio/payload.hpp"
#include "realtime-gateway/engineio/site.hpp"

namespace frontdesk::engineio {
namespace {

constexpr std::chrono::milliseconds drain_every{50};

std::optional<Revision> revision_of(const std::optional<std::string>& eio, const Options& options) {
  if (eio == "4") return Revision::v4;
  if (eio == "3" && options.third_revision) return Revision::v3;
  return std::nullopt;
}

}  // namespace

// What a request's query names.
class Server::Asked {
 public:
  explicit Asked(const web::Request& request)
      : transport(web::query_parameter(request.query, "transport").value_or("")),
        id(web::query_parameter(request.query, "sid").value_or("")),
        eio(web::query_parameter(request.query, "EIO")) {}

  const std::string transport;
  const std::string id;
  const std::optional<std::string> eio;
};

Server::Server(Options options, std::shared_ptr<web::Round> round, web::Deadlines& deadlines, Opened opened)
    : site_(std::make_shared<Site>(std::move(options), std::move(round), deadlines)),
      opened_(std::move(opened)),
      drain_step_(deadlines, [this] { drain_some(); }) {}
// Sessions hold the site, which holds them.
Server::~Server() { const auto dropped = std::exchange(site_->sessions, {}); }

std::size_t Server::sessions() const { return site_->sessions.size(); }
const Options& Server::options() const { return site_->options; }

bool Server::serves(std::string_view path) const {
  const std::string_view own = site_->options.path;
  return path == own || path == own.substr(0, own.size() - 1);
}

std::shared_ptr<Session> Server::find(const std::string& id) const {
  const auto found = site_->sessions.find(id);
  if (found == site_->sessions.end()) return nullptr;
  auto session = found->second;
  // The timer may be a moment late, and the session's time is up all the same.
  if (!session->outlived()) return session;
  session->end("ping timeout");
  return nullptr;
}

void Server::answer(web::Exchange& exchange, web::Answer answer) const {
  answer.headers.emplace_back("Cache-Control", "no-store");
  if (site_->options.add_headers) site_->options.add_headers(exchange.request(), answer.headers);
  exchange.answer(std::move(answer));
}

void Server::requested(std::shared_ptr<web::Exchange> exchange) {
  const web::Request& request = exchange->request();
  if (request.method == "OPTIONS") {
    web::Answer preflight{.status = 204};
    preflight.headers.emplace_back("Access-Control-Allow-Methods", "GET,POST,OPTIONS");
    return answer(*exchange, std::move(preflight));
  }
  const Asked asked(request);
  if (asked.transport != "polling" && asked.transport != "websocket") {
    return answer(*exchange, error_answer(Error::transport_unknown));
  }
  if (asked.id.empty()) return open_by_polling(*exchange, asked);
  const auto session = find(asked.id);
  if (!session) return answer(*exchange, error_answer(Error::session_id_unknown));
  const bool known_method = request.method == "GET" || request.method == "POST";
  if (asked.transport != "polling" || session->upgraded() || !known_method) {
    return answer(*exchange, error_answer(Error::bad_request));
  }
  request.method == "GET" ? session->poll(std::move(exchange)) : session->post(std::move(exchange));
}

void Server::open_by_polling(web::Exchange& exchange, const Asked& asked) {
  const web::Request& request = exchange.request();
  if (request.method != "GET") return answer(exchange, error_answer(Error::bad_handshake_method));
  // A WebSocket begins with an upgrade.
  if (asked.transport != "polling") return answer(exchange, error_answer(Error::bad_request));
  auto entry = enter(request, asked);
  if (auto* refusal = std::get_if<web::Answer>(&entry)) return answer(exchange, std::move(*refusal));
  const auto session = open(request, asked, std::get<std::shared_ptr<void>>(std::move(entry)), nullptr);
  answer(exchange, {.content_type = "text/plain; charset=UTF-8", .body = session->opening_body()});
}

Entry Server::enter(const web::Request& request, const Asked& asked) const {
  const Options& options = site_->options;
  if (!revision_of(asked.eio, options)) return error_answer(Error::unsupported_protocol_version);
  if (drained_ || site_->sessions.size() >= options.sessions_max) {
    web::Answer full = error_answer(503, Error::forbidden);
    full.headers.emplace_back("Retry-After", "1");
    return full;
  }
  return options.admit ? options.admit(request) : nullptr;
}

Entry Server::enter_websocket(const web::Request& request, const Asked& asked, const Session* session) const {
  if (asked.transport == "polling") return error_answer(Error::bad_request);
  if (asked.transport != "websocket") return error_answer(Error::transport_unknown);
  if (asked.id.empty()) return enter(request, asked);
  return session ? Entry(nullptr) : error_answer(Error::session_id_unknown);
}

void Server::upgrade(const web::Request& request, std::function<void(web::Upgrade)> done) {
  const Asked asked(request);
  const auto session = asked.id.empty() ? nullptr : find(asked.id);
  const Options& options = site_->options;
  auto entry = enter_websocket(request, asked, session.get());
  if (auto* refusal = std::get_if<web::Answer>(&entry)) {
    if (options.add_headers) options.add_headers(request, refusal->headers);
    return done(std::move(*refusal));
  }
  web::Upgraded upgraded{.options = options.websocket, .headers = {}, .opened = {}};
  upgraded.options.message_bytes_max = options.message_bytes_max;
  upgraded.options.outbound_bytes_max = options.outbound_bytes_max;
  upgraded.options.outbound_messages_max = options.outbound_messages_max;
  if (options.add_headers) options.add_headers(request, upgraded.headers);
  if (asked.id.empty()) {
    upgraded.opened = [this, request, asked, place = std::get<std::shared_ptr<void>>(std::move(entry))](
                          std::shared_ptr<web::WebSocket> socket) { open(request, asked, place, std::move(socket)); };
  } else {
    upgraded.opened = [weak = std::weak_ptr(session)](std::shared_ptr<web::WebSocket> socket) {
      const auto upgrading = weak.lock();
      // Whoever comes second must not disturb the first.
      if (!upgrading || !upgrading->may_upgrade()) return socket->close(1000, "No upgrade");
      upgrading->probe(std::move(socket));
    };
  }
  done(std::move(upgraded));
}

std::shared_ptr<Session> Server::open(const web::Request& request, const Asked& asked, std::shared_ptr<void> place,
                                      std::shared_ptr<web::WebSocket> socket) {
  const Options& options = site_->options;
  Handshake handshake{.revision = revision_of(asked.eio, options).value_or(Revision::v4),
                      .query = request.query,
                      .headers = {},
                      .remote_address = request.remote_address};
  for (const std::string& name : options.kept_headers) {
    const auto value = web::header(request.headers, name);
    if (!value.empty()) handshake.headers.emplace_back(name, value);
  }
  auto session =
      std::make_shared<Session>(site_, options.id_prefix + random_id(), std::move(handshake), std::move(place));
  site_->sessions.emplace(session->id(), session);
  session->begin(std::move(socket));
  session->listen(opened_(session));
  return session;
}

void Server::drain(std::chrono::milliseconds spread, Goodbye goodbye) {
  drained_ = true;
  drained_with_ = std::move(goodbye);
  draining_.reserve(site_->sessions.size());
  for (const auto& [id, session] : site_->sessions) draining_.push_back(session);
  const auto steps = static_cast<std::size_t>(std::max<std::int64_t>(1, spread / drain_every));
  drained_at_once_ = draining_.size() / steps + 1;
  drain_some();
}

void Server::drain_some() {
  for (std::size_t i = 0; i < drained_at_once_ && !draining_.empty(); ++i) {
    if (const auto session = draining_.back().lock()) session->close(drained_with_);
    draining_.pop_back();
  }
  if (!draining_.empty()) drain_step_.set_in(drain_every);
}

}  // namespace frontdesk::engineio
