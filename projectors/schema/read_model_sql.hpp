#pragma once

namespace frontdesk::projectors {

// schema/read_v1.sql and its SHA-256, put into the program at build time.
extern const char* const read_model_sql;
extern const char* const read_model_fingerprint;

}  // namespace frontdesk::projectors
