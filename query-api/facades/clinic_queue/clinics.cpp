#include <cmath>

#include "query-api/facades/clinic_queue/reading.hpp"
#include "query-api/facades/clinic_queue/routes.hpp"
#include "schemas/wire/accounts.hpp"
#include "schemas/wire/clinics.hpp"
#include "schemas/wire/http/answers.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::query_api::clinic_queue {

namespace {
struct SearchFields {
  wire::Fields fields;
  ClinicSearch search;
};

SearchFields read_search(const http::Request& request) {
  SearchFields read{wire::Fields(wire::read_query(request)), {}};
  auto& fields = read.fields;
  const auto latitude = fields.number("latitude", {.min = -90, .max = 90, .required = false});
  const auto longitude = fields.number("longitude", {.min = -180, .max = 180, .required = false});
  const auto radius = fields.number("radius", {.min = 0, .required = false});
  const auto page = fields.number("page", {.min = 1, .max = 1e9, .required = false, .whole = true});
  const auto limit = fields.number("limit", {.min = 1, .max = 100, .required = false, .whole = true});
  read.search.name_part = fields.text("query", {.required = false, .empty_is_absent = true});
  read.search.type = fields.option("type", wire::clinic_types, false);
  if (latitude && longitude && radius) read.search.near = {*latitude, *longitude, *radius};
  if (page) read.search.page = static_cast<std::int64_t>(*page);
  if (limit) read.search.limit = static_cast<std::int64_t>(*limit);
  return read;
}

std::string items_json(const ClinicPage& page) {
  std::string items = "[";
  for (const auto& item : page.items) {
    if (items.size() > 1) items += ',';
    items += item.distance_km ? wire::clinic_json_with_distance(item.clinic, *item.distance_km)
                              : wire::clinic_json(item.clinic);
  }
  return items + "]";
}

std::string pagination_json(const ClinicSearch& search, std::int64_t total_count) {
  const auto total_pages = (total_count + search.limit - 1) / search.limit;
  return wire::ObjectWriter()
      .number("page", static_cast<long long>(search.page))
      .number("limit", static_cast<long long>(search.limit))
      .number("totalCount", static_cast<long long>(total_count))
      .number("totalPages", static_cast<long long>(total_pages))
      .boolean("hasNextPage", search.page < total_pages)
      .boolean("hasPrevPage", search.page > 1)
      .take();
}

http::Response list(const Deployment& deployment, const http::Request& request) {
  const auto read = read_search(request);
  if (read.fields.faulty()) return wire::invalid_answer(wire::invalid_query, read.fields);
  const auto page = deployment.queries.clinics(read.search);
  const auto data = wire::ObjectWriter()
                        .raw("clinics", items_json(page))
                        .raw("pagination", pagination_json(read.search, page.total_count))
                        .take();
  return wire::json_answer(200, wire::success("Clinics fetched successfully.", data));
}

http::Response one(const Deployment& deployment, const http::Request& request) {
  const auto id = path_uuid(request, "clinicId");
  if (id.empty()) return invalid_path(request, "clinicId");
  const auto clinic = deployment.queries.clinic(id);
  if (!clinic) return wire::bad_request("Clinic not found.");
  return wire::json_answer(200, wire::success("Clinic fetched successfully.", wire::clinic_json(*clinic)));
}

// Role before validation: a patient with a bad id is told 401. Which clinic a staff member may see is known only
// when the id is one.
http::Response staff(const Deployment& deployment, const http::Request& request, const auth::Caller& caller) {
  if (!caller.is_admin() && !caller.is_staff()) return wire::unauthorized_answer();
  const auto id = path_uuid(request, "clinicId");
  if (id.empty()) return invalid_path(request, "clinicId");
  if (!caller.is_clinic_staff(id)) return wire::unauthorized_answer();
  std::string items = "[";
  for (const auto& member : deployment.queries.staff_of(id)) {
    if (items.size() > 1) items += ',';
    items += wire::staff_member_json(member);
  }
  return wire::json_answer(200, wire::success("Staff members fetched successfully.", items + "]"));
}
}  // namespace

void add_clinic_routes(http::Router& router, const Deployment& deployment) {
  router.add("GET", "/api/clinic", authenticated(deployment, [&deployment](const auto& request, const auto&) {
               return list(deployment, request);
             }));
  router.add("GET", "/api/clinic/:clinicId", authenticated(deployment, [&deployment](const auto& request, const auto&) {
               return one(deployment, request);
             }));
  router.add("GET", "/api/clinic/:clinicId/staff",
             authenticated(deployment, [&deployment](const auto& request, const auto& caller) {
               return staff(deployment, request, caller);
             }));
}

}  // namespace frontdesk::query_api::clinic_queue
