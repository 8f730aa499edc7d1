#include <algorithm>
#include <map>
#include <random>

#include "tests/booking/given.hpp"

// Long random histories of several care rooms, against a slow and obvious account of the same rules: every message is
// kept, with who may read and write worked out anew each time.
namespace frontdesk::booking {
namespace {

const std::vector<Actor> people = {olga, otto, bea, hope, mercy, sam, tina, vera, walt, ada};

struct Slip {
  std::string author;
  CareSide side;
  bool read = false;
};

struct Account {
  Actor owner, hospital;
  std::optional<Actor> named, assigned;
  std::optional<std::int64_t> closes_at;
  bool closed = false;
  std::vector<Slip> slips;
};

class Months {
 public:
  explicit Months(unsigned seed) : random_(seed) {}

  void step() {
    at_ += between(0, 300);
    close_what_is_due();
    const auto before = state_;
    switch (between(0, 9)) {
      case 0:
        book();
        break;
      case 1:
        assign();
        break;
      case 2:
        complete();
        break;
      case 3:
      case 4:
        read();
        break;
      case 5:
      case 6:
        chat();
        break;
      default:
        say();
    }
    compare();
  }

 private:
  int between(int low, int high) { return low + static_cast<int>(random_() % static_cast<unsigned>(high - low + 1)); }
  const Actor& somebody() { return people[static_cast<std::size_t>(between(0, static_cast<int>(people.size()) - 1))]; }

  // What came of it: the event's type, else the code of refusal, else nothing.
  std::string ask(const Command& command) {
    const auto decision = decide(state_, command);
    if (const auto* rejection = std::get_if<domain::Rejection>(&decision)) return std::string(rejection->code);
    const auto* event = std::get_if<events::Event>(&decision);
    if (event == nullptr) return "nothing";
    evolve(state_, *event);
    return std::string(type_of(*event));
  }

  AppointmentId some_visit() {
    if (accounts_.empty()) return no_visit;
    return std::next(accounts_.begin(), between(0, static_cast<int>(accounts_.size()) - 1))->first;
  }

  void book() {
    if (accounts_.size() >= 4) return;
    const Actor owner = std::vector{olga, otto, bea}[static_cast<std::size_t>(between(0, 2))];
    const Actor hospital = between(0, 1) == 0 ? hope : mercy;
    const std::optional<Actor> named = between(0, 1) == 0 ? std::optional(vera) : std::nullopt;
    BookAppointment command{booked(), ada, {at_}};
    command.booking.appointment_id = {"00000000000000000000aaa" + std::to_string(accounts_.size() * 2)};
    command.booking.pet_owner_id = owner.id;
    command.booking.hospital_id = hospital.id;
    if (named) command.booking.veterinarian_id = named->id;
    EXPECT_EQ(ask(command), "AppointmentBooked");
    accounts_[command.booking.appointment_id] = {owner, hospital, named, std::nullopt, std::nullopt, false, {}};
  }

  Account* account_of(const AppointmentId& id) {
    const auto found = accounts_.find(id);
    return found == accounts_.end() ? nullptr : &found->second;
  }

  bool runs(const Account& account, const Actor& actor) {
    return actor.id == ada.id || actor.id == account.hospital.id;
  }

  void assign() {
    const auto id = some_visit();
    const Actor& by = somebody();
    const Actor staff = std::vector{sam, tina, vera, walt}[static_cast<std::size_t>(between(0, 3))];
    Account* account = account_of(id);
    const char* expected = account == nullptr                                       ? "chat_room_not_found"
                           : !runs(*account, by)                                    ? "unauthorized"
                           : account->closed                                        ? "chat_room_closed"
                           : account->assigned && account->assigned->id == staff.id ? "nothing"
                                                                                    : "CareStaffAssigned";
    EXPECT_EQ(ask(AssignStaff{room_of(id), staff.id, participant(staff), true, by, {at_}}), expected);
    if (expected == std::string("CareStaffAssigned")) account->assigned = staff;
  }

  void complete() {
    const auto id = some_visit();
    const Actor& by = somebody();
    Account* account = account_of(id);
    const auto may = [&] { return runs(*account, by) || (account->assigned && account->assigned->id == by.id); };
    const char* expected = account == nullptr   ? "appointment_not_found"
                           : !may()             ? "unauthorized"
                           : account->closes_at ? "nothing"
                                                : "AppointmentCompleted";
    EXPECT_EQ(ask(CompleteAppointment{id, by, open_ms, {at_}}), expected);
    if (expected == std::string("AppointmentCompleted")) account->closes_at = at_ + open_ms;
  }

  static std::optional<CareSide> in_room(const Account& account, const Actor& actor) {
    if (actor.id == account.owner.id) return CareSide::owner;
    if (account.assigned && account.assigned->id == actor.id) return CareSide::care;
    return std::nullopt;
  }

  static std::optional<CareSide> in_chat(const Account& account, const Actor& actor) {
    if (actor.id == account.owner.id && actor.id != bea.id) return CareSide::owner;
    const auto& clinician = account.named ? account.named : account.assigned;
    const bool is_clinician = actor.id == vera.id || actor.id == walt.id;
    if (is_clinician && clinician && clinician->id == actor.id) return CareSide::care;
    return std::nullopt;
  }

  void say() {
    const auto id = some_visit();
    const Actor& by = somebody();
    Account* account = account_of(id);
    const char* expected = account == nullptr       ? "room_not_found"
                           : account->closed        ? "room_is_not_active"
                           : !in_room(*account, by) ? "not_in_room"
                                                    : "CareMessageSent";
    EXPECT_EQ(ask(SendInRoom{room_of(id), by, {.content = "Hi"}, {at_}}), expected);
    if (expected == std::string("CareMessageSent")) account->slips.push_back({by.id.value, *in_room(*account, by)});
  }

  void chat() {
    const auto id = some_visit();
    const Actor& by = somebody();
    Account* account = account_of(id);
    const char* expected = account == nullptr       ? "appointment_not_found"
                           : !in_chat(*account, by) ? "unauthorized"
                           : account->closed        ? "chat_is_closed"
                                                    : "CareMessageSent";
    EXPECT_EQ(ask(SendInChat{id, by, {.content = "Hi"}, {at_}}), expected);
    if (expected == std::string("CareMessageSent")) account->slips.push_back({by.id.value, *in_chat(*account, by)});
  }

  void read() {
    const auto id = some_visit();
    const Actor& by = somebody();
    Account* account = account_of(id);
    const auto side = account == nullptr ? std::nullopt : in_chat(*account, by);
    bool anything = false;
    if (side) {
      for (Slip& slip : account->slips) {
        if (slip.side == *side || slip.read) continue;
        slip.read = anything = true;
      }
    }
    const char* expected = account == nullptr ? "appointment_not_found"
                           : !side            ? "unauthorized"
                           : anything         ? "CareMessagesRead"
                                              : "nothing";
    EXPECT_EQ(ask(MarkMessagesRead{id, by, {at_}}), expected);
  }

  void close_what_is_due() {
    for (auto& [id, account] : accounts_) {
      if (account.closes_at && *account.closes_at <= at_) account.closed = true;
    }
    // Some of the time nobody has asked yet what is due.
    if (between(0, 2) == 0) return;
    while (const auto event = due(state_, {at_})) evolve(state_, *event);
    for (const auto& [id, account] : accounts_) EXPECT_EQ(state_.appointments.at(id).closed, account.closed);
  }

  void compare() {
    for (const auto& [id, account] : accounts_) {
      const Appointment& appointment = state_.appointments.at(id);
      EXPECT_EQ(appointment.last_number(), static_cast<int>(account.slips.size()));
      EXPECT_EQ(appointment.is_open({at_}), !account.closed);
      for (std::size_t i = 0; i < account.slips.size(); ++i) {
        const Slip& slip = account.slips[i];
        const bool read = static_cast<int>(i) < appointment.written_by(slip.side).read;
        EXPECT_EQ(read, slip.read) << "message " << i + 1;
      }
    }
  }

  std::mt19937 random_;
  State state_;
  std::map<AppointmentId, Account> accounts_;
  std::int64_t at_ = 1000;
};

TEST(CareRooms, KeepTheirRulesThroughRandomMonths) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Months months(seed);
    for (int i = 0; i < 400 && !testing::Test::HasFailure(); ++i) months.step();
  }
}

TEST(Memory, DoesNotGrowWithMessages) {
  State state = given({booked(vera.id), assigned(sam)}).state();
  const auto entries = [&] { return state.appointments.size() + state.closings.size(); };
  const auto before = entries();
  for (int i = 1; i <= 1000; ++i) {
    evolve(state, written(i, i % 3 == 0 ? sam : olga, i % 3 == 0 ? CareSide::care : CareSide::owner));
    if (i % 3 == 0) evolve(state, read(CareSide::owner, olga, i));
  }
  EXPECT_EQ(entries(), before);
}

TEST(Memory, AsksWhatIsDueOfTheFirstAlone) {
  State state;
  for (int i = 0; i < 10'000; ++i) {
    std::string digits = std::to_string(i);
    digits.insert(0, 23 - digits.size(), '0');
    auto event = booked();
    event.appointment_id = {digits + "0"};
    event.room_id = {digits + "1"};
    evolve(state, event);
    auto end = completed();
    end.appointment_id = event.appointment_id;
    evolve(state, end);
  }
  int closed_rooms = 0;
  while (const auto event = due(state, {100'000})) {
    evolve(state, *event);
    ++closed_rooms;
  }
  EXPECT_EQ(closed_rooms, 10'000);
  EXPECT_TRUE(state.closings.empty());
}

}  // namespace
}  // namespace frontdesk::booking
