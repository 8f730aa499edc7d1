#include "tests/contract/api_document/api_document.hpp"

#include <rapidjson/document.h>
#include <rapidjson/pointer.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>

namespace frontdesk::contract {
namespace {

using rapidjson::Document;
using rapidjson::Value;

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

// How many segments are matched literally; nothing when the path is not of this form. `/api/tokens/queue/{id}` goes
// before `/api/tokens/{id}`.
std::optional<int> match(const std::vector<std::string_view>& form, const std::vector<std::string_view>& path) {
  if (form.size() != path.size()) return std::nullopt;
  int literal = 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == path[i]) {
      ++literal;
    } else if (!is_parameter(form[i]) || path[i].empty()) {
      return std::nullopt;
    }
  }
  return literal;
}

std::string upper_case(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
  return upper;
}

const Value* member(const Value& object, const char* name) {
  const auto found = object.FindMember(name);
  return found == object.MemberEnd() ? nullptr : &found->value;
}

const Value* enumerated_messages(const Value& schema) {
  const Value* properties = member(schema, "properties");
  const Value* message = properties != nullptr ? member(*properties, "message") : nullptr;
  return message != nullptr ? member(*message, "enum") : nullptr;
}

std::string message_of(const Document& body) {
  const Value* message = body.IsObject() ? member(body, "message") : nullptr;
  return message != nullptr && message->IsString() ? message->GetString() : "";
}

Document read_document(std::string_view json) {
  Document document;
  document.Parse(json.data(), json.size());
  if (document.HasParseError()) throw std::runtime_error("no API document");
  return document;
}

}  // namespace

class ApiDocument::Impl {
 public:
  explicit Impl(std::string_view json) : document_(read_document(json)) {
    for (const auto& path : document_["paths"].GetObject()) {
      for (const auto& operation : path.value.GetObject()) add_operation(path.name.GetString(), operation);
    }
  }

  std::string fault(const Answer& answer) {
    const std::lock_guard lock(mutex_);
    Operation* operation = find(answer.method == "HEAD" ? "GET" : answer.method, answer.target);
    if (operation == nullptr) return undocumented(answer);
    const auto found = operation->responses.find(answer.status);
    if (found == operation->responses.end()) return operation->name + ": this status is not documented";
    return answer.method == "HEAD" ? "" : fault_of_body(found->second, answer.body);
  }

  std::vector<std::string> unseen() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> missing;
    std::set_difference(documented_.begin(), documented_.end(), seen_.begin(), seen_.end(),
                        std::back_inserter(missing));
    return missing;
  }

 private:
  struct DocumentedResponse {
    const Value* schema = nullptr;
    // What an answer with a message shows; those without one stand under "".
    std::multimap<std::string, std::string> shows;
    std::unique_ptr<rapidjson::SchemaDocument> compiled;  // when it is first needed
  };
  struct Operation {
    std::string name;  // POST /api/tokens
    std::vector<std::string_view> form;
    std::string method;
    std::map<int, DocumentedResponse> responses;
  };

  void add_operation(const char* path, const Value::Member& operation) {
    Operation added;
    added.method = upper_case(operation.name.GetString());
    added.name = added.method + " " + path;
    added.form = segments_of(path);
    for (const auto& response : operation.value["responses"].GetObject()) {
      const std::string status = response.name.GetString();
      added.responses.emplace(std::stoi(status), documented(response.value, added.name + " " + status));
    }
    operations_.push_back(std::move(added));
  }

  DocumentedResponse documented(const Value& response, std::string label) {
    const Value& resolved = follow(response, label);
    DocumentedResponse result;
    result.schema = &resolved["content"]["application/json"]["schema"];
    note_messages(*result.schema, label, result.shows);
    if (result.shows.empty()) result.shows.emplace("", label);
    for (const auto& [message, shown] : result.shows) documented_.insert(shown);
    return result;
  }

  void note_messages(const Value& given, std::string label, std::multimap<std::string, std::string>& shows) const {
    const Value& schema = follow(given, label);
    if (const Value* alternatives = member(schema, "anyOf")) {
      for (const auto& alternative : alternatives->GetArray()) note_messages(alternative, label, shows);
    }
    if (const Value* messages = enumerated_messages(schema)) {
      for (const auto& message : messages->GetArray()) {
        shows.emplace(message.GetString(), label + " " + message.GetString());
      }
    }
  }

  // What a reference names; then the name is the label, since all who refer to it share it.
  const Value& follow(const Value& value, std::string& label) const {
    const Value* reference = member(value, "$ref");
    if (reference == nullptr) return value;
    label = reference->GetString();
    const Value* found = rapidjson::Pointer(label.c_str()).Get(document_);
    if (found == nullptr) throw std::runtime_error("the API document lacks " + label);
    return *found;
  }

  Operation* find(std::string_view method, std::string_view target) {
    const auto path = segments_of(target.substr(0, target.find('?')));
    Operation* best = nullptr;
    int most = -1;
    for (auto& operation : operations_) {
      const auto literal = operation.method == method ? match(operation.form, path) : std::nullopt;
      if (literal && *literal > most) {
        best = &operation;
        most = *literal;
      }
    }
    return best;
  }

  static std::string undocumented(const Answer& answer) {
    const bool refused = answer.status == 404 || answer.status == 400 || answer.method == "OPTIONS";
    return refused ? "" : "this operation is not documented";
  }

  std::string fault_of_body(DocumentedResponse& response, std::string_view text) {
    Document body;
    body.Parse(text.data(), text.size());
    if (body.HasParseError()) return "the body is no JSON";
    rapidjson::SchemaValidator validator(compiled(response));
    if (!body.Accept(validator)) return "the body is not as documented: " + where(validator);
    const auto [first, last] = response.shows.equal_range(message_of(body));
    for (auto shown = first; shown != last; ++shown) seen_.insert(shown->second);
    if (response.shows.contains("")) seen_.insert(response.shows.find("")->second);
    return "";
  }

  const rapidjson::SchemaDocument& compiled(DocumentedResponse& response) const {
    if (!response.compiled) {
      Document alone(rapidjson::kObjectType);
      auto& allocator = alone.GetAllocator();
      Value all(rapidjson::kArrayType);
      all.PushBack(Value(*response.schema, allocator), allocator);
      alone.AddMember("components", Value(document_["components"], allocator), allocator);
      alone.AddMember("allOf", all, allocator);
      response.compiled = std::make_unique<rapidjson::SchemaDocument>(alone);
    }
    return *response.compiled;
  }

  static std::string where(const rapidjson::SchemaValidator& validator) {
    rapidjson::StringBuffer place;
    validator.GetInvalidDocumentPointer().Stringify(place);
    return std::string("at '") + place.GetString() + "', " + validator.GetInvalidSchemaKeyword();
  }

  const Document document_;
  std::vector<Operation> operations_;
  std::set<std::string> documented_;
  mutable std::mutex mutex_;
  std::set<std::string> seen_;  // guarded by mutex_, like what is compiled
};

ApiDocument::ApiDocument(std::string_view json) : impl_(std::make_unique<Impl>(json)) {}
ApiDocument::~ApiDocument() = default;
std::string ApiDocument::fault(const Answer& answer) { return impl_->fault(answer); }
std::vector<std::string> ApiDocument::unseen() const { return impl_->unseen(); }

}  // namespace frontdesk::contract
