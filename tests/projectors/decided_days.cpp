#include <algorithm>
#include <random>
#include <set>

#include "domain/booking/ids.hpp"
#include "domain/unfoldable.hpp"
#include "events/clinic_queue_samples.hpp"
#include "tests/booking/given.hpp"
#include "tests/clinic_queue/given.hpp"
#include "tests/domain/examples.hpp"
#include "tests/identity/given.hpp"
#include "tests/projectors/some_days.hpp"

namespace frontdesk::projectors {
namespace {

namespace queues = clinic_queue;

constexpr int day_s = 86'400;
constexpr int days_max = 8;
constexpr int session_s = 600;

// Every zone has the days of UTC.
class PlainDays final : public queues::Calendar {
 public:
  bool knows(std::string_view, const queues::events::OpeningHours&) const override { return true; }
  queues::LocalDay day_of(std::string_view, const queue_events::OpeningHours&, Instant now) const override {
    const auto day = static_cast<int>((now.ms - at(0).ms) / 1000 / day_s);
    const int start = day * day_s;
    return {
        {"2026-11-" + std::to_string(21 + day)}, at(start), at(start + day_s), at(start + 32'400), at(start + 61'200)};
  }
};

class Days {
 public:
  explicit Days(std::uint64_t seed) : random_(seed) {}

  std::vector<Given> play(std::size_t steps) {
    while (events_.size() < steps) step();
    return std::move(events_);
  }

 private:
  int draw(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  Instant now() const { return at(second_); }

  void step() {
    ++second_;
    if (draw(100) == 0) second_ += session_s;
    if (draw(100) == 0 && day_ < days_max) second_ = ++day_ * day_s;
    for (auto& [n, clinic] : clinics_) let_time_pass(n, clinic);
    while (const auto event = booking::due(care_, now())) happened(*event);
    switch (draw(4)) {
      case 0:
        return step_of_user();
      case 1:
        return step_of_care_room();
      default:
        return step_of_clinic();
    }
  }

  // --- clinics: one a unit ---

  struct Clinic {
    queues::State state;
    queues::QueueId queue_id;  // the latest
  };

  void happened(int n, Clinic& clinic, const queue_events::Event& event) {
    queues::evolve(clinic.state, event);
    if (const auto* opened = std::get_if<queue_events::QueueOpened>(&event)) clinic.queue_id = opened->queue_id;
    const std::string key = "clinic-" + std::to_string(n);
    std::string subject = "clinic/" + key;
    if (std::holds_alternative<queue_events::PlaceClaimed>(event)) subject = "place/" + key;
    std::visit(
        [&subject](const auto& known) {
          if constexpr (requires { known.queue_id; }) subject = "queue/" + known.queue_id.value;
        },
        event);
    events_.push_back({key, subject, event});
  }

  void ask(int n, Clinic& clinic, const queues::Command& command) {
    const auto decision = decide(clinic.state, command);
    const auto* event = std::get_if<queue_events::Event>(&decision);
    if (event == nullptr) return;
    made_by_commands_.insert(queue_events::type_of(*event));
    happened(n, clinic, *event);
  }

  // An event that no command here makes, as its schema's example shows it, of a token of this clinic.
  void happen_by_example(int n, Clinic& clinic) {
    const auto& sample = queue_events::samples[draw(static_cast<int>(std::size(queue_events::samples)))];
    const auto token = clinic.state.tokens.find(any_token(clinic));
    if (made_by_commands_.contains(sample.type) || token == clinic.state.tokens.end()) return;
    const auto text = [&](std::string_view member) -> std::optional<std::string> {
      if (member == "clinicId") return clinic.state.clinics.begin()->first.value;
      if (member == "queueId") return token->second.queue_id.value;
      if (member == "tokenId") return token->first.value;
      if (member == "patientId") return token->second.patient_id.value;
      if (member.ends_with("At")) return to_iso8601(now());
      return std::nullopt;
    };
    const auto same = [](std::string_view) { return std::optional<int>(); };
    const auto whole = [](std::string_view) { return false; };
    const auto event =
        queue_events::decode(sample.type, sample.version, domain::replaced(sample.json, {text, same, whole}));
    try {
      auto after = clinic.state;
      queues::evolve(after, *event);
    } catch (const domain::Unfoldable&) {
      return;
    }
    happened(n, clinic, *event);
  }

  void let_time_pass(int n, Clinic& clinic) {
    const auto mint = [](const queues::ClinicId& of, const LocalDate& day) {
      return queues::QueueId{"queue-of-" + of.value + "-" + day.value};
    };
    while (const auto event = queues::due(clinic.state, now(), calendar_, mint)) happened(n, clinic, *event);
  }

  void step_of_clinic() {
    const int n = draw(6);
    Clinic& clinic = clinics_[n];
    if (clinic.state.clinics.empty()) return open(n, clinic);
    const queues::QueueId queue = clinic.queue_id;
    switch (draw(12)) {
      case 0:
      case 1:
        ask(n, clinic, queues::CallNext{queue, staff_, {}, now()});
        return;
      case 2:
        ask(n, clinic, queues::CompleteToken{queue, any_token(clinic), staff_, now()});
        return;
      case 3:
        ask(n, clinic, queues::SkipToken{queue, any_token(clinic), staff_, now()});
        return;
      case 4:
        ask(n, clinic, queues::StartToken{queue, any_token(clinic), staff_, now()});
        return;
      case 5:
        return give_back(n, clinic);
      case 6:
        ask(n, clinic, queues::SetQueueActive{queue, draw(2) == 0, staff_, now()});
        return;
      case 7:
        return change(n, clinic);
      case 8:
        return happen_by_example(n, clinic);
      default:
        ask(n, clinic,
            queues::TakeToken{
                queue, {"token-" + std::to_string(++ids_)}, {"patient-" + std::to_string(draw(20))}, now()});
        return;
    }
  }

  void open(int n, Clinic& clinic) {
    auto created = std::get<queue_events::ClinicCreated>(std::get<queue_events::Event>(clinic_created(n).event));
    created.created_at = now();
    created.first_day_ends_at = today().ends_at;
    ask(n, clinic, queues::CreateClinic{created, {}});
    ask(n, clinic, queues::OpenQueue{{"queue-" + std::to_string(n)}, created.clinic_id, 50, today(), staff_, now()});
  }

  queues::LocalDay today() const { return calendar_.day_of("", {}, now()); }

  // Any that is active; often the one that is called, because half of the commands need that one.
  queues::TokenId any_token(const Clinic& clinic) {
    const auto& called = clinic.state.queues.at(clinic.queue_id).called;
    if (called && draw(2) == 0) return *called;
    std::vector<std::string> ids;
    for (const auto& [id, token] : clinic.state.tokens) ids.push_back(id.value);
    if (ids.empty()) return {"none"};
    std::sort(ids.begin(), ids.end());
    return {ids[static_cast<std::size_t>(draw(static_cast<int>(ids.size())))]};
  }

  void give_back(int n, Clinic& clinic) {
    const auto token = clinic.state.tokens.find(any_token(clinic));
    if (token == clinic.state.tokens.end()) return;
    ask(n, clinic, queues::ReturnToken{token->first, token->second.patient_id, now()});
  }

  void change(int n, Clinic& clinic) {
    const auto& present = clinic.state.clinics.begin()->second;
    queues::ChangeClinic command{{}, {}, today(), now()};
    auto& event = command.change;
    event.clinic_id = clinic.state.clinics.begin()->first;
    event.changed_by = {"user-admin"};
    if (draw(2) == 0) event.name = "Name " + std::to_string(second_);
    if (draw(2) == 0) event.latitude = 0.1 * draw(900);
    if (draw(3) == 0) event.description = "{\"quoted\", NULL}";
    if (draw(3) == 0) event.opening_hours = queue_events::OpeningHours{"08:00", "12:30"};
    if (draw(3) == 0) event.clinic_type = queue_events::ClinicType::ent;
    if (draw(3) == 0) event.timezone = "Asia/Tokyo";
    if (draw(3) == 0) event.is_active = draw(2) == 0;
    const int revision = present.revision + 1;
    if (event.name || event.latitude) {
      queues::ClaimPlace claim;
      claim.claim = {"",
                     event.name.value_or(present.name),
                     event.latitude.value_or(present.latitude),
                     present.longitude,
                     event.clinic_id,
                     revision,
                     now(),
                     {"user-admin"}};
      ask(n, clinic, claim);
      command.place = queues::PlaceAnswer{revision, false};
    }
    if (draw(4) != 0) ask(n, clinic, command);  // else broken off between its two steps
  }

  // --- appointments with their care rooms ---

  void happened(const booking::events::Event& event) {
    booking::evolve(care_, event);
    auto place = place_of(event);
    events_.push_back({place.key, place.subject, event});
  }

  void ask(const booking::Command& command) {
    const auto decision = decide(care_, command);
    if (const auto* event = std::get_if<booking::events::Event>(&decision)) happened(*event);
  }

  void step_of_care_room() {
    const booking::AppointmentId id{std::to_string(draw(5)) + "00000000000000000000000"};
    const auto room = booking::room_of(id);
    const booking::Actor owner{{"owner"}, booking::Role::pet_owner};
    const booking::Actor hospital{{"hospital"}, booking::Role::hospital};
    const booking::Actor vet{{"vet-" + std::to_string(draw(2))}, booking::Role::clinician, {"profile"}};
    if (!care_.appointments.contains(id)) return book(id, owner);
    switch (draw(12)) {
      case 0:
        return ask(booking::CompleteAppointment{id, hospital, session_s * 1000, now()});
      case 1:
      case 2:
        return ask(booking::AssignStaff{room, vet.id, {"participant of " + vet.id.value}, true, hospital, now()});
      case 3:
      case 4:
        return ask(booking::MarkMessagesRead{id, draw(2) == 0 ? owner : vet, now()});
      case 5:
        return ask(booking::SendInChat{id, vet, note("chat"), now()});
      default:
        return ask(booking::SendInRoom{room, draw(2) == 0 ? owner : vet, note("room"), now()});
    }
  }

  void book(const booking::AppointmentId& id, const booking::Actor& owner) {
    booking::BookAppointment command{{}, owner, now()};
    command.booking.appointment_id = id;
    command.booking.pet_owner_id = owner.id;
    command.booking.hospital_id = {"hospital"};
    command.booking.time = now();
    if (draw(2) == 0) command.booking.pet_name = events::Sealed("Rex, {\"NULL\"}");
    ask(command);
  }

  booking::Writing note(const std::string& where) {
    booking::Writing note{.kind = booking::events::CareMessageKind::text, .content = where + " \"7\", {\\}\nÈve"};
    if (draw(4) == 0) note.attachments = {{{"file"}, events::Sealed("/uploads/x"), events::Sealed("\"x\""), 1.5}};
    if (draw(4) == 0) note.sender_name = "O'Neil";
    return note;
  }

  // --- accounts ---

  void ask(const std::string& user, const identity::Command& command) {
    const auto decision = decide(accounts_, command);
    const auto* event = std::get_if<account_events::Event>(&decision);
    if (event == nullptr) return;
    identity::evolve(accounts_, *event);
    events_.push_back({user, "user/" + user, *event});
  }

  void step_of_user() {
    const std::string user = "user-" + std::to_string(draw(5));
    const identity::UserId id{user};
    const auto account = accounts_.accounts.find(id);
    if (account == accounts_.accounts.end()) {
      return ask(user, identity::RegisterUser{id, user + "@Example.com", "Asha", "O'Neil", "secret-hash",
                                              "https://p/x y", now()});
    }
    const int version = account->second.credential_version;
    switch (draw(14)) {
      case 0:
        return ask(user, identity::EndSession{any_token_hash(account->second), now()});
      case 1:
        return ask(user, identity::RevokeSession{any_session(account->second), id, now()});
      case 2:
      case 3:
        return ask(user, identity::RefreshSession{any_token_hash(account->second), "hash-" + std::to_string(++ids_), 0,
                                                  "agent " + std::to_string(second_), "127.0.0.2", now(),
                                                  at(second_ + session_s)});
      case 4:
        return ask(user, identity::ChangePassword{id, version, "another-hash", now()});
      case 5:
        return ask(user, identity::DisableAccount{id, now()});
      case 6:
        return ask(user, identity::EnableAccount{id, now()});
      case 7:
        return ask(user, identity::ChangeProfile{id, "Name " + std::to_string(second_), {}, now()});
      case 8:
        return ask(user, identity::GrantRole{id, any_role(), now()});
      case 9:
        return ask(user, identity::AddClinicStaff{id, any_clinic(), {"user-admin"}, now()});
      case 10:
        return ask(user, identity::RemoveClinicStaff{
                             id, account->second.clinic_id.value_or(any_clinic()), {"user-admin"}, now()});
      default:
        return ask(user, identity::OpenSession{{"session-" + std::to_string(++ids_)},
                                               id,
                                               version,
                                               "hash-" + std::to_string(++ids_),
                                               "agent \"7\"",
                                               "127.0.0.1",
                                               now(),
                                               at(second_ + session_s)});
    }
  }

  account_events::Role any_role() {
    constexpr account_events::Role roles[] = {account_events::Role::patient, account_events::Role::staff,
                                              account_events::Role::admin};
    return roles[draw(3)];
  }

  identity::ClinicId any_clinic() { return {"clinic-" + std::to_string(draw(3))}; }

  // Also of those that have ended.
  identity::SessionId any_session(const identity::Account& account) {
    if (account.sessions.empty()) return {"none"};
    return account.sessions[static_cast<std::size_t>(draw(static_cast<int>(account.sessions.size())))];
  }

  // The live one or, now and then, a spent one.
  std::string any_token_hash(const identity::Account& account) {
    const auto session = accounts_.sessions.find(any_session(account));
    if (session == accounts_.sessions.end()) return "none";
    return draw(5) == 0 ? session->second.token_hashes.front() : session->second.live_token_hash;
  }

  std::mt19937_64 random_;
  const PlainDays calendar_;
  const queues::Staff staff_{{"user-staff"}, true, {}};
  int second_ = 100;
  int day_ = 0;
  int ids_ = 0;
  std::map<int, Clinic> clinics_;
  std::set<std::string_view> made_by_commands_;
  identity::State accounts_;
  booking::State care_;
  std::vector<Given> events_;
};

}  // namespace

std::vector<Given> some_days(std::uint64_t seed, std::size_t steps) { return Days(seed).play(steps); }

}  // namespace frontdesk::projectors
