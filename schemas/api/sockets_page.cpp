#include "schemas/api/sockets_page.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "schemas/api/socket_events.hpp"

namespace frontdesk::api {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string scalar(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return escaped({buffer.GetString(), buffer.GetSize()});
}

std::string link_to(std::string_view reference) {
  const auto name = escaped(reference.substr(reference.rfind('/') + 1));
  return "<a href=\"#" + name + "\">" + name + "</a>";
}

// JSON to be read: a member a line, a link where there is a reference; what it names is further down on the page.
std::string shown(const rapidjson::Value& value, std::size_t depth = 0) {
  std::string out;
  if (value.IsArray()) {
    for (const auto& item : value.GetArray()) out += (out.empty() ? "" : ", ") + shown(item, depth);
    return "[" + out + "]";
  }
  if (!value.IsObject()) return scalar(value);
  if (value.HasMember("$ref")) return link_to(value["$ref"].GetString());
  for (const auto& member : value.GetObject()) {
    out += (out.empty() ? "\n" : ",\n") + std::string(2 * depth + 2, ' ') + scalar(member.name) + ": " +
           shown(member.value, depth + 1);
  }
  return "{" + out + "\n" + std::string(2 * depth, ' ') + "}";
}

std::string shown(const std::string& json) {
  rapidjson::Document document;
  document.Parse(json.data(), json.size());
  return shown(document);
}

std::string block(const std::string& json) { return "<pre>" + shown(json) + "</pre>\n"; }

std::string argument_list(const std::vector<SchemaMember>& arguments) {
  std::string list = "<ol>\n";
  for (const auto& argument : arguments) {
    list += "<li><code>" + escaped(argument.name) + "</code>" + (argument.required ? "" : ", may be left out") +
            ": <code>" + shown(argument.schema.json) + "</code></li>\n";
  }
  return list + "</ol>\n";
}

std::string section(const SocketEvent& event) {
  const bool of_client = event.sender == SocketEvent::Sender::client;
  return "<section>\n<h3><code>" + escaped(event.event) + "</code></h3>\n<p>" + escaped(event.summary) + "</p>\n" +
         (of_client ? argument_list(event.arguments) : block(event.payload.json)) + "</section>\n";
}

constexpr std::string_view head =
    R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Frontdesk: socket events</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/page.css">
</head>
<body>
<nav><a href="/docs">REST</a> <a href="/docs/sockets" aria-current="page">Socket events</a> <a href="/docs/openapi.json">OpenAPI</a> <a href="/docs/asyncapi.json">AsyncAPI</a></nav>
<main>
<h1>Socket events</h1>
<p>One WebSocket at <code>/?token=&lt;access token&gt;</code>, JSON text frames <code>{"event","data","id"}</code> in both directions.
<code>data</code> is the argument, or an array of several; a frame with an <code>id</code> is answered by
<code>{"id","data":{"success":true}}</code> or <code>{"id","data":{"success":false,"error"}}</code>.</p>
)";

}  // namespace

std::string sockets_page(const std::vector<const Family*>& families) {
  std::string of_clients, of_server;
  std::map<std::string, std::string> shapes;
  for (const auto* family : families) {
    for (const auto& event : socket_events(*family)) {
      (event.sender == SocketEvent::Sender::client ? of_clients : of_server) += section(event);
      shapes.insert(event.payload.named.begin(), event.payload.named.end());
    }
  }
  auto page = std::string(head) + "<h2>Clients send</h2>\n" + of_clients + "<h2>The server sends</h2>\n" + of_server +
              "<h2>Shapes</h2>\n";
  for (const auto& [name, json] : shapes) {
    page += "<section id=\"" + escaped(name) + "\">\n<h3>" + escaped(name) + "</h3>\n" + block(json) + "</section>\n";
  }
  return page + "</main>\n</body>\n</html>";
}

}  // namespace frontdesk::api
