#include <gtest/gtest.h>

#include "schemas/api/clinics/accounts.hpp"
#include "schemas/api/clinics/clinics.hpp"
#include "schemas/api/clinics/queues.hpp"
#include "schemas/api/clinics/tokens.hpp"

namespace frontdesk::api::clinics {
namespace {

constexpr Instant moment{1'763'731'200'000};  // 2025-11-21T13:20:00Z

rows::Queue row_of_queue() {
  rows::Queue row;
  row.id = "q";
  row.clinic_id = "c";
  row.day_starts_at = moment;
  row.day_ends_at = {moment.ms + 86'400'000};
  row.current_token_no = 2;
  row.created_at = row.updated_at = row.start_time = row.end_time = moment;
  row.is_active = true;
  row.max_queue_size = 50;
  row.waiting_count = 3;
  return row;
}

TEST(QueueStatusShape, HasTheLastServedNumberOnceThereIsOne) {
  auto row = row_of_queue();
  const std::string times = R"("startTime":"2025-11-21T13:20:00.000Z","endTime":"2025-11-21T13:20:00.000Z")";
  EXPECT_EQ(queue_status.json(row), R"({"queueId":"q","currentTokenNo":2,"waitingCount":3,)" + times + "}");
  row.last_served_token_number = 1;
  EXPECT_EQ(queue_status.json(row),
            R"({"queueId":"q","currentTokenNo":2,"waitingCount":3,)" + times + R"(,"lastServedTokenNumber":1})");
}

TEST(QueueStatusShape, SaysWhetherItIsActiveOnlyWhenThatMatters) {
  auto row = row_of_queue();
  EXPECT_EQ(queue_status.json(row).find("isActive"), std::string::npos);
  EXPECT_NE(reactivated_queue_status.json(row).find(R"("isActive":true)"), std::string::npos);
  row.is_active = false;
  EXPECT_NE(queue_status.json(row).find(R"("isActive":false)"), std::string::npos);
}

TEST(QueueShape, IsTodaysFromMidnightToMidnight) {
  const auto row = row_of_queue();
  EXPECT_FALSE(is_today(row, {moment.ms - 1}));
  EXPECT_TRUE(is_today(row, moment));
  EXPECT_TRUE(is_today(row, {row.day_ends_at.ms - 1}));
  EXPECT_FALSE(is_today(row, row.day_ends_at));
}

TEST(TokenShape, PrintsItsTimesOrNull) {
  rows::Token row;
  row.id = "t";
  row.queue_id = "q";
  row.patient_id = "p";
  row.token_number = 4;
  row.status = "CALLED";
  row.created_at = moment;
  row.called_at = moment;
  const std::string members = R"({"id":"t","queueId":"q","patientId":"p","tokenNumber":4,"status":"CALLED",)"
                              R"("createdAt":"2025-11-21T13:20:00.000Z","calledAt":"2025-11-21T13:20:00.000Z",)"
                              R"("completedAt":null,"skippedAt":null)";
  EXPECT_EQ(token.json(row), members + "}");
  EXPECT_EQ(token_with_patient.json(row), members + R"(,"patient":{"id":"p"}})");
}

TEST(AccountShape, IsAUserWithoutWhatClientsDoNotSee) {
  rows::Account row;
  row.id = "u";
  row.email = "a@b.co";
  row.email_folded = "folded";
  row.first_name = "Ann";
  row.last_name = "O\"Neil";
  row.role = "STAFF";
  row.clinic_id = "c";
  row.profile_picture = first_profile_picture("Ann", "O\"Neil");
  row.created_at = moment;
  row.disabled = true;
  row.staff_since = moment;
  const std::string members =
      R"({"id":"u","email":"a@b.co","firstName":"Ann","lastName":"O\"Neil","role":"STAFF","clinicId":"c",)"
      R"("profilePicture":"https://api.dicebear.com/9.x/initials/svg?seed=Ann O\"Neil")";
  EXPECT_EQ(user.json(row), members + "}");
  EXPECT_EQ(user_with_creation.json(row), members + R"(,"createdAt":"2025-11-21T13:20:00.000Z"})");
}

TEST(ClinicShape, HasADistanceInsteadOfOpeningHours) {
  rows::Clinic row;
  row.id = "c";
  row.name = "n";
  row.latitude = 40.5;
  row.longitude = -74;
  row.images = {"a", "b"};
  row.is_active = true;
  row.created_at = row.updated_at = moment;
  row.type = "ENT";
  row.opening_start = "09:00";
  row.opening_end = "17:00";
  const std::string members =
      R"({"id":"c","name":"n","address":null,"latitude":40.5,"longitude":-74,"phone":null,"email":null,"website":null,)"
      R"("description":null,"logo":null,"images":["a","b"],"isActive":true,"createdAt":"2025-11-21T13:20:00.000Z",)"
      R"("updatedAt":"2025-11-21T13:20:00.000Z","type":"ENT")";
  EXPECT_EQ(clinic.json(row), members + R"(,"openingHours":{"start":"09:00","end":"17:00"}})");
  EXPECT_EQ(found_clinic.json({row, 1.5}), members + R"(,"distance_km":1.5})");
  row.timezone = "Asia/Kolkata";
  EXPECT_NE(clinic.json(row).find(R"("timezone":"Asia/Kolkata")"), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::api::clinics
