#include <gtest/gtest.h>

#include "schemas/wire/accounts.hpp"
#include "schemas/wire/clinic_queue.hpp"
#include "schemas/wire/clinics.hpp"

namespace frontdesk::wire {
namespace {

constexpr Instant moment{1'763'731'200'000};  // 2025-11-21T13:20:00Z

QueueRow queue() {
  QueueRow row;
  row.id = "q";
  row.clinic_id = "c";
  row.queue_date = moment;
  row.day_ends_at = {moment.ms + 86'400'000};
  row.current_token_no = 2;
  row.created_at = row.updated_at = row.start_time = row.end_time = moment;
  row.max_queue_size = 50;
  row.waiting_count = 3;
  return row;
}

TEST(QueueShape, LivesThroughTheCache) {
  auto row = queue();
  row.last_served_token_number = 1;
  row.is_active = false;
  const auto json = to_cache_json(row);
  const auto back = queue_row_from_cache(json);
  ASSERT_TRUE(back);
  EXPECT_EQ(to_cache_json(*back), json);
  EXPECT_EQ(queue_json(*back), queue_json(row));
  EXPECT_EQ(queue_status_json(*back), queue_status_json(row));
  for (const auto* other : {"", "{}", "[]", R"({"id":"q"})"}) EXPECT_FALSE(queue_row_from_cache(other)) << other;
}

TEST(QueueStatusShape, HasTheLastServedNumberOnceThereIsOne) {
  auto row = queue();
  const std::string times = R"("startTime":"2025-11-21T13:20:00.000Z","endTime":"2025-11-21T13:20:00.000Z")";
  EXPECT_EQ(queue_status_json(row), R"({"queueId":"q","currentTokenNo":2,"waitingCount":3,)" + times + "}");
  row.last_served_token_number = 1;
  EXPECT_EQ(queue_status_json(row),
            R"({"queueId":"q","currentTokenNo":2,"waitingCount":3,)" + times + R"(,"lastServedTokenNumber":1})");
}

TEST(QueueStatusShape, SaysWhetherItIsActiveOnlyWhenThatMatters) {
  auto row = queue();
  EXPECT_EQ(queue_status_json(row).find("isActive"), std::string::npos);
  EXPECT_NE(queue_status_json(row, true).find(R"("isActive":true)"), std::string::npos);
  row.is_active = false;
  EXPECT_NE(queue_status_json(row).find(R"("isActive":false)"), std::string::npos);
}

TEST(QueueShape, IsTodaysFromMidnightToMidnight) {
  const auto row = queue();
  EXPECT_FALSE(row.is_today({moment.ms - 1}));
  EXPECT_TRUE(row.is_today(moment));
  EXPECT_TRUE(row.is_today({row.day_ends_at.ms - 1}));
  EXPECT_FALSE(row.is_today(row.day_ends_at));
}

TEST(TokenShape, PrintsItsTimesOrNull) {
  Token token{.id = "t",
              .queue_id = "q",
              .patient_id = "p",
              .token_number = 4,
              .status = "CALLED",
              .created_at = moment,
              .called_at = moment,
              .completed_at = std::nullopt,
              .skipped_at = std::nullopt};
  const std::string members = R"({"id":"t","queueId":"q","patientId":"p","tokenNumber":4,"status":"CALLED",)"
                              R"("createdAt":"2025-11-21T13:20:00.000Z","calledAt":"2025-11-21T13:20:00.000Z",)"
                              R"("completedAt":null,"skippedAt":null)";
  EXPECT_EQ(to_json(token), members + "}");
  EXPECT_EQ(to_json_with_patient(token), members + R"(,"patient":{"id":"p"}})");
}

TEST(AccountShape, LivesThroughTheCache) {
  AccountRow row{.id = "u",
                 .email = "a@b.co",
                 .first_name = "Ann",
                 .last_name = "O\"Neil",
                 .role = "STAFF",
                 .clinic_id = "c",
                 .profile_picture = first_profile_picture("Ann", "O\"Neil"),
                 .created_at = moment,
                 .disabled = true};
  const auto back = account_row_from_cache(to_cache_json(row));
  ASSERT_TRUE(back);
  EXPECT_TRUE(back->disabled);
  EXPECT_EQ(to_cache_json(*back), to_cache_json(row));
  EXPECT_EQ(user_json(*back),
            R"({"id":"u","email":"a@b.co","firstName":"Ann","lastName":"O\"Neil","role":"STAFF","clinicId":"c",)"
            R"("profilePicture":"https://api.dicebear.com/9.x/initials/svg?seed=Ann O\"Neil"})");
  for (const auto* other : {"", "{}", "[]", R"({"id":"u","role":"STAFF"})"}) {
    EXPECT_FALSE(account_row_from_cache(other)) << other;
  }
}

TEST(ClinicShape, HasADistanceInsteadOfOpeningHours) {
  ClinicRow row;
  row.id = "c";
  row.name = "n";
  row.latitude = 40.5;
  row.longitude = -74;
  row.images = {"a", "b"};
  row.created_at = row.updated_at = moment;
  row.type = "ENT";
  row.opening_start = "09:00";
  row.opening_end = "17:00";
  const std::string members =
      R"({"id":"c","name":"n","address":null,"latitude":40.5,"longitude":-74,"phone":null,"email":null,"website":null,)"
      R"("description":null,"logo":null,"images":["a","b"],"isActive":true,"createdAt":"2025-11-21T13:20:00.000Z",)"
      R"("updatedAt":"2025-11-21T13:20:00.000Z","type":"ENT")";
  EXPECT_EQ(clinic_json(row), members + R"(,"openingHours":{"start":"09:00","end":"17:00"}})");
  EXPECT_EQ(clinic_json_with_distance(row, 1.5), members + R"(,"distance_km":1.5})");
  row.timezone = "Asia/Kolkata";
  EXPECT_NE(clinic_json(row).find(R"("timezone":"Asia/Kolkata")"), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::wire
