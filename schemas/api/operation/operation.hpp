#pragma once
#include "schemas/api/family.hpp"
#include "schemas/api/shape.hpp"

// What belongs to no client family: the health of contract 004, the key set of the contracts' README, section 2.
namespace frontdesk::api::operation {

struct Nothing {};
struct Health {
  Instant now;
};
extern const Shape<Health> health;
extern const Route<Nothing> get_health;
extern const Route<Nothing> get_key_set;

const Family& family();

}  // namespace frontdesk::api::operation
