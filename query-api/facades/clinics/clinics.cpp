#include "schemas/api/clinics/clinics.hpp"

#include "query-api/facades/clinics/routes.hpp"

namespace frontdesk::query_api::clinics {

namespace {
using api::clinics::OneClinic;
using api::clinics::SearchClinics;

ClinicSearch search_of(const SearchClinics& asked) {
  ClinicSearch search{
      .near = std::nullopt, .name_part = asked.name_part, .type = asked.type, .page = asked.page, .limit = asked.limit};
  if (asked.latitude && asked.longitude && asked.radius_km) {
    search.near = {*asked.latitude, *asked.longitude, *asked.radius_km};
  }
  return search;
}

std::string shown(const ClinicPage& page) {
  std::string items = "[";
  for (const auto& item : page.items) {
    if (items.size() > 1) items += ',';
    items += item.distance_km ? api::clinics::found_clinic.json({item.clinic, *item.distance_km})
                              : api::clinics::clinic.json(item.clinic);
  }
  return items + "]";
}

http::Response search(const Asked<SearchClinics>& asked, const Queries& queries) {
  const auto page = queries.clinics(search_of(asked.input));
  const api::clinics::Page pages{asked.input.page, asked.input.limit, page.total_count};
  return asked.succeed(
      wire::ObjectWriter().raw("clinics", shown(page)).raw("pagination", api::clinics::pagination.json(pages)).take());
}

http::Response one(const Asked<OneClinic>& asked, const Queries& queries) {
  const auto clinic = queries.clinic(asked.input.clinic_id);
  if (!clinic) return asked.refuse("clinic_not_found");
  return asked.succeed(api::clinics::clinic.json(*clinic));
}

http::Response staff(const Asked<OneClinic>& asked, const Queries& queries) {
  const auto& id = asked.input.clinic_id;
  if (!asked.caller.is_clinic_staff(id)) return asked.refuse("unauthorized");
  return asked.succeed(api::clinics::staff_member.json_array(queries.staff_of(id)));
}
}  // namespace

void add_clinic_routes(Reads& reads, const Deployment& deployment) {
  reads.on<SearchClinics>(api::clinics::search_clinics,
                          [&deployment](const auto& asked) { return search(asked, deployment.queries); });
  reads.on<OneClinic>(api::clinics::one_clinic,
                      [&deployment](const auto& asked) { return one(asked, deployment.queries); });
  reads.on<OneClinic>(api::clinics::staff_of_clinic,
                      [&deployment](const auto& asked) { return staff(asked, deployment.queries); });
}

}  // namespace frontdesk::query_api::clinics
