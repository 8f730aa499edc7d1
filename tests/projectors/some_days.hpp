#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "tests/projectors/read_models.hpp"

namespace frontdesk::projectors {

namespace queue_events = clinic_queue::events;
namespace account_events = identity::events;

// Instants of the tests: `second` seconds into a certain day.
Instant at(int second);

// One clinic ("clinic-<n>") and its queue ("queue-<n>").
Given clinic_created(int n);
Given queue_opened(int n);
Given token_issued(int n, const std::string& token, int number, int second);
Given token_called(int n, const std::string& token, int number, int second);
Given user_registered(const std::string& user, int second);
Given session_opened(const std::string& session, const std::string& user, int second);
Given session_ended(const std::string& session, const std::string& user, int second);
Given refresh_token_reused(const std::string& session, const std::string& user, int second);

// A few hundred events of several clinics and users over a few days, by seed: what the deciders of the domain made of
// random commands.
std::vector<Given> some_days(std::uint64_t seed, std::size_t steps);

}  // namespace frontdesk::projectors
