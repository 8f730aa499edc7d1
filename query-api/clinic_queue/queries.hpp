#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/event_log/topics.hpp"
#include "platform/time/instant.hpp"
#include "rows/clinic_queue.hpp"
#include "rows/identity.hpp"

namespace frontdesk::query_api {

struct ClinicSearch {
  struct Near {
    double latitude = 0;
    double longitude = 0;
    double radius_km = 0;
  };
  std::optional<Near> near;  // only then by distance, else newest first
  std::optional<std::string> name_part;
  std::optional<std::string> type;
  std::int64_t page = 1;
  std::int64_t limit = 10;
};

struct ClinicPage {
  struct Item {
    rows::Clinic clinic;
    std::optional<double> distance_km;
  };
  std::vector<Item> items;
  std::int64_t total_count = 0;
};

struct QueueAt {
  rows::Queue queue;
  std::int64_t position = 0;  // of the unit's projection, read in the same statement
};

// What a queue of today shows one patient of the wait.
struct PatientInQueue {
  struct Place {
    std::int64_t token_number = 0;
    std::int64_t waiting_ahead = 0;
  };
  std::optional<Place> place;              // of the own WAITING token; nullopt: none
  std::int64_t in_service = 0;             // tokens called or in progress
  std::optional<std::int64_t> service_ms;  // from call to completion, the median of the latest; nullopt: none yet
};

// The questions that clients of the clinic queue ask, one SQL statement an answer. Thread-safe; throws
// postgres::Unavailable.
class Queries {
 public:
  Queries(std::string database_url, event_log::Topics topics, std::size_t connections_max);
  ~Queries();

  std::optional<QueueAt> queue(const std::string& queue_id) const;
  std::optional<rows::Queue> queue_of_clinic(const std::string& clinic_id, Instant now) const;
  std::optional<rows::Clinic> clinic(const std::string& clinic_id) const;
  ClinicPage clinics(const ClinicSearch& search) const;
  std::vector<rows::Account> staff_of(const std::string& clinic_id) const;                       // oldest first
  std::vector<rows::Session> living_sessions_of(const std::string& user_id, Instant now) const;  // newest first
  std::vector<rows::StaffActivity> activity(const std::string& queue_id, std::int64_t page, std::int64_t limit) const;
  bool user_exists(const std::string& user_id) const;
  // Own WAITING token with the lowest number in queues of today.
  std::optional<rows::Token> waiting_token_of(const std::string& patient_id, Instant now) const;
  // nullopt: no such queue, or not today's.
  std::optional<PatientInQueue> patient_in_queue(const std::string& queue_id, const std::string& patient_id,
                                                 Instant now) const;
  // `status` CALLED finds a token in progress, too.
  std::optional<rows::Token> token_in_queue(const std::string& queue_id, std::int64_t number, const std::string& status,
                                            const std::string& staff_clinic_id) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::query_api
