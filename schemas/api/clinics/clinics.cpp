#include "schemas/api/clinics/clinics.hpp"

#include "schemas/api/clinics/person.hpp"

#include "platform/time_zone/time_zone.hpp"
#include "schemas/api/clinics/accounts.hpp"
#include "schemas/api/clinics/words.hpp"

namespace frontdesk::api::clinics {

namespace {
const Schema& opening_hours_schema() {
  static const Schema time = schema_of_keywords(R"("type":"string","pattern":"^([01][0-9]|2[0-3]):[0-5][0-9]$")");
  static const Schema schema = named_schema("OpeningHours", object_of({{"start", time}, {"end", time}}));
  return schema;
}

const Schema& clinic_type_schema() {
  static const Schema schema = named_schema("ClinicType", one_of_texts(clinic_types));
  return schema;
}

Json opening_hours_of(const rows::Clinic& row) {
  return {wire::ObjectWriter().text("start", row.opening_start).text("end", row.opening_end).take()};
}

Schema text_or_null() { return schema_of_keywords(R"("type":["string","null"])"); }

std::int64_t pages_of(const Page& page) { return (page.total_count + page.limit - 1) / page.limit; }
bool has_next(const Page& page) { return page.page < pages_of(page); }
bool has_previous(const Page& page) { return page.page > 1; }

constexpr wire::TextRule optional_text(std::size_t max) {
  return {.max = max, .required = false, .empty_is_absent = true, .shown = true};
}

void read_opening_hours(wire::Fields& fields, GivenClinic& clinic) {
  if (const auto hours = fields.opening_hours("openingHours")) clinic.opening_hours = {hours->start, hours->end};
}

void read_type(wire::Fields& fields, GivenClinic& clinic) {
  const auto type = fields.option("type", clinic_types, false);
  if (type) clinic.clinic_type = clinic_queue::events::clinic_type_from(*type);
}

void read_timezone(wire::Fields& fields, GivenClinic& clinic) {
  clinic.timezone = fields.text("timezone", optional_text(100));
  if (clinic.timezone && !time_zone::exists(*clinic.timezone)) fields.fault("timezone", "Invalid timezone");
}

// In the order of contract 004.
std::vector<Field<GivenClinic>> clinic_fields(Needed name_and_place) {
  const bool needed = name_and_place == Needed::yes;
  return {
      text<&GivenClinic::name>("name", {.min = 1, .max = 200, .required = needed, .shown = true}),
      text<&GivenClinic::address>("address", optional_text(500)),
      number<&GivenClinic::latitude>("latitude", {.min = -90, .max = 90, .required = needed}),
      number<&GivenClinic::longitude>("longitude", {.min = -180, .max = 180, .required = needed}),
      formed<&GivenClinic::phone>("phone", schema_of_keywords(R"("type":"string","pattern":"^[0-9]{10}$")"),
                                  &wire::Fields::phone),
      email<&GivenClinic::email>("email", false),
      formed<&GivenClinic::website>("website", schema_of(wire::TextRule{.max = 2048}), &wire::Fields::website),
      text<&GivenClinic::description>("description", optional_text(5000)),
      ruled<GivenClinic>("openingHours", either(opening_hours_schema(), text_schema()), Needed::no, read_opening_hours)
          .about("An object, or its JSON as text. At creation 09:00 to 17:00 when absent."),
      ruled<GivenClinic>("type", clinic_type_schema(), Needed::no, read_type),
      ruled<GivenClinic>("timezone", text_schema(), Needed::no, read_timezone)
          .about("IANA name. The deployment's own when absent.")};
}

std::vector<Field<ChangeClinic>> clinic_change_fields() {
  const auto given = clinic_fields(Needed::no);
  std::vector<Field<ChangeClinic>> fields(given.begin(), given.end());
  fields.push_back(boolean<&GivenClinic::is_active>("isActive", false));
  return fields;
}
}  // namespace

const Shape<rows::Clinic> clinic_without_hours{
    "ClinicWithoutHours",
    {show_as<&rows::Clinic::id>("id", id_schema()), show<&rows::Clinic::name>("name"),
     show_as<&rows::Clinic::address>("address", text_or_null()), show<&rows::Clinic::latitude>("latitude"),
     show<&rows::Clinic::longitude>("longitude"), show_as<&rows::Clinic::phone>("phone", text_or_null()),
     show_as<&rows::Clinic::email>("email", text_or_null()), show_as<&rows::Clinic::website>("website", text_or_null()),
     show_as<&rows::Clinic::description>("description", text_or_null()),
     show_as<&rows::Clinic::logo>("logo", text_or_null()), show<&rows::Clinic::images>("images"),
     show<&rows::Clinic::is_active>("isActive"), show<&rows::Clinic::created_at>("createdAt"),
     show<&rows::Clinic::updated_at>("updatedAt"), show_as<&rows::Clinic::type>("type", clinic_type_schema())}};

const Shape<rows::Clinic> clinic =
    clinic_without_hours.with("Clinic", {show_as<&opening_hours_of>("openingHours", opening_hours_schema()),
                                         show_if_set<&rows::Clinic::timezone>("timezone")});

const Shape<FoundClinic> found_clinic =
    Shape<FoundClinic>("FoundClinic", {clinic_without_hours.members().begin(), clinic_without_hours.members().end()})
        .with("ClinicWithDistance", {show_if_set<&rows::Clinic::timezone>("timezone"),
                                     show_as<&FoundClinic::distance_km>(
                                         "distance_km", schema_of_keywords(R"("type":"number","minimum":0)"))});

const Shape<Page> pagination{
    "Pagination",
    {show_as<&Page::page>("page", whole_number_schema(1)), show_as<&Page::limit>("limit", whole_number_schema(1)),
     show_as<&Page::total_count>("totalCount", whole_number_schema(0)),
     show_as<&pages_of>("totalPages", whole_number_schema(0)), show<&has_next>("hasNextPage"),
     show<&has_previous>("hasPrevPage")}};

namespace {
Schema clinics_found() {
  return object_of(
      {{"clinics", array_of(either(clinic.schema(), found_clinic.schema()))}, {"pagination", pagination.schema()}});
}
}  // namespace

const Route<SearchClinics> search_clinics{
    .at = get("/api/clinic"),
    .tag = "clinics",
    .summary = "Find active clinics",
    .query = {number<&SearchClinics::latitude>("latitude", {.min = -90, .max = 90, .required = false})
                  .about("of the place to search around"),
              number<&SearchClinics::longitude>("longitude", {.min = -180, .max = 180, .required = false})
                  .about("of the place to search around"),
              number<&SearchClinics::radius_km>("radius", {.min = 0, .required = false}).about("in km"),
              number<&SearchClinics::page>("page", {.min = 1, .max = 1e9, .required = false, .whole = true})
                  .about("first is 1"),
              number<&SearchClinics::limit>("limit", {.min = 1, .max = 100, .required = false, .whole = true})
                  .about("clinics a page; 10 if not said"),
              text<&SearchClinics::name_part>("query", {.required = false, .empty_is_absent = true})
                  .about("part of the name, in any case"),
              option<&SearchClinics::type>("type", clinic_types, Needed::no).about("of the clinic")},
    .success = {200,
                {"Clinics fetched successfully."},
                clinics_found(),
                "Newest first; with latitude, longitude and radius nearest first, with distance_km and without "
                "openingHours."}};

const Route<OneClinic> one_clinic{.at = get("/api/clinic/:clinicId"),
                                  .tag = "clinics",
                                  .summary = "A clinic",
                                  .path = {id<&OneClinic::clinic_id>("clinicId")},
                                  .success = {200, {"Clinic fetched successfully."}, clinic.schema(), "Found."},
                                  .refusals = {{"clinic_not_found", 400, words::no_such_clinic}}};

const Route<GivenClinic> create_clinic{
    .at = post("/api/clinic"),
    .tag = "clinics",
    .summary = "Create a clinic",
    .description = "Empty optional fields count as absent.",
    .who = administrators,
    .body = clinic_fields(Needed::yes),
    .multipart_bytes_max = pictures_bytes_max,
    .success = {201, {"New clinic created successfully."}, std::nullopt, "Created.", "Location: /api/clinic/<id>"},
    .refusals = {{"clinic_exists", 400, words::clinic_exists}}};

const Route<ChangeClinic> change_clinic{
    .at = patch("/api/clinic/:clinicId"),
    .tag = "clinics",
    .summary = "Change a clinic",
    .description = "Absent and empty fields stay as they are.",
    .who = administrators,
    .path = {id<&ChangeClinic::id>("clinicId")},
    .body = clinic_change_fields(),
    .success = {200, {"Clinic updated successfully."}, std::nullopt, "Changed; an empty object changes nothing."},
    .refusals = {{"clinic_not_found", 400, words::no_such_clinic}, {"clinic_exists", 400, words::clinic_exists}}};

const Shape<rows::Account> staff_member{
    "StaffMember",
    {show_as<&rows::Account::id>("id", id_schema()), show<&rows::Account::first_name>("firstName"),
     show<&rows::Account::last_name>("lastName"), show<&rows::Account::email>("email"),
     show_as<&rows::Account::role>("role", one_of_texts({"STAFF"})),
     show<&rows::Account::profile_picture>("profilePicture"), show<&rows::Account::created_at>("createdAt")}};

const Route<OneClinic> staff_of_clinic{.at = get("/api/clinic/:clinicId/staff"),
                                       .tag = "clinics",
                                       .summary = "Staff of a clinic, oldest first",
                                       .who = clinic_staff,
                                       .path = {id<&OneClinic::clinic_id>("clinicId")},
                                       .success = {200,
                                                   {"Staff members fetched successfully."},
                                                   array_of(staff_member.schema()),
                                                   "Empty for an unknown clinic, too."}};

const Route<ClinicStaff> add_staff{
    .at = post("/api/clinic/:clinicId/staff"),
    .tag = "clinics",
    .summary = "Make somebody staff of a clinic",
    .who = administrators,
    .path = {id<&ClinicStaff::clinic_id>("clinicId")},
    .body = {person<&ClinicStaff::user_id>("userId")},
    .success = {201,
                {"Staff member added to clinic successfully."},
                std::nullopt,
                "Staff from now on, without a new login."},
    .refusals = {{"clinic_not_found", 400, words::choose_a_clinic},
                 {"user_not_found", 400, words::choose_a_user},
                 {"is_admin", 400, "Admin cannot be added as a staff member."},
                 {"already_staff", 400,
                  "User already assigned as a staff member in another clinic. Please choose a different user."}}};

const Route<ClinicStaff> remove_staff{
    .at = del("/api/clinic/:clinicId/staff/:userId"),
    .tag = "clinics",
    .summary = "Remove somebody from a clinic's staff",
    .who = administrators,
    .path = {id<&ClinicStaff::clinic_id>("clinicId"), person<&ClinicStaff::user_id>("userId")},
    .success = {200, {"Staff member removed from clinic successfully."}, std::nullopt, "A patient again from now on."},
    .refusals = {{"clinic_not_found", 400, words::choose_a_clinic},
                 {"user_not_found", 400, words::choose_a_user},
                 {"not_staff", 400, "User is not a staff member of this clinic. Please choose a different user."}}};

Resource clinics_resource() {
  return {{describe(search_clinics), describe(create_clinic), describe(one_clinic), describe(change_clinic),
           describe(staff_of_clinic), describe(add_staff), describe(remove_staff)}};
}

}  // namespace frontdesk::api::clinics
