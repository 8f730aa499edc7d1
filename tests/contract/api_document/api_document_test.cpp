// The judge of the contract tests' answers, judged: it must find what is wrong.
#include "tests/contract/api_document/api_document.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace frontdesk::contract {
namespace {

constexpr auto document_text = R"({
  "paths": {
    "/things": {"post": {"responses": {
      "201": {"content": {"application/json": {"schema": {
        "allOf": [{"$ref": "#/components/schemas/Done"}],
        "properties": {"message": {"enum": ["Made"]}, "data": {"$ref": "#/components/schemas/Thing"}}}}}},
      "400": {"content": {"application/json": {"schema": {"anyOf": [
        {"properties": {"message": {"enum": ["Too many", "Too few"]}}, "required": ["message"]},
        {"$ref": "#/components/schemas/BadJson"}]}}}},
      "401": {"$ref": "#/components/responses/Unauthorized"}}}},
    "/things/{id}": {"get": {"responses": {
      "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}}},
    "/things/latest": {"get": {"responses": {
      "200": {"content": {"application/json": {"schema": {"type": "array"}}}}}}}},
  "components": {
    "responses": {"Unauthorized": {"content": {"application/json": {"schema": {
      "properties": {"message": {"enum": ["Unauthorized"]}}, "required": ["message"]}}}}},
    "schemas": {
      "Thing": {"type": "object", "properties": {"id": {"type": "string", "pattern": "^[0-9a-f]{4}$"},
                "size": {"type": ["integer", "null"]}}, "required": ["id", "size"], "additionalProperties": false},
      "Done": {"type": "object", "properties": {"message": {"type": "string"}, "data": {}},
               "required": ["message", "data"], "additionalProperties": false},
      "BadJson": {"properties": {"message": {"enum": ["Invalid JSON"]}}, "required": ["message"]}}}
})";

struct ApiDocumentTest : testing::Test {
  std::string fault(std::string_view method, std::string_view target, int status, std::string_view body) {
    return document().fault({method, target, status, body});
  }
  ApiDocument& document() {
    if (!read) read = std::make_unique<ApiDocument>(document_text);
    return *read;
  }

  std::unique_ptr<ApiDocument> read;
};

TEST_F(ApiDocumentTest, AllowsWhatIsDocumented) {
  EXPECT_EQ(fault("POST", "/things?loud=1", 201, R"({"message":"Made","data":{"id":"00ff","size":null}})"), "");
  EXPECT_EQ(fault("POST", "/things", 400, R"({"message":"Too few"})"), "");
  EXPECT_EQ(fault("POST", "/things", 400, R"({"message":"Invalid JSON"})"), "");
  EXPECT_EQ(fault("POST", "/things", 401, R"({"message":"Unauthorized"})"), "");
  EXPECT_EQ(fault("GET", "/things/7", 200, R"({"id":"0000","size":7})"), "");
  EXPECT_EQ(fault("HEAD", "/things/7", 200, ""), "");
}

TEST_F(ApiDocumentTest, PrefersThePathWithoutParameters) {
  EXPECT_EQ(fault("GET", "/things/latest", 200, "[]"), "");
  EXPECT_NE(fault("GET", "/things/7", 200, "[]"), "");
}

TEST_F(ApiDocumentTest, FindsOtherTextsShapesAndStatuses) {
  EXPECT_NE(fault("POST", "/things", 201, R"({"message":"made","data":{"id":"00ff","size":1}})"), "");
  EXPECT_NE(fault("POST", "/things", 201, R"({"message":"Made","data":{"id":"00ff"}})"), "");
  EXPECT_NE(fault("POST", "/things", 201, R"({"message":"Made","data":{"id":"00FF","size":1}})"), "");
  EXPECT_NE(fault("POST", "/things", 201, R"({"message":"Made","data":{"id":"00ff","size":1,"more":1}})"), "");
  EXPECT_NE(fault("POST", "/things", 201, R"({"message":"Made","data":{"id":"00ff","size":1},"more":1})"), "");
  EXPECT_NE(fault("POST", "/things", 400, R"({"message":"Unauthorized"})"), "");
  EXPECT_NE(fault("POST", "/things", 500, R"({"message":"Too few"})"), "");
  EXPECT_NE(fault("GET", "/things/7", 200, "no JSON"), "");
}

TEST_F(ApiDocumentTest, WhatIsNotDocumentedMustNotSucceed) {
  EXPECT_EQ(fault("GET", "/other", 404, "{}"), "");
  EXPECT_EQ(fault("OPTIONS", "/things", 204, ""), "");
  EXPECT_NE(fault("GET", "/other", 200, "{}"), "");
  EXPECT_NE(fault("DELETE", "/things/7", 200, "{}"), "");
}

TEST_F(ApiDocumentTest, SaysWhatNoAnswerHasShown) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(document().unseen(),
            (Texts{"#/components/responses/Unauthorized Unauthorized", "#/components/schemas/BadJson Invalid JSON",
                   "GET /things/latest 200", "GET /things/{id} 200", "POST /things 201 Made",
                   "POST /things 400 Too few", "POST /things 400 Too many"}));
  fault("POST", "/things", 400, R"({"message":"Too few"})");
  fault("POST", "/things", 400, R"({"message":"Invalid JSON"})");
  fault("POST", "/things", 401, R"({"message":"Unauthorized"})");
  fault("POST", "/things", 201, R"({"message":"Made","data":{}})");
  fault("GET", "/things/latest", 200, "[]");
  EXPECT_EQ(document().unseen(), (Texts{"GET /things/{id} 200", "POST /things 201 Made", "POST /things 400 Too many"}));
}

}  // namespace
}  // namespace frontdesk::contract
