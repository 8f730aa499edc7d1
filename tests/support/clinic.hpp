#pragma once
#include <optional>
#include <string>

#include "tests/support/clinic_client.hpp"

namespace frontdesk::test_support {

// A clinic with an administrator, a staff member and today's queue: where most system tests begin.
struct ClinicDay {
  explicit ClinicDay(const Deployment& deployment, int queue_size = 50)
      : client(deployment),
        admin(administrator(deployment, client)),
        clinic_id(create_clinic(client, admin)),
        staff(staff_of(client, admin, clinic_id)),
        queue_id(open_queue(client, staff, clinic_id, queue_size)) {}

  std::string take_body() const { return R"({"queueId":")" + queue_id + R"("})"; }
  Json status() { return client.get("/api/queues/" + queue_id + "/status", admin.access_token).json()["data"]; }

  ClinicClient client;
  Person admin;
  std::string clinic_id;
  Person staff;
  std::string queue_id;
};

}  // namespace frontdesk::test_support
