#pragma once

namespace frontdesk::projectors {

// schema/positions.sql, the tables of every context (schemas/read_models/*.sql) and their SHA-256, put into the program
// at build time.
extern const char* const read_model_sql;
extern const char* const read_model_fingerprint;

}  // namespace frontdesk::projectors
