#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "tests/bench/measured.hpp"

// The least that the stack under Frontdesk can do on this machine, measured without Frontdesk's code. Each throws
// std::runtime_error when it cannot be measured.
namespace frontdesk::bench {

// Answers with a constant: `program` is a file beside this one (pistache_hello, http_hello), started and stopped here.
Measured http_floor(const std::string& program, std::chrono::milliseconds duration);

// Records of an event's size, appended idempotently (acks=all) to a scratch topic and read back by a consumer; an
// operation ends when its record was read. `outstanding` records are under way at a time; with `pause` each next one
// waits that long, as at low load. The topic is deleted afterwards. Client and broker both count as servers:
// command-api does the client's part in Frontdesk.
Measured log_floor(const std::string& brokers, const class InstanceProcesses& instance, std::size_t outstanding,
                   std::chrono::milliseconds pause, std::chrono::milliseconds duration);

// What command-api does between HTTP and HTTP, in this process: takes of tokens decided by a unit's owner, appended
// with the acceptance rule and read back, `outstanding` at a time. Against a scratch topic, which is deleted
// afterwards.
Measured owned_unit(const std::string& brokers, const class InstanceProcesses& instance, std::size_t outstanding,
                    std::chrono::milliseconds duration);

// Rows as wide as a token's, by COPY into a scratch table, `rows` a transaction, without waiting for the disk, as
// projectors write. An operation is a row. The table is dropped afterwards.
Measured projection_floor(const std::string& database_url, const class InstanceProcesses& instance, std::size_t rows,
                          std::chrono::milliseconds duration);

}  // namespace frontdesk::bench
