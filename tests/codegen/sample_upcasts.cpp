#include "events/sample.hpp"

namespace frontdesk::sample::events {

LampLit upcast(const v1::LampLit& old) {
  LampLit lit;
  lit.lamp_id = old.lamp_id;
  lit.lit_at = old.lit_at;
  lit.lit_on = {"1970-01-01"};
  lit.bulbs.push_back({old.bulb.kind, {1}});
  return lit;
}

}  // namespace frontdesk::sample::events
