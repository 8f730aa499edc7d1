#include "tests/projectors/some_days.hpp"

namespace frontdesk::projectors {

using namespace queue_events;
using namespace account_events;

Instant at(int second) { return {1'795'219'200'000 + second * 1000LL}; }

namespace {

std::string clinic_id(int n) { return "clinic-" + std::to_string(n); }
std::string queue_id(int n) { return "queue-" + std::to_string(n); }
Given of_queue(int n, queue_events::Event event) { return {clinic_id(n), "queue/" + queue_id(n), std::move(event)}; }
Given of_user(const std::string& user, account_events::Event event) { return {user, "user/" + user, std::move(event)}; }

}  // namespace

Given clinic_created(int n) {
  ClinicCreated event;
  event.clinic_id = {clinic_id(n)};
  event.name = "Clinic \"" + std::to_string(n) + "\", {Saint \\ Ève}";
  event.latitude = 40.7128 + n;
  event.longitude = -74.006;
  if (n % 2 == 0) event.address = "1 Main Street, NULL";
  if (n % 2 == 1) event.timezone = "Asia/Kathmandu";
  event.opening_hours = {"09:00", "17:00"};
  event.zone = event.timezone.value_or("America/New_York");
  event.first_day_ends_at = at(86'400);
  event.created_at = at(n);
  return {clinic_id(n), "clinic/" + clinic_id(n), queue_events::Event(event)};
}

Given queue_opened(int n) {
  QueueOpened event;
  event.queue_id = {queue_id(n)};
  event.clinic_id = {clinic_id(n)};
  event.day = {"2026-11-21"};
  event.day_starts_at = at(0);
  event.day_ends_at = at(86'400);
  event.start_time = at(32'400);
  event.end_time = at(61'200);
  event.max_queue_size = 50;
  event.opened_at = at(10);
  return of_queue(n, event);
}

Given token_issued(int n, const std::string& token, int number, int second) {
  return of_queue(n, TokenIssued{{queue_id(n)}, {clinic_id(n)}, {token}, {"patient-of-" + token}, number, at(second)});
}

Given token_called(int n, const std::string& token, int number, int second) {
  return of_queue(
      n, TokenCalled{
             {queue_id(n)}, {clinic_id(n)}, {token}, {"patient-of-" + token}, number, at(second), {"user-staff"}, {}});
}

Given user_registered(const std::string& user, int second) {
  return of_user(user, UserRegistered{{user},
                                      Sealed(user + "@Example.com"),
                                      Sealed("Asha"),
                                      Sealed("O'Neil"),
                                      "secret-hash",
                                      Sealed("https://p/x y"),
                                      at(second)});
}

Given session_opened(const std::string& session, const std::string& user, int second) {
  return of_user(
      user,
      SessionOpened{
          {session}, {user}, "token-hash", Sealed("agent \"7\""), Sealed("127.0.0.1"), at(second), at(second + 600)});
}

Given session_ended(const std::string& session, const std::string& user, int second) {
  return of_user(user, SessionEnded{{session}, {user}, EndReason::logout, at(second)});
}

Given refresh_token_reused(const std::string& session, const std::string& user, int second) {
  return of_user(user, RefreshTokenReused{{session}, {user}, at(second)});
}

}  // namespace frontdesk::projectors
