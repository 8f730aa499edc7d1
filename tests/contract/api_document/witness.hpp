#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/api/families.hpp"
#include "schemas/api/manners.hpp"
#include "schemas/api/openapi.hpp"
#include "tests/contract/api_document/api_document.hpp"
#include "tests/support/clinic_client.hpp"

namespace frontdesk::contract {

// The document as it is served, of all families.
inline ApiDocument& document() {
  static ApiDocument read(api::openapi(api::families()));
  return read;
}

// Holds every answer that a test gets through the edge against the document.
class Witness final : public testing::Environment {
 public:
  void SetUp() override {
    document();
    test_support::ClinicClient::observe(
        [](const std::string& method, const std::string& target, const test_support::Answered& answered) {
          const auto fault = document().fault({method, target, answered.status, answered.body});
          if (!fault.empty()) ADD_FAILURE() << method << ' ' << target << ": " << fault << '\n' << answered.body;
        });
  }
  void TearDown() override { test_support::ClinicClient::observe({}); }
};

// Of which family something is that the document has (ApiDocument::unseen): by the path of its operation, or by the
// name of what operations share.
inline std::string_view family_of(std::string_view documented) {
  if (documented.starts_with('#')) {
    documented.remove_prefix(documented.find_last_of('/', documented.find(' ')) + 1);
    return documented.substr(0, documented.find('.'));
  }
  documented.remove_prefix(documented.find('/'));
  return api::manners_of(documented.substr(0, documented.find(' '))).name;
}

// What is documented of these families and no answer has shown.
inline std::vector<std::string> unseen_of(const std::vector<std::string_view>& families) {
  auto missing = document().unseen();
  std::erase_if(missing, [&](const auto& one) {
    return std::find(families.begin(), families.end(), family_of(one)) == families.end();
  });
  return missing;
}

}  // namespace frontdesk::contract
