#pragma once
#include <string_view>

#include "schemas/read_models/callers.hpp"

// Who may ask for a route at all (contracts' README, section 4). What depends on the thing asked for (own, of this
// clinic) is judged where it is known. The expectation stands in tests/contract/<family>/access_test.cpp, by hand.
namespace frontdesk::api {

struct Who {
  std::string_view words;                             // for the document; empty: nothing to say
  bool (*may)(const auth::Caller& caller) = nullptr;  // null: without a token, too
};

inline constexpr Who everybody{"", nullptr};
inline constexpr Who any_user{"", [](const auth::Caller&) { return true; }};
inline constexpr Who patients{"For patients.", [](const auth::Caller& caller) { return caller.is_patient(); }};
inline constexpr Who administrators{"For administrators.",
                                    [](const auth::Caller& caller) { return caller.is_admin(); }};
inline constexpr Who clinic_staff{"For staff of the clinic and administrators.",
                                  [](const auth::Caller& caller) { return caller.is_admin() || caller.is_staff(); }};
inline constexpr Who staff_alone{"For staff of the clinic.",
                                 [](const auth::Caller& caller) { return caller.is_staff(); }};

}  // namespace frontdesk::api
