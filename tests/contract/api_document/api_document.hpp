#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::contract {

// An OpenAPI 3.1 document, against which answers of the running system are held. Of JSON Schema it understands what
// RapidJSON does (draft 4 and lists of types). Thread-safe.
class ApiDocument {
 public:
  explicit ApiDocument(std::string_view json);  // throws std::runtime_error when it cannot be read
  ~ApiDocument();

  struct Answer {
    std::string_view method;
    std::string_view target;  // as sent, with its query
    int status = 0;
    std::string_view body;
  };
  // What the document does not allow about an answer; empty when all is as documented. An operation that is not
  // documented answers 404, 204 to OPTIONS, and 400 where its target could not be read.
  std::string fault(const Answer& answer);

  // What is documented and no answer has shown yet, as `POST /api/tokens 201 Token generated successfully`, or, for
  // what several operations share, `#/components/schemas/InvalidJson Invalid JSON`.
  std::vector<std::string> unseen() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::contract
