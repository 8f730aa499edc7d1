#include "tests/domain/examples.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace frontdesk::domain {

namespace {

class Replacement {
 public:
  Replacement(rapidjson::Document& document, const Replacing& by) : memory_(document.GetAllocator()), by_(by) {}

  void visit(rapidjson::Value& value, std::string_view member) {
    if (value.IsObject()) {
      for (auto entry = value.MemberBegin(); entry != value.MemberEnd();) {
        const std::string_view name(entry->name.GetString(), entry->name.GetStringLength());
        if (by_.leave_out(name)) {
          entry = value.EraseMember(entry);
          continue;
        }
        visit(entry->value, name);
        ++entry;
      }
    } else if (value.IsArray()) {
      while (!value.Empty() && by_.leave_out(member)) value.PopBack();
      for (auto& item : value.GetArray()) visit(item, member);
    } else if (value.IsString()) {
      if (const auto text = by_.text(member)) value.SetString(text->c_str(), memory_);
    } else if (value.IsInt()) {
      if (const auto number = by_.number(member)) value.SetInt(*number);
    }
  }

 private:
  rapidjson::Document::AllocatorType& memory_;
  const Replacing& by_;
};

}  // namespace

std::string replaced(std::string_view json, const Replacing& by) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseFullPrecisionFlag>(json.data(), json.size());
  Replacement(document, by).visit(document, {});
  rapidjson::StringBuffer out;
  rapidjson::Writer<rapidjson::StringBuffer> writer(out);
  document.Accept(writer);
  return {out.GetString(), out.GetSize()};
}

}  // namespace frontdesk::domain
