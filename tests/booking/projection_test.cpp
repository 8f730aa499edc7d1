// What events do to rows, before anything is read or written.
#include "tests/projectors/evolving.hpp"

#include "rows/booking.hpp"
#include "schemas/read_models/told_care_rows.hpp"
#include "tests/booking/given.hpp"

namespace frontdesk::projectors {
namespace {

using namespace frontdesk::booking;

class BookingRows : public Evolving {
 protected:
  BookingRows() : Evolving(booking_projection()) {}
  rows::CareRoom care_room() { return row<rows::CareRoom>(room.value).value(); }
  rows::Appointment appointment() { return row<rows::Appointment>(visit.value).value(); }
};

TEST_F(BookingRows, AppearTogetherWhenAnAppointmentIsBooked) {
  auto event = booked(vera.id);
  event.pet_name = Sealed("Rex");
  when(event);
  EXPECT_EQ(appointment().room_id, room.value);
  EXPECT_EQ(appointment().pet_owner_id, "olga");
  EXPECT_EQ(appointment().hospital_id, "hope");
  EXPECT_EQ(appointment().starts_at, Instant{50'000});
  EXPECT_EQ(appointment().status, "confirmed");
  EXPECT_EQ(appointment().veterinarian_id, "vera");
  EXPECT_EQ(appointment().pet_name, "Rex");
  EXPECT_FALSE(appointment().pet_parent_name.has_value());
  EXPECT_EQ(appointment().updated_at, Instant{1000});
  EXPECT_EQ(care_room().appointment_id, visit.value);
  EXPECT_EQ(care_room().status, "active");
  EXPECT_EQ(care_room().veterinarian_id, "vera");
  EXPECT_FALSE(care_room().assigned_id.has_value());
  EXPECT_EQ(care_room().created_at, Instant{1000});
}

TEST_F(BookingRows, OfRoomsOpenedInOneMillisecondKeepTheOrderOfTheLog) {
  offset = 8;
  when(booked());
  auto second = booked();
  second.appointment_id = no_visit;
  second.room_id = no_room;
  when(second);
  EXPECT_LT(care_room().log_order, row<rows::CareRoom>(no_room.value)->log_order) << "offsets 9 and 10";
}

TEST_F(BookingRows, SayWhenTheAppointmentWasCompletedWhileTheRoomStaysActive) {
  when(booked());
  when(completed(2000));
  EXPECT_EQ(appointment().status, "completed");
  EXPECT_EQ(appointment().completed_at, Instant{2000});
  EXPECT_EQ(appointment().updated_at, Instant{2000});
  EXPECT_EQ(care_room().status, "active");
  when(closed());
  EXPECT_EQ(care_room().status, "closed");
  EXPECT_EQ(appointment().updated_at, Instant{2000});
}

TEST_F(BookingRows, SayWhoIsAssignedNow) {
  when(booked());
  when(assigned(sam));
  EXPECT_EQ(care_room().assigned_id, "sam");
  EXPECT_EQ(care_room().participant_id, "participant-sam");
  when(assigned(tina, sam.id));
  EXPECT_EQ(care_room().assigned_id, "tina");
  EXPECT_EQ(care_room().participant_id, "participant-tina");
}

TEST_F(BookingRows, CountWhatEachSideHasWrittenAndTheOtherRead) {
  when(booked());
  when(written(1, olga, CareSide::owner));
  when(written(2, sam, CareSide::care));
  when(written(3, olga, CareSide::owner));
  EXPECT_EQ(care_room().owner_last, 3);
  EXPECT_EQ(care_room().care_last, 2);
  when(read(CareSide::care, vera, 3));
  EXPECT_EQ(care_room().owner_read, 3);
  EXPECT_EQ(care_room().care_read, 0);
  when(read(CareSide::owner, olga, 2));
  EXPECT_EQ(care_room().care_read, 2);
}

TEST_F(BookingRows, AreNotThereWithoutABooking) {
  when(completed());
  EXPECT_TRUE(projection->rows().wants()) << "PostgreSQL is asked, which has none";
}

TEST(CareMessages, AreToldWithAllThatIsShown) {
  auto event = written(7, vera, CareSide::care, 1234);
  event.kind = CareMessageKind::prescription;
  event.sender_profile_id = ProfileId{"profile"};
  event.sender_name = Sealed("Dr. \"Vera\"");
  event.attachments = {{{"a"}, Sealed("/uploads/x"), Sealed("x \"1\".pdf"), 12.5},
                       {{"b"}, Sealed("u"), Sealed("y"), {}}};
  const auto row = rows::row_of(event);
  EXPECT_EQ(row.id, message_id_of(visit, 7).value);
  EXPECT_EQ(row.number, 7);
  EXPECT_EQ(row.side, "care");
  EXPECT_EQ(row.kind, "prescription");
  EXPECT_EQ(row.content, "Hi");
  EXPECT_EQ(row.sender_profile_id, "profile");
  EXPECT_EQ(row.sender_name, "Dr. \"Vera\"");
  EXPECT_FALSE(row.sender_image.has_value());
  EXPECT_EQ(row.sent_at, Instant{1234});
  EXPECT_EQ(row.attachments, R"([{"_id":"a","url":"/uploads/x","fileName":"x \"1\".pdf","fileSize":12.5},)"
                             R"({"_id":"b","url":"u","fileName":"y"}])");
}

TEST(Counterparts, AreWhatTheDomainSays) {
  EXPECT_EQ(rows::counterpart_of(visit.value), room.value);
  EXPECT_EQ(rows::counterpart_of(room.value), visit.value);
  EXPECT_EQ(rows::counterpart_of("fffffffffffffffffffffffe"), room_of({"fffffffffffffffffffffffe"}).value);
  for (const char* text :
       {"", "x", "00000000000000000000AAA0", "00000000000000000000aa", "0000000000000000000000aaaa"}) {
    EXPECT_EQ(rows::counterpart_of(text), "") << text;
  }
}

}  // namespace
}  // namespace frontdesk::projectors
