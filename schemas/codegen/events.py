"""C++ structs, a JSON codec and samples of one context's events."""
import json
import re

from dialect import Context, snake_case


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
                  f"  static constexpr int version = {event.version};"]
        if event.newest:
            lines.append(f"  static {event.name} decode(int version, std::string_view json);")
        lines.append("")
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
    names = ", ".join(event.name for event in newest)
    lines = [f"// Generated from schemas/{context.name}: change the schemas, not this file.", "#pragma once",
             "#include <optional>", "#include <string>", "#include <string_view>", "#include <variant>",
             "#include <vector>", "", '#include "platform/time/instant.hpp"', '#include "schemas/event_types.hpp"', "",
             f"namespace frontdesk::{context.name} {{", ""]
    lines += [f"using {name} = Id<struct {name}Tag>;" for name in sorted(context.ids)]
    lines += ["", "namespace events {", "", "using frontdesk::events::Malformed;", "using frontdesk::events::Place;",
              "using frontdesk::events::Sealed;", "",
              f'inline constexpr std::string_view context = "{context.name}";', ""]
    for number in sorted(context.scopes):
        lines += declared(context, number)
    lines += [f"using Event = std::variant<{names}>;", "",
              "std::string_view context_of(const Event& event);", "std::string_view type_of(const Event& event);",
              "int version_of(const Event& event);",
              "bool is_event(std::string_view type);", "", "// The record's key and subject."]
    lines += [f"Place place_of(const {event.name}& event);" for event in newest]
    lines += ["Place place_of(const Event& event);", "",
              "// One line of JSON, members in the order of the schema. Throws Malformed when a text is no UTF-8.",
              "std::string encode(const Event& event);", "",
              "// Reads any published version, as its newest form. nullopt: no event of this context. Throws Malformed "
              "when it is one,", "// but the version is unknown or the JSON does not fit its schema to the letter.",
              "std::optional<Event> decode(std::string_view type, int version, std::string_view json);", "",
              "// Calls listener(event) if it takes such an event; else the event does not concern it, and is not "
              "decoded. False: no", "// event of this context. Throws as decode does.",
              "template <class Listener>",
              "bool hear(Listener&& listener, std::string_view type, int version, std::string_view json) {",
              f"  return frontdesk::events::hear<{names}>(listener, type, version, json);", "}", ""]
    for event in context.events:
        if not event.newest:
            lines += [f"// Written by hand in schemas/{context.name}/upcasts.cpp; pure.",
                      f"{event.name} upcast(const {event.cpp()}& old);", ""]
    lines += ["}  // namespace events", f"}}  // namespace frontdesk::{context.name}"]
    return "\n".join(lines) + "\n"


def apply_header(context):
    lines = [f"// Generated from schemas/{context.name}: change the schemas, not this file.", "#pragma once",
             f'#include "events/{context.name}.hpp"', "", f"namespace frontdesk::{context.name} {{", "", "struct State;", "",
             f"// How each event changes the state of its context. Written by hand in domain/{context.name}, beside the decision that",
             "// makes the event; the linker misses one that is not. They throw domain::Unfoldable on an event that does not fit."]
    lines += [f"void apply(State& state, const events::{event.name}& event);" for event in context.events if event.newest]
    lines += ["", f"}}  // namespace frontdesk::{context.name}"]
    return "\n".join(lines) + "\n"


def samples(context):
    """The examples of all versions, as they stand in logs."""
    lines = [f"// Generated from schemas/{context.name}: change the schemas, not this file.", "#pragma once",
             '#include "schemas/event_types.hpp"', "", f"namespace frontdesk::{context.name}::events {{", "",
             "// What each version of each event looks like in the log: the examples of its schema. For tests.",
             "inline constexpr frontdesk::events::Sample samples[] = {"]
    for event in context.events:
        for example in event.examples:
            text = json.dumps(example, ensure_ascii=False, separators=(",", ":"))
            lines.append(f'    {{"{event.name}", {event.version}, R"json({text})json"}},')
    lines += ["};", "", f"}}  // namespace frontdesk::{context.name}::events"]
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
    newest, lines = [event for event in context.events if event.newest], []
    for event in newest:
        lines.append(f"{event.name} {event.name}::decode(int version, std::string_view json) {{")
        for known in context.events:
            if known.name != event.name:
                continue
            value = f"codec::decode<{known.cpp()}>(json)"
            lines.append(f"  if (version == {known.version}) return {value if known.newest else f'upcast({value})'};")
        lines += ["  throw codec::unknown_version(type, version);", "}", ""]
    lines.append("std::optional<Event> decode(std::string_view type, int version, std::string_view json) {")
    lines += [f"  if (type == {event.name}::type) return {event.name}::decode(version, json);" for event in newest]
    return lines + ["  return std::nullopt;", "}", ""]


def place_text(context):
    def value(member):
        return f"event.{member.name}" if member.type == "std::string" else f"event.{member.name}.value"

    lines = []
    for event in context.events:
        if event.newest:
            lines += [f"Place place_of(const {event.name}& event) {{",
                      f'  return {{{value(event.place.key)}, "{event.place.subject_prefix}" + {value(event.place.subject)}}};',
                      "}", ""]
    return lines + ["Place place_of(const Event& event) {",
                    "  return std::visit([](const auto& value) { return place_of(value); }, event);", "}", ""]


def source(context):
    newest = [event for event in context.events if event.newest]
    lines = [f"// Generated from schemas/{context.name}: change the schemas, not this file.",
             f'#include "events/{context.name}.hpp"', "", '#include "schemas/codegen/json_codec.hpp"', "",
             f"namespace frontdesk::{context.name}::events {{", ""]
    for number in sorted(context.scopes):
        lines += defined(context, number)
    lines += ["std::string_view context_of(const Event&) { return context; }", "",
              "std::string_view type_of(const Event& event) {",
              "  return std::visit([](const auto& value) { return value.type; }, event);", "}", "",
              "int version_of(const Event& event) {",
              "  return std::visit([](const auto& value) { return value.version; }, event);", "}", "",
              "bool is_event(std::string_view type) {",
              "  return " + " || ".join(f"type == {event.name}::type" for event in newest) + ";", "}", "",
              "std::string encode(const Event& event) {",
              "  return std::visit([](const auto& value) { return codec::encode(value); }, event);", "}", ""]
    lines += place_text(context) + decode_text(context)
    lines.append(f"}}  // namespace frontdesk::{context.name}::events")
    return "\n".join(lines) + "\n"


def generate(folder, out):
    """Writes <context>.hpp, .cpp, _apply.hpp and _samples.hpp for the schemas of `folder`."""
    context = Context(folder)
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{context.name}.hpp").write_text(header(context), encoding="utf-8")
    (out / f"{context.name}.cpp").write_text(source(context), encoding="utf-8")
    (out / f"{context.name}_apply.hpp").write_text(apply_header(context), encoding="utf-8")
    (out / f"{context.name}_samples.hpp").write_text(samples(context), encoding="utf-8")
