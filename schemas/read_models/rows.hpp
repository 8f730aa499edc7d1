#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Only where SQL is: this header is for .cpp files.
#include <pqxx/pqxx>

#include "schemas/wire/accounts.hpp"
#include "schemas/wire/clinic_queue.hpp"
#include "schemas/wire/clinics.hpp"

// The rows that projectors write and others read: what to select of a table (projectors/schema/read_v1.sql), and the
// wire's row made of it. Columns and readers belong together by position, so both stand here and nowhere else.
namespace frontdesk::read_models {

using Column = pqxx::row::size_type;

// A select list of the table under this alias ("q.id, q.clinic_id, …"); what else is selected comes after it.
std::string queue_columns(std::string_view alias);
std::string clinic_columns(std::string_view alias);
std::string account_columns(std::string_view alias);
inline constexpr Column queue_columns_count = 13;
inline constexpr Column clinic_columns_count = 18;
inline constexpr Column account_columns_count = 9;

// The row whose list begins at column `first`. Throw what libpqxx throws when the columns are others.
wire::QueueRow queue_row(const pqxx::row& row, Column first = 0);
wire::ClinicRow clinic_row(const pqxx::row& row, Column first = 0);
wire::AccountRow account_row(const pqxx::row& row, Column first = 0);

// Whole milliseconds since 1970 of a timestamptz, for a select list, and the instant read of it.
std::string ms_of(std::string_view column);
Instant instant(const pqxx::field& ms);
std::optional<Instant> optional_instant(const pqxx::field& ms);

std::optional<std::string> optional_text(const pqxx::field& field);
std::vector<std::string> texts(const pqxx::field& array);  // elements that are null are left out

}  // namespace frontdesk::read_models
