#pragma once
#include "schemas/api/manners.hpp"

namespace frontdesk::api::property_market {

// Contract 003: buyer–seller chat and support tickets.
extern const Manners manners;

}  // namespace frontdesk::api::property_market
