#include "realtime-gateway/socketio/connection.hpp"

#include <algorithm>
#include <utility>

#include "realtime-gateway/engineio/ids.hpp"
#include "realtime-gateway/socketio/json.hpp"

namespace frontdesk::socketio {
namespace {

constexpr std::size_t namespaces_max = 64;  // that one client may name

engineio::Message missed_message(const Namespace& nsp, const Missed& missed) {
  return event_message({.nsp = nsp.name(), .arguments = missed.arguments, .attachments = &missed.attachments},
                       missed.name, missed.offset);
}

}  // namespace

Connection::Connection(std::shared_ptr<Core> core, engineio::Session& session)
    : core_(std::move(core)),
      session_(session),
      assembly_(core_->options.packets, core_->options.packet_bytes_max),
      connect_timeout_(core_->deadlines, [this] {
        session_.close({1000, "No namespace joined"});
      }) {}

// Joined ones are left only if the whole server goes.
Connection::~Connection() {
  for (const Place& place : places_) {
    if (place.socket) place.socket->connection_ = nullptr;
  }
}

void Connection::begin() {
  connect_timeout_.set_in(core_->options.connect_timeout);
  // Old clients are in the main namespace without asking.
  if (old_clients()) connect({});
}

std::vector<std::shared_ptr<Socket>> Connection::sockets() const {
  std::vector<std::shared_ptr<Socket>> joined;
  for (const Place& place : places_) {
    if (place.state == State::joined) joined.push_back(place.socket);
  }
  return joined;
}

bool Connection::may_hold(std::size_t bytes) {
  return !core_->options.may_hold || core_->options.may_hold(*this, bytes + assembly_.held_bytes());
}

void Connection::received(bool binary, std::string_view message) {
  switch (binary ? assembly_.add_bytes(message) : assembly_.add_text(message)) {
    case Assembly::Outcome::incomplete:
      if (!may_hold(0)) session_.end("too much sent at once");
      return;
    case Assembly::Outcome::whole:
      return take(assembly_.take());
    case Assembly::Outcome::broken:
      return broken();
  }
}

void Connection::broken() { session_.end("parse error"); }

Connection::Places::iterator Connection::find(std::string_view nsp) {
  return std::find_if(places_.begin(), places_.end(), [nsp](const Place& place) { return place.nsp->name() == nsp; });
}

void Connection::take(WholePacket whole) {
  const auto place = find(whole.packet.nsp);
  const bool named = place != places_.end();
  switch (whole.packet.type) {
    case PacketType::connect:
      return named && place->state == State::joined && !old_clients() ? broken() : connect(whole.packet);
    case PacketType::disconnect:
      if (!named) return broken();
      if (place->state == State::joined) leave(*place, "client namespace disconnect", false);
      places_.erase(find(whole.packet.nsp));
      return;
    case PacketType::connect_error:
      return broken();
    case PacketType::event:
    case PacketType::binary_event:
    case PacketType::ack:
    case PacketType::binary_ack:
      // What was on its way when we ended it is nobody's fault.
      if (named && place->state == State::evicted) return;
      return named && place->state == State::joined ? take_event(*place, std::move(whole)) : broken();
  }
}

void Connection::take_event(Place& place, WholePacket whole) {
  Packet& packet = whole.packet;
  const auto socket = place.socket;
  if (packet.type == PacketType::ack || packet.type == PacketType::binary_ack) {
    if (!packet.id) return;
    return socket->replied(
        *packet.id, Reply{packet.payload.empty() ? "[]" : std::move(packet.payload), std::move(whole.attachments)});
  }
  if (packet.payload.empty()) return;
  place.nsp->handler().received(socket,
                                {std::move(packet.name), std::move(packet.payload), std::move(whole.attachments)},
                                packet.id ? Ack(socket, *packet.id) : Ack());
}

void Connection::connect(const Packet& packet) {
  const auto served = core_->namespaces.find(packet.nsp);
  const auto known = find(packet.nsp);
  const bool joined = known != places_.end() && known->state == State::joined;
  if (joined) return;
  if (served == core_->namespaces.end() || (known == places_.end() && places_.size() == namespaces_max)) {
    return refuse(packet.nsp, {"Invalid namespace", {}});
  }
  Namespace& nsp = *served->second;
  Place& place = known == places_.end() ? places_.emplace_back(Place{&nsp, State::asking, 0, {}}) : *known;
  place.state = State::asking;
  place.attempt = ++attempts_;
  std::string auth = packet.payload.empty() ? "{}" : packet.payload;
  nsp.handler().connecting({session_.handshake(), auth, packet.nsp_query},
                           [weak = weak_from_this(), &nsp, attempt = place.attempt, auth](Verdict verdict) {
                             const auto self = weak.lock();
                             if (self) self->judged(nsp, attempt, auth, std::move(verdict));
                           });
}

Connection::Place* Connection::waiting(const Namespace& nsp, std::uint32_t attempt) {
  const auto place = find(nsp.name());
  const bool waits = place != places_.end() && place->attempt == attempt && session_.open() &&
                     (place->state == State::asking || place->state == State::restoring);
  return waits ? &*place : nullptr;
}

void Connection::judged(Namespace& nsp, std::uint32_t attempt, const std::string& auth, Verdict verdict) {
  Place* const place = waiting(nsp, attempt);
  if (!place || place->state != State::asking) return;
  if (const auto* refused = std::get_if<Refused>(&verdict)) {
    refuse(nsp.name(), *refused);
    places_.erase(find(nsp.name()));
    return;
  }
  auto& data = std::get<Admitted>(verdict).data;
  const auto pid = nsp.recovery() ? string_member(auth, "pid") : std::nullopt;
  if (pid) return restore(*place, *pid, auth, data);
  join(*place, std::move(data), std::nullopt, std::nullopt);
}

void Connection::restore(Place& place, const std::string& pid, const std::string& auth,
                         const std::shared_ptr<void>& data) {
  place.state = State::restoring;
  Namespace& nsp = *place.nsp;
  const auto attempt = place.attempt;
  // We may not have noticed yet that it has gone.
  if (const auto former = nsp.find_private(pid)) {
    Connection* const connection = former->connection_;
    connection->leave(*connection->find(nsp.name()), "transport close", true);
    connection->session_.close({1000, "Replaced"});
  }
  nsp.recovery()->restore(pid, string_member(auth, "offset"), data,
                          [weak = weak_from_this(), &nsp, attempt, pid, data](Restoration restoration) {
                            const auto self = weak.lock();
                            Place* const waiting = self ? self->waiting(nsp, attempt) : nullptr;
                            if (!waiting) return;
                            auto* const restored = std::get_if<Restored>(&restoration);
                            if (!restored) return self->join(*waiting, data, std::nullopt, std::nullopt);
                            self->join(*waiting, data, std::move(*restored), pid);
                          });
}

void Connection::join(Place& place, std::shared_ptr<void> data, std::optional<Restored> restored,
                      std::optional<std::string> pid) {
  Namespace& nsp = *place.nsp;
  connect_timeout_.clear();
  // Somebody was quicker with the same private id.
  if (restored && nsp.find(restored->sid)) restored.reset();
  std::string id = restored ? restored->sid : engineio::random_id();
  if (!data && restored) data = restored->data;
  // Old clients could not be told a private id.
  if (!restored) pid = nsp.recovery() && !old_clients() ? nsp.recovery()->offer(id, data) : std::nullopt;
  const auto socket =
      std::make_shared<Socket>(nsp, *this, std::move(id), std::move(pid), restored.has_value(), std::move(data));
  place.state = State::joined;
  place.socket = socket;
  nsp.add(socket);
  std::string payload = R"({"sid":")" + socket->id() + '"';
  if (socket->pid_) payload += R"(,"pid":)" + quoted(*socket->pid_);
  payload += '}';
  session_.send(control_frame(PacketType::connect, nsp.name(), old_clients() ? std::string_view() : payload));
  if (restored) {
    for (const std::string& room : restored->rooms) socket->rejoin(room);
    for (const Missed& missed : restored->missed) session_.send(missed_message(nsp, missed));
  }
  nsp.handler().connected(socket);
}

void Connection::refuse(std::string_view nsp, const Refused& refused) {
  std::string payload = quoted(refused.message);
  if (!old_clients()) {
    payload = R"({"message":)" + payload + (refused.data.empty() ? "" : R"(,"data":)" + refused.data) + '}';
  } else if (!refused.data.empty()) {
    payload = refused.data;
  }
  session_.send(control_frame(PacketType::connect_error, nsp, payload));
}

void Connection::leave(Place& place, std::string_view reason, bool may_come_back) {
  place.state = State::evicted;
  // The handler may change the places.
  const auto socket = std::exchange(place.socket, nullptr);
  place.nsp->remove(*socket, reason, may_come_back);
}

void Connection::disconnect(Socket& socket) {
  session_.send(control_frame(PacketType::disconnect, socket.nsp().name()));
  leave(*find(socket.nsp().name()), "server namespace disconnect", false);
}

void Connection::closed(std::string_view reason) {
  connect_timeout_.clear();
  // By index, because handlers run in between.
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (places_[i].state == State::joined) leave(places_[i], reason, true);
  }
  places_.clear();
}

}  // namespace frontdesk::socketio
