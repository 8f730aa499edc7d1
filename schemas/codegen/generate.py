#!/usr/bin/env python3
"""Turns the event schemas of one context into C++ structs and a JSON codec.

usage: generate.py <schemas/context> <output folder>

Writes <context>.hpp and <context>.cpp. The dialect is deliberately small (see read_type); anything outside it is an
error that names the file and the path inside it, so that no schema says something the code does not hold to.
"""
import json
import pathlib
import re
import sys

FILE_NAME = re.compile(r"^([A-Z][A-Za-z0-9]*)\.v([1-9][0-9]*)\.json$")
TYPE_NAME = re.compile(r"^[A-Z][A-Za-z0-9]*$")
PROPERTY_NAME = re.compile(r"^[a-z][A-Za-z0-9]*$")
ENUM_VALUE = re.compile(r"^[A-Za-z][A-Za-z0-9_]*$")
RESERVED = {
    "type", "version", "alignas", "and", "asm", "auto", "bool", "break", "case", "catch", "char", "class", "const",
    "continue", "default", "delete", "do", "double", "else", "enum", "explicit", "export", "extern", "false", "float",
    "for", "friend", "goto", "if", "inline", "int", "long", "mutable", "namespace", "new", "not", "operator", "or",
    "private", "protected", "public", "register", "return", "short", "signed", "sizeof", "static", "struct", "switch",
    "template", "this", "throw", "true", "try", "typedef", "typename", "union", "unsigned", "using", "virtual", "void",
    "volatile", "while", "xor",
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class SchemaError(Exception):
    """A schema says something the dialect does not know."""


class Struct:
    def __init__(self, name, description, members):
        self.name = name
        self.description = description
        self.members = members

    def shape(self):
        return [(m.key, m.name, m.type, m.optional) for m in self.members]


class Member:
    def __init__(self, key, name, cpp_type, optional, description):
        self.key = key
        self.name = name
        self.type = cpp_type
        self.optional = optional
        self.description = description

    def declared_type(self):
        return f"std::optional<{self.type}>" if self.optional else self.type


class Event:
    def __init__(self, name, version, struct):
        self.name = name
        self.version = version
        self.struct = struct
        self.newest = True

    def cpp(self):
        return self.name if self.newest else f"v{self.version}::{self.name}"


class Scope:
    """The types of one C++ namespace: that of the newest versions, or v<N> of an older one."""

    def __init__(self):
        self.structs = {}
        self.enums = {}


def snake_case(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])|(?<=[A-Z])([A-Z])(?=[a-z])", r"_\1\2", name).lower()


class Reader:
    """Reads one schema file; finds the types it declares."""

    def __init__(self, file, scope, ids):
        self.file = file
        self.scope = scope
        self.ids = ids

    def fail(self, path, why):
        raise SchemaError(f"{self.file}: {path or '/'}: {why}")

    def keys(self, node, path, required, allowed=()):
        if not isinstance(node, dict):
            self.fail(path, "expected an object")
        for key in required:
            if key not in node:
                self.fail(path, f"'{key}' is missing")
        for key in node:
            if key not in required and key not in allowed:
                self.fail(path, f"'{key}' is not part of the dialect here")

    def text(self, node, path, key, pattern=None):
        value = node[key]
        if not isinstance(value, str) or not value.strip():
            self.fail(f"{path}/{key}", "expected a text")
        if "\n" in value or value.endswith("\\"):
            self.fail(f"{path}/{key}", "expected one line")
        if pattern and not pattern.match(value):
            self.fail(f"{path}/{key}", f"'{value}' is no fitting name")
        return value

    def event(self, document, name, version):
        self.keys(document, "", ["$schema", "$id", "title", "description", "type", "additionalProperties", "required",
                                 "properties"])
        for key, expected in (("$schema", DIALECT), ("$id", f"frontdesk:schemas/{name}/v{version}"), ("title", name),
                              ("type", "object")):
            if document[key] != expected:
                self.fail(f"/{key}", f"expected '{expected}'")
        return Event(name, version, self.struct(document, "", name))

    def struct(self, node, path, name):
        description = self.text(node, path, "description")
        if node["additionalProperties"] is not False:
            self.fail(f"{path}/additionalProperties", "expected false")
        if not isinstance(node["properties"], dict) or not node["properties"]:
            self.fail(f"{path}/properties", "expected at least one property")
        required = node["required"]
        if not isinstance(required, list) or len(set(map(str, required))) != len(required):
            self.fail(f"{path}/required", "expected a list of different names")
        for key in required:
            if key not in node["properties"]:
                self.fail(f"{path}/required", f"'{key}' is no property")
        members = [self.member(key, value, f"{path}/properties/{key}", key not in required)
                   for key, value in node["properties"].items()]
        if len({member.name for member in members}) != len(members):
            self.fail(f"{path}/properties", "two properties share one C++ name")
        return Struct(name, description, members)

    def member(self, key, node, path, optional):
        if not PROPERTY_NAME.match(key):
            self.fail(path, "a property is named in camelCase")
        cpp_type = self.read_type(node, path, ("x-name",))
        if optional and node["type"] == "array":
            self.fail(path, "an array is always required; an empty one says none")
        name = snake_case(key)
        if "x-name" in node:
            name = self.text(node, path, "x-name", re.compile(r"^[a-z][a-z0-9_]*$"))
        if name in RESERVED:
            self.fail(path, f"'{name}' cannot be a C++ member here; give 'x-name'")
        return Member(key, name, cpp_type, optional, self.text(node, path, "description"))

    def read_type(self, node, path, extra=()):
        if not isinstance(node, dict) or "type" not in node:
            self.fail(path, "'type' is missing")
        kind = node["type"]
        if kind in ("integer", "number", "boolean"):
            self.keys(node, path, ["type", "description"], extra)
            return {"integer": "int", "number": "double", "boolean": "bool"}[kind]
        if kind == "string":
            return self.string(node, path, extra)
        if kind == "array":
            self.keys(node, path, ["type", "description", "items"], extra)
            return f"std::vector<{self.read_type(node['items'], f'{path}/items')}>"
        if kind == "object":
            return self.nested(node, path, extra)
        return self.fail(f"{path}/type", f"{json.dumps(kind)} is not part of the dialect")

    def string(self, node, path, extra):
        if "enum" in node:
            return self.enum(node, path, extra)
        self.keys(node, path, ["type", "description"], ("format", "x-id", *extra))
        if "x-id" in node:
            if "format" in node:
                self.fail(f"{path}/format", "an id has no format")
            name = self.text(node, path, "x-id", TYPE_NAME)
            self.ids.add(name)
            return name
        formats = {None: "std::string", "date": "LocalDate", "date-time": "Instant"}
        if node.get("format") not in formats:
            self.fail(f"{path}/format", f"{json.dumps(node['format'])} is not part of the dialect")
        return formats[node.get("format")]

    def enum(self, node, path, extra):
        self.keys(node, path, ["type", "description", "title", "enum"], extra)
        name = self.text(node, path, "title", TYPE_NAME)
        values = node["enum"]
        if not isinstance(values, list) or not values or len({str(v).lower() for v in values}) != len(values):
            self.fail(f"{path}/enum", "expected a list of different values")
        for value in values:
            if not isinstance(value, str) or not ENUM_VALUE.match(value) or value.lower() in RESERVED - {"type", "version"}:
                self.fail(f"{path}/enum", f"{json.dumps(value)} cannot be an enumerator")
        known = self.scope.enums.setdefault(name, values)
        if known != values or name in self.scope.structs:
            self.fail(f"{path}/title", f"'{name}' means something else in another place")
        return name

    def nested(self, node, path, extra):
        self.keys(node, path, ["type", "title", "description", "additionalProperties", "required", "properties"], extra)
        name = self.text(node, path, "title", TYPE_NAME)
        struct = self.struct(node, path, name)
        known = self.scope.structs.setdefault(name, struct)
        if known.shape() != struct.shape() or name in self.scope.enums:
            self.fail(f"{path}/title", f"'{name}' means something else in another place")
        return name


class Context:
    """All event schemas of one folder."""

    def __init__(self, folder):
        self.name = folder.name
        self.ids = set()
        self.scopes = {}
        self.events = []
        files = []
        for path in sorted(folder.glob("*.json")):
            match = FILE_NAME.match(path.name)
            if not match:
                raise SchemaError(f"{self.name}/{path.name}: a file is named <Type>.v<version>.json")
            files.append((match.group(1), int(match.group(2)), path))
        if not files:
            raise SchemaError(f"{self.name}: no event schemas")
        newest = {}
        for name, version, _ in files:
            newest[name] = max(version, newest.get(name, 0))
        for name, version, path in sorted(files, key=lambda file: file[:2]):
            self.read(name, version, version == newest[name], path)
        self.check_names()

    def read(self, name, version, is_newest, path):
        file = f"{self.name}/{path.name}"
        try:
            document = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=lambda pairs: unique(pairs, file))
        except json.JSONDecodeError as error:
            raise SchemaError(f"{file}: no JSON: {error}") from error
        scope = self.scopes.setdefault(0 if is_newest else version, Scope())
        event = Reader(file, scope, self.ids).event(document, name, version)
        event.newest = is_newest
        self.events.append(event)

    def check_names(self):
        names = {event.name for event in self.events}
        for scope in self.scopes.values():
            for name in [*scope.structs, *scope.enums]:
                if name in names or name in self.ids or name in ("Event", "Malformed", "Instant", "LocalDate"):
                    raise SchemaError(f"{self.name}: the title '{name}' is taken by an event, an id or the codec")
        for name in self.ids & (names | {"Event", "Malformed", "Instant", "LocalDate", "Id"}):
            raise SchemaError(f"{self.name}: the id '{name}' is taken by an event or the codec")


def unique(pairs, file):
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise SchemaError(f"{file}: '{key}' is there twice")
    return dict(pairs)


# --- C++ ----------------------------------------------------------------------------------------------------------


def in_order(structs):
    """Nested structs before those that hold them."""
    done, order = set(), []

    def visit(struct):
        if struct.name in done:
            return
        done.add(struct.name)
        for member in struct.members:
            inner = re.sub(r"^std::vector<(.*)>$", r"\1", member.type)
            if inner in structs:
                visit(structs[inner])
        order.append(struct)

    for name in sorted(structs):
        visit(structs[name])
    return order


def struct_text(struct, event=None):
    lines = [f"// {struct.description}", f"struct {struct.name} {{"]
    if event:
        lines += [f'  static constexpr std::string_view type = "{event.name}";',
                  f"  static constexpr int version = {event.version};", ""]
    for member in struct.members:
        initial = {"int": " = 0", "double": " = 0", "bool": " = false"}.get(member.declared_type(), "{}")
        lines.append(f"  {member.declared_type()} {member.name}{initial};  // {member.description}")
    lines += ["", f"  bool operator==(const {struct.name}&) const = default;", "};", ""]
    return lines


def enum_text(name, values):
    return [f"enum class {name} {{ {', '.join(value.lower() for value in values)} }};",
            f"std::string_view text_of({name} value);",
            f"std::optional<{name}> {snake_case(name)}_from(std::string_view text);", ""]


def scope_events(context, number):
    return [event for event in context.events if (0 if event.newest else event.version) == number]


def declared(context, number):
    scope, lines = context.scopes[number], []
    if number:
        lines += [f"namespace v{number} {{", ""]
    for name in sorted(scope.enums):
        lines += enum_text(name, scope.enums[name])
    for struct in in_order(scope.structs):
        lines += struct_text(struct)
    for event in scope_events(context, number):
        lines += struct_text(event.struct, event)
    if number:
        lines += [f"}}  // namespace v{number}", ""]
    return lines


def header(context):
    newest = [event for event in context.events if event.newest]
    lines = [f"// Generated from schemas/{context.name}: change the schemas, not this file.", "#pragma once",
             "#include <optional>", "#include <string>", "#include <string_view>", "#include <variant>",
             "#include <vector>", "", '#include "platform/time/instant.hpp"', '#include "schemas/event_types.hpp"', "",
             f"namespace frontdesk::{context.name} {{", ""]
    lines += [f"using {name} = Id<struct {name}Tag>;" for name in sorted(context.ids)]
    lines += ["", "namespace events {", "", "using frontdesk::events::Malformed;", ""]
    for number in sorted(context.scopes):
        lines += declared(context, number)
    lines += [f"using Event = std::variant<{', '.join(event.name for event in newest)}>;", "",
              "std::string_view type_of(const Event& event);", "int version_of(const Event& event);",
              "bool is_event(std::string_view type);", "",
              "// One line of JSON, members in the order of the schema. Throws Malformed when a text is no UTF-8.",
              "std::string encode(const Event& event);", "",
              "// Reads any published version, as its newest form. nullopt: no event of this context. Throws Malformed "
              "when it is one,", "// but the version is unknown or the JSON does not fit its schema to the letter.",
              "std::optional<Event> decode(std::string_view type, int version, std::string_view json);", ""]
    for event in context.events:
        if not event.newest:
            lines += [f"// Written by hand in schemas/{context.name}/upcasts.cpp; pure.",
                      f"{event.name} upcast(const {event.cpp()}& old);", ""]
    lines += ["}  // namespace events", f"}}  // namespace frontdesk::{context.name}"]
    return "\n".join(lines) + "\n"


def enum_writer(name):
    return [f"static void write(codec::Writer& out, {name} value) {{ codec::write(out, text_of(value)); }}", ""]


def struct_writer(struct):
    lines = [f"static void write(codec::Writer& out, const {struct.name}& value) {{", "  out.StartObject();"]
    lines += [f'  codec::write_member(out, "{member.key}", value.{member.name});' for member in struct.members]
    return lines + ["  out.EndObject();", "}", ""]


def enum_reader(name, values):
    lines = [f"std::string_view text_of({name} value) {{", "  switch (value) {"]
    lines += [f'    case {name}::{value.lower()}: return "{value}";' for value in values]
    lines += ["  }", f'  throw Malformed("{name}: no such value");', "}", "",
              f"std::optional<{name}> {snake_case(name)}_from(std::string_view text) {{"]
    lines += [f'  if (text == "{value}") return {name}::{value.lower()};' for value in values]
    lines += ["  return std::nullopt;", "}", "",
              f"static void read(const codec::Value& in, {name}& value) {{",
              f"  const auto known = {snake_case(name)}_from(codec::text(in));",
              '  if (!known) throw Malformed("not one of the values");', "  value = *known;", "}", ""]
    return lines


def struct_reader(struct):
    lines = [f"static void read(const codec::Value& in, {struct.name}& value) {{", "  codec::ObjectReader object(in);"]
    lines += [f'  object.{"optional" if member.optional else "required"}("{member.key}", value.{member.name});'
              for member in struct.members]
    lines += ["  object.finish();", "}", ""]
    return lines


def defined(context, number):
    scope, lines = context.scopes[number], []
    if number:
        lines += [f"namespace v{number} {{", ""]
    # Old versions are read only.
    for name in sorted(scope.enums):
        lines += enum_reader(name, scope.enums[name])
        lines += enum_writer(name) if number == 0 else []
    for struct in in_order(scope.structs) + [event.struct for event in scope_events(context, number)]:
        lines += struct_reader(struct)
        lines += struct_writer(struct) if number == 0 else []
    if number:
        lines += [f"}}  // namespace v{number}", ""]
    return lines


def decode_text(context):
    lines = ["std::optional<Event> decode(std::string_view type, int version, std::string_view json) {"]
    for event in context.events:
        value = f"codec::decode<{event.cpp()}>(json)"
        if not event.newest:
            value = f"upcast({value})"
        lines.append(f'  if (type == "{event.name}" && version == {event.version}) return {value};')
    lines += ["  if (!is_event(type)) return std::nullopt;",
              '  throw Malformed(std::string(type) + ": unknown version " + std::to_string(version));', "}", ""]
    return lines


def source(context):
    newest = [event for event in context.events if event.newest]
    lines = [f"// Generated from schemas/{context.name}: change the schemas, not this file.",
             f'#include "events/{context.name}.hpp"', "", '#include "schemas/codegen/json_codec.hpp"', "",
             f"namespace frontdesk::{context.name}::events {{", ""]
    for number in sorted(context.scopes):
        lines += defined(context, number)
    lines += ["std::string_view type_of(const Event& event) {",
              "  return std::visit([](const auto& value) { return value.type; }, event);", "}", "",
              "int version_of(const Event& event) {",
              "  return std::visit([](const auto& value) { return value.version; }, event);", "}", "",
              "bool is_event(std::string_view type) {",
              "  return " + " || ".join(f"type == {event.name}::type" for event in newest) + ";", "}", "",
              "std::string encode(const Event& event) {",
              "  return std::visit([](const auto& value) { return codec::encode(value); }, event);", "}", ""]
    lines += decode_text(context)
    lines.append(f"}}  // namespace frontdesk::{context.name}::events")
    return "\n".join(lines) + "\n"


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder, out = pathlib.Path(arguments[0]), pathlib.Path(arguments[1])
    try:
        context = Context(folder)
    except SchemaError as error:
        print(f"schema error: {error}", file=sys.stderr)
        return 1
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{context.name}.hpp").write_text(header(context), encoding="utf-8")
    (out / f"{context.name}.cpp").write_text(source(context), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
