#include "tests/booking/given.hpp"

namespace frontdesk::booking {
namespace {

const Events booking = {booked()};
const Events with_vera = {booked(vera.id)};
const Events with_sam = {booked(), assigned(sam)};
const Events with_walt_assigned = {booked(), assigned(walt)};
const Events done = with_sam + Events{completed()};
const Events over = done + Events{closed()};
const Events replaced = with_sam + Events{assigned(tina, sam.id, 1150)};

BookAppointment book(const Actor& by, const Actor& owner = olga, const Actor& hospital = hope) {
  BookAppointment command{booked(), by, {1000}};
  command.booking.pet_owner_id = owner.id;
  command.booking.hospital_id = hospital.id;
  return command;
}
CompleteAppointment complete(const Actor& by, const AppointmentId& id = visit, std::int64_t at = 2000) {
  return {id, by, open_ms, {at}};
}
AssignStaff assign(const Actor& staff, const Actor& by, std::int64_t at = 1100, const CareRoomId& id = room,
                   bool is_staff = true) {
  return {id, staff.id, participant(staff), is_staff, by, {at}};
}
AskForRoom ask(const Actor& by, const Actor& owner = olga, const Actor& hospital = hope,
               const AppointmentId& id = visit) {
  return {id, owner.id, hospital.id, by, {1200}};
}
SendInRoom say(const Actor& by, std::int64_t at = 1200, const CareRoomId& id = room) {
  return {id, by, {.content = "Hi"}, {at}};
}
SendInChat chat(const Actor& by, CareMessageKind kind = CareMessageKind::text, std::int64_t at = 1200,
                const AppointmentId& id = visit) {
  return {id, by, {.kind = kind, .content = "Hi"}, {at}};
}
MarkMessagesRead mark_read(const Actor& by, const AppointmentId& id = visit) { return {id, by, {1300}}; }

Actor profile(Actor actor, const char* profile_id) {
  actor.profile_id = {profile_id};
  return actor;
}

struct Refusal {
  const char* name;
  Events given;
  Command when;
  const char* code;
};

const Refusal refusals[] = {
    {"book: another owner", {}, book(otto), "unauthorized"},
    {"book: another hospital", {}, book(mercy), "unauthorized"},
    {"book: a hospital as owner only", {}, book(mercy, mercy, hope), "unauthorized"},
    {"book: staff for itself", {}, book(sam, sam), "unauthorized"},
    {"book: a clinician for itself", {}, book(vera, vera), "unauthorized"},
    {"book: somebody without a role here", {}, book(nobody, nobody), "unauthorized"},

    {"complete: nothing booked", {}, complete(ada), "appointment_not_found"},
    {"complete: an id of no form", booking, complete(ada, {"x"}), "appointment_not_found"},
    {"complete: the pet owner", booking, complete(olga), "unauthorized"},
    {"complete: another hospital", booking, complete(mercy), "unauthorized"},
    {"complete: staff before it is assigned", booking, complete(sam), "unauthorized"},
    {"complete: staff who was replaced", replaced, complete(sam), "unauthorized"},
    {"complete: the named clinician, not assigned", with_vera, complete(vera), "unauthorized"},
    {"complete: again, by another hospital", done, complete(mercy), "unauthorized"},

    {"assign: no such room", booking, assign(sam, ada, 1100, no_room), "chat_room_not_found"},
    {"assign: an appointment's id", booking, assign(sam, ada, 1100, {visit.value}), "chat_room_not_found"},
    {"assign: an id of no form", booking, assign(sam, ada, 1100, {"x"}), "chat_room_not_found"},
    {"assign: an upper-case id", booking, assign(sam, ada, 1100, {"00000000000000000000AAA1"}), "chat_room_not_found"},
    {"assign: another hospital", booking, assign(sam, mercy), "unauthorized"},
    {"assign: the pet owner", booking, assign(sam, olga), "unauthorized"},
    {"assign: staff itself", booking, assign(sam, sam), "unauthorized"},
    {"assign: nobody of staff", booking, assign(otto, hope, 1100, room, false), "user_is_not_staff"},
    {"assign: nobody of staff, by another hospital", booking, assign(otto, mercy, 1100, room, false), "unauthorized"},
    {"assign: closed", over, assign(tina, hope, 9000), "chat_room_closed"},
    {"assign: closed, nobody of staff", over, assign(otto, hope, 9000, room, false), "user_is_not_staff"},
    {"assign: at the moment of closing", done, assign(tina, hope, 2000 + open_ms), "chat_room_closed"},
    {"assign: the same, closed", over, assign(sam, hope, 9000), "chat_room_closed"},

    {"room: no appointment", booking, ask(olga, olga, hope, no_visit), "appointment_not_found"},
    {"room: a room's id", booking, ask(olga, olga, hope, {room.value}), "appointment_not_found"},
    {"room: another owner named", booking, ask(olga, otto), "participants_do_not_match"},
    {"room: another hospital named", booking, ask(hope, olga, mercy), "participants_do_not_match"},
    {"room: another owner", booking, ask(otto), "unauthorized"},
    {"room: another hospital", booking, ask(mercy), "unauthorized"},
    {"room: assigned staff", with_sam, ask(sam), "unauthorized"},

    {"send: no such room", booking, say(olga, 1200, no_room), "room_not_found"},
    {"send: an id of no form", booking, say(olga, 1200, {""}), "room_not_found"},
    {"send: another owner", booking, say(otto), "not_in_room"},
    {"send: its hospital", booking, say(hope), "not_in_room"},
    {"send: an administrator", booking, say(ada), "not_in_room"},
    {"send: staff, not assigned", booking, say(sam), "not_in_room"},
    {"send: staff, replaced", replaced, say(sam), "not_in_room"},
    {"send: the named clinician, not assigned", with_vera, say(vera), "not_in_room"},
    {"send: the participant's id for the person's", with_sam, say({{participant(sam).value}, Role::staff}),
     "not_in_room"},
    {"send: closed is told before whose it is", over, say(otto, 9000), "room_is_not_active"},
    {"send: closed", over, say(olga, 9000), "room_is_not_active"},
    {"send: at the moment of closing, told by nobody yet", done, say(olga, 2000 + open_ms), "room_is_not_active"},

    {"chat: no appointment", booking, chat(olga, CareMessageKind::text, 1200, no_visit), "appointment_not_found"},
    {"chat: another owner", booking, chat(otto), "unauthorized"},
    {"chat: the owner as a customer", booking, chat({olga.id, Role::customer}), "unauthorized"},
    {"chat: the owner as a clinician", booking, chat({olga.id, Role::clinician}), "unauthorized"},
    {"chat: its hospital", booking, chat(hope), "unauthorized"},
    {"chat: an administrator", booking, chat(ada), "unauthorized"},
    {"chat: assigned staff, no clinician", with_sam, chat(sam), "unauthorized"},
    {"chat: the assigned clinician beside the named one", with_vera + Events{assigned(walt)}, chat(walt),
     "unauthorized"},
    {"chat: another clinician", with_vera, chat(walt), "unauthorized"},
    {"chat: the named clinician as an owner", with_vera, chat({vera.id, Role::pet_owner}), "unauthorized"},
    {"chat: an assessment by the owner", with_vera, chat(olga, CareMessageKind::assessment), "unauthorized"},
    {"chat: a prescription by the owner", with_vera, chat(olga, CareMessageKind::prescription), "unauthorized"},
    {"chat: closed", over, chat(olga, CareMessageKind::text, 9000), "chat_is_closed"},
    {"chat: closed is told to its people only", over, chat(otto, CareMessageKind::text, 9000), "unauthorized"},
    {"chat: at the moment of closing", done, chat(olga, CareMessageKind::text, 2000 + open_ms), "chat_is_closed"},

    {"read: no appointment", booking, mark_read(olga, no_visit), "appointment_not_found"},
    {"read: another owner", booking, mark_read(otto), "unauthorized"},
    {"read: assigned staff, no clinician", with_sam, mark_read(sam), "unauthorized"},
    {"read: an administrator", booking, mark_read(ada), "unauthorized"},
};

TEST(Booking, RefusesByTheContractsOrderOfChecks) {
  for (const Refusal& row : refusals) {
    SCOPED_TRACE(row.name);
    given(row.given).when(row.when).then_rejected(row.code);
  }
}

TEST(BookAppointment, OpensTheRoomWithIt) {
  auto command = book(olga);
  command.booking.room_id = {};
  command.booking.pet_name = Sealed("Rex");
  auto expected = booked();
  expected.pet_name = Sealed("Rex");
  given({}).when(command).then(expected);
}

TEST(BookAppointment, IsForTheOwnerTheHospitalAndAdministrators) {
  for (const Actor& actor : {olga, hope, ada}) {
    auto expected = booked();
    expected.booked_by = actor.id;
    given({}).when(book(actor)).then(expected);
  }
  auto of_bea = booked();
  of_bea.pet_owner_id = of_bea.booked_by = bea.id;
  given({}).when(book(bea, bea)).then(of_bea);
}

TEST(CompleteAppointment, SaysWhenTheRoomCloses) {
  for (const Actor& actor : {hope, sam, ada}) {
    given(with_sam).when(complete(actor)).then(events::AppointmentCompleted{visit, actor.id, {2000}, {2000 + open_ms}});
  }
}

TEST(CompleteAppointment, ChangesNothingWhenRepeated) {
  given(done).when(complete(hope, visit, 3000)).then_nothing();
  given(over).when(complete(ada, visit, 9000)).then_nothing();
}

TEST(AssignStaff, ReplacesWhoWasAssigned) {
  given(booking).when(assign(sam, hope)).then(assigned(sam));
  auto by_admin = assigned(tina, sam.id);
  by_admin.assigned_by = ada.id;
  given(with_sam).when(assign(tina, ada)).then(by_admin);
  given(replaced).when(assign(sam, hope, 1200)).then(assigned(sam, tina.id, 1200));
}

TEST(AssignStaff, ChangesNothingForTheSamePerson) { given(with_sam).when(assign(sam, ada, 1200)).then_nothing(); }

TEST(AssignStaff, IsPossibleUntilTheRoomCloses) {
  given(done).when(assign(tina, hope, 1999 + open_ms)).then(assigned(tina, sam.id, 1999 + open_ms));
}

TEST(AskForRoom, FindsTheBookingsRoomAlsoWhenItIsClosed) {
  for (const auto& history : {booking, over}) {
    for (const Actor& actor : {olga, hope, ada}) given(history).when(ask(actor)).then_nothing();
  }
}

TEST(Messages, AreNumberedInTheOrderOfTheLogWhoeverWrites) {
  given(with_sam).when(say(olga)).then(written(1, olga, CareSide::owner));
  const Events one = with_sam + Events{written(1, olga, CareSide::owner)};
  given(one).when(say(sam)).then(written(2, sam, CareSide::care));
  const Events two = one + Events{written(2, sam, CareSide::care)};
  given(two).when(say(sam)).then(written(3, sam, CareSide::care));
  given(two).when(chat(olga)).then(written(3, olga, CareSide::owner));
}

TEST(Messages, MayBeWrittenUntilTheRoomCloses) {
  given(done).when(say(olga, 1999 + open_ms)).then(written(1, olga, CareSide::owner, 1999 + open_ms));
}

TEST(Messages, AreTheOwnersOfAnyRoleInTheRoom) {
  given(booking).when(say({olga.id, Role::customer})).then(written(1, olga, CareSide::owner));
}

TEST(Chat, IsTheNamedCliniciansElseTheAssignedOnes) {
  given(with_vera).when(chat(vera)).then(written(1, vera, CareSide::care));
  given(with_walt_assigned).when(chat(walt)).then(written(1, walt, CareSide::care));
}

TEST(Chat, KnowsPeopleByProfileToo) {
  auto of_owner = written(1, olga, CareSide::owner);
  of_owner.sender_profile_id = ProfileId{"profile of olga"};
  given(booking).when(chat(profile(olga, "profile of olga"))).then(of_owner);

  auto named_by_profile = booked(PersonId{"profile of vera"});
  auto of_vera = written(1, vera, CareSide::care);
  of_vera.sender_profile_id = ProfileId{"profile of vera"};
  given({named_by_profile}).when(chat(profile(vera, "profile of vera"))).then(of_vera);
  given({named_by_profile}).when(chat(vera)).then_rejected("unauthorized");
}

TEST(Chat, KeepsWhatIsWrittenAndWhoTheSessionSaysItIs) {
  SendInChat command = chat(vera, CareMessageKind::prescription);
  command.writing.attachments = {{{"file"}, Sealed("/uploads/x"), Sealed("x.pdf"), 12.5}};
  command.writing.sender_name = "Dr. Vera";
  command.writing.sender_image = "https://example.com/v.png";
  auto expected = written(1, vera, CareSide::care);
  expected.kind = CareMessageKind::prescription;
  expected.attachments = command.writing.attachments;
  expected.sender_name = Sealed("Dr. Vera");
  expected.sender_image = Sealed("https://example.com/v.png");
  given(with_vera).when(command).then(expected);
}

const Events talk = {booked(vera.id), assigned(sam), written(1, olga, CareSide::owner), written(2, sam, CareSide::care),
                     written(3, vera, CareSide::care)};

TEST(Reading, CoversWhatTheOtherSideHasWrittenSoFar) {
  given(talk).when(mark_read(olga)).then(read(CareSide::owner, olga, 3));
  given(talk).when(mark_read(vera)).then(read(CareSide::care, vera, 1));
}

TEST(Reading, ChangesNothingWhenNothingIsNew) {
  given(booking).when(mark_read(olga)).then_nothing();
  const Events all_read = talk + Events{read(CareSide::owner, olga, 3)};
  given(all_read).when(mark_read(olga)).then_nothing();
  given(all_read + Events{written(4, olga, CareSide::owner)}).when(mark_read(olga)).then_nothing();
  given(all_read + Events{written(4, sam, CareSide::care)}).when(mark_read(olga)).then(read(CareSide::owner, olga, 4));
}

TEST(Reading, GoesOnInAClosedRoom) {
  given(talk + Events{completed(), closed()}).when(mark_read(olga)).then(read(CareSide::owner, olga, 3));
}

TEST(Closing, IsDueOnceAtTheVeryMillisecond) {
  const State state = given(done).state();
  EXPECT_EQ(due(state, {1999 + open_ms}), std::nullopt);
  const auto event = due(state, {2000 + open_ms});
  ASSERT_TRUE(event);
  EXPECT_EQ(*event, events::Event(closed(2000 + open_ms)));
  EXPECT_EQ(due(given(done + Events{*event}).state(), {100'000}), std::nullopt);
}

TEST(Closing, IsDueOfCompletedAppointmentsAlone) {
  EXPECT_EQ(due(given(with_sam).state(), {1'000'000'000}), std::nullopt);
}

TEST(Ids, OfRoomsFollowFromThoseOfAppointmentsAndBack) {
  EXPECT_EQ(room_of(visit), room);
  EXPECT_EQ(appointment_of(room), visit);
  EXPECT_EQ(room_of({"fffffffffffffffffffffffe"}), CareRoomId{"ffffffffffffffffffffffff"});
  EXPECT_EQ(appointment_of({"fffffffffffffffffffffff9"}), AppointmentId{"fffffffffffffffffffffff8"});
  for (const char* text : {"", "x", "00000000000000000000aaa0", "00000000000000000000AAA1", "00000000000000000000aag1",
                           "0000000000000000000aaa1", "000000000000000000000aaa1"}) {
    EXPECT_EQ(appointment_of({text}), std::nullopt) << text;
  }
  EXPECT_TRUE(is_appointment_id("00000000000000000000aaa0"));
  EXPECT_FALSE(is_appointment_id("00000000000000000000aaa1"));
}

TEST(Ids, OfMessagesStandInTheOrderOfTheirNumbers) {
  EXPECT_EQ(message_id_of(visit, 1).value, "00000000000000000000aaa2");
  EXPECT_EQ(message_id_of(visit, 14).value, "00000000000000000000aaaf");
  EXPECT_EQ(message_id_of({"abcdefabcdefabcdfffffff0"}, 0xe).value, "abcdefabcdefabcdffffffff");
  EXPECT_EQ(message_id_of({"abcdefabcdefabcdfffffff0"}, 0xf).value, "abcdefabcdefabce00000000");
  EXPECT_EQ(message_id_of({"abcdefabcdefabcd00000000"}, 0x7fffffff).value, "abcdefabcdefabcd80000000");
  EXPECT_LT(message_id_of(visit, 9), message_id_of(visit, 10));
  EXPECT_LT(message_id_of(visit, 255), message_id_of(visit, 256));
}

TEST(Versions, CountTheEventsOfAnAppointment) {
  EXPECT_EQ(given(over).state().appointments.at(visit).version, over.size());
}

}  // namespace
}  // namespace frontdesk::booking
