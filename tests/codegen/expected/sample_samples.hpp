// Generated from schemas/sample: change the schemas, not this file.
#pragma once
#include "schemas/event_types.hpp"

namespace frontdesk::sample::events {

// What each version of each event looks like in the log: the examples of its schema. For tests.
inline constexpr frontdesk::events::Sample samples[] = {
    {"LampBroken", 1, R"json({"lampId":"l1"})json"},
    {"LampLit", 1, R"json({"lampId":"l1","litAt":"2026-11-21T14:00:00.000Z","bulb":{"kind":"led"}})json"},
    {"LampLit", 2, R"json({"house":"h1","lampId":"l1","litBy":"p1","color":"WARM_WHITE","brightness":0.1,"timer":true,"timerMinutes":-5,"note":"\"ü\" \u0000 €","litOn":"2026-11-21","litAt":"2026-11-21T14:00:00.007Z","goesOutAt":"2026-11-21T15:00:00.000Z","bulbs":[{"type":"led","socket":{"row":2}},{"type":"","socket":{"row":0}}],"steps":[0.25,100.0],"main":{"type":"led","socket":{"row":2}}})json"},
    {"LampLit", 2, R"json({"house":"h2","lampId":"l2","litBy":"p1","color":"red","brightness":1.0,"timer":false,"litOn":"2026-11-21","litAt":"2026-11-21T14:00:00.000Z","bulbs":[],"steps":[]})json"},
};

}  // namespace frontdesk::sample::events
