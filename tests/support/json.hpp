#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace frontdesk::test_support {

// A JSON value in a test: a path that does not exist is a null, never a crash.
class Json {
 public:
  static Json parse(std::string_view text);  // throws std::runtime_error with the text when it is no JSON

  Json operator[](std::string_view member) const;
  Json operator[](std::size_t index) const;
  bool exists() const;
  bool is_null() const;         // there, and null
  std::string text() const;     // empty when it is no string
  std::int64_t number() const;  // 0 when it is no number
  double real() const;
  bool boolean() const;
  std::size_t size() const;  // of an array or object
  std::string dump() const;  // compact

 private:
  struct Document;
  Json(std::shared_ptr<const Document> document, const void* value);
  std::shared_ptr<const Document> document_;
  const void* value_ = nullptr;
};

}  // namespace frontdesk::test_support
