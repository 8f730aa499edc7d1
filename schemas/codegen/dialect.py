"""The dialect of the event schemas: reads one context's folder and checks it.

Deliberately small (see read_type); anything outside it is an error that names the file and the path inside it, so that no
schema says something the code does not hold to. Beside JSON Schema's own words there are:

  x-key       at the root: the member whose value is the record's key, and so chooses its partition
  x-subject   at the root, `queue/{queueId}`: the aggregate that the event is about
  x-id        of a text: an id of a type of its own
  x-name      of a property: its C++ name, where its own cannot be one
  x-personal  of a text: it is about a person, namely the one whose id that member of the event is; it stays sealed
"""
import json
import re

FILE_NAME = re.compile(r"^([A-Z][A-Za-z0-9]*)\.v([1-9][0-9]*)\.json$")
TYPE_NAME = re.compile(r"^[A-Z][A-Za-z0-9]*$")
PROPERTY_NAME = re.compile(r"^[a-z][A-Za-z0-9]*$")
SUBJECT = re.compile(r"^([a-z][a-z_]*/)\{([a-z][A-Za-z0-9]*)\}$")
ENUM_VALUE = re.compile(r"^[A-Za-z][A-Za-z0-9_]*$")
RESERVED = {
    "type", "version", "decode", "alignas", "and", "asm", "auto", "bool", "break", "case", "catch", "char", "class", "const",
    "continue", "default", "delete", "do", "double", "else", "enum", "explicit", "export", "extern", "false", "float",
    "for", "friend", "goto", "if", "inline", "int", "long", "mutable", "namespace", "new", "not", "operator", "or",
    "private", "protected", "public", "register", "return", "short", "signed", "sizeof", "static", "struct", "switch",
    "template", "this", "throw", "true", "try", "typedef", "typename", "union", "unsigned", "using", "virtual", "void",
    "volatile", "while", "xor",
}
# What no enumerator may be called: of RESERVED, those that are C++ keywords.
KEYWORDS = RESERVED - {"type", "version", "decode"}
CODEC_NAMES = {"Event", "Malformed", "Instant", "LocalDate", "Place", "Sample", "Sealed"}
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
    def __init__(self, name, version, struct, place, examples):
        self.name = name
        self.version = version
        self.struct = struct
        self.place = place
        self.examples = examples
        self.newest = True

    def cpp(self):
        return self.name if self.newest else f"v{self.version}::{self.name}"


class Place:
    """Where an event's record goes: the members (as C++ sees them) that are its key and end its subject."""

    def __init__(self, key, subject_prefix, subject):
        self.key = key
        self.subject_prefix = subject_prefix
        self.subject = subject


class Scope:
    """The types of one C++ namespace: that of the newest versions, or v<N> of an older one."""

    def __init__(self):
        self.structs = {}
        self.enums = {}


def snake_case(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])|(?<=[A-Z])([A-Z])(?=[a-z])", r"_\1\2", name).lower()


class Reader:
    """Reads one schema file; finds the types it declares."""

    def __init__(self, context, file, scope, ids):
        self.context = context
        self.file = f"{context}/{file}"
        self.scope = scope
        self.ids = ids
        self.owners = []  # (path, member) of each x-personal

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
        self.keys(document, "", ["$schema", "$id", "title", "description", "x-key", "x-subject", "type",
                                 "additionalProperties", "required", "properties", "examples"])
        for key, expected in (("$schema", DIALECT), ("$id", f"frontdesk:schemas/{self.context}/{name}/v{version}"),
                              ("title", name), ("type", "object")):
            if document[key] != expected:
                self.fail(f"/{key}", f"expected '{expected}'")
        struct = self.struct(document, "", name)
        for path, owner in self.owners:
            self.named(struct, owner, path, self.ids, "the id of a person")
        return Event(name, version, struct, self.place(document, struct), self.examples(document))

    def place(self, document, struct):
        routable = self.ids | {"std::string"}
        key = self.named(struct, self.text(document, "", "x-key"), "/x-key", routable, "an id or a text")
        subject = SUBJECT.match(self.text(document, "", "x-subject"))
        if not subject:
            self.fail("/x-subject", "expected <kind>/{member}")
        member = self.named(struct, subject.group(2), "/x-subject", routable, "an id or a text")
        return Place(key, subject.group(1), member)

    def named(self, struct, key, path, types, what):
        """The member of this name, which every event of this type has."""
        for member in struct.members:
            if member.key == key and member.type in types and not member.optional:
                return member
        return self.fail(path, f"'{key}' is no required property that is {what}")

    def examples(self, document):
        examples = document["examples"]
        if not isinstance(examples, list) or not examples or not all(isinstance(one, dict) for one in examples):
            self.fail("/examples", "expected at least one event")
        for key in document["properties"]:
            if not any(key in one for one in examples):
                self.fail("/examples", f"none has '{key}'")
        return examples

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
        cpp_type = self.read_type(node, path, ("x-name", "x-personal"))
        if optional and node["type"] == "array":
            self.fail(path, "an array is always required; an empty one says none")
        name = snake_case(key)
        if "x-name" in node:
            name = self.text(node, path, "x-name", re.compile(r"^[a-z][a-z0-9_]*$"))
        if "x-personal" in node:
            if cpp_type != "std::string":
                self.fail(f"{path}/x-personal", "only a text can be sealed")
            self.owners.append((f"{path}/x-personal", self.text(node, path, "x-personal")))
            cpp_type = "Sealed"
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
            if not isinstance(value, str) or not ENUM_VALUE.match(value) or value.lower() in KEYWORDS:
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
        self.check_other_contexts(folder)

    def read(self, name, version, is_newest, path):
        file = f"{self.name}/{path.name}"
        try:
            document = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=lambda pairs: unique(pairs, file))
        except json.JSONDecodeError as error:
            raise SchemaError(f"{file}: no JSON: {error}") from error
        scope = self.scopes.setdefault(0 if is_newest else version, Scope())
        event = Reader(self.name, path.name, scope, self.ids).event(document, name, version)
        event.newest = is_newest
        self.events.append(event)

    def check_names(self):
        names = {event.name for event in self.events}
        for scope in self.scopes.values():
            for name in [*scope.structs, *scope.enums]:
                if name in names or name in self.ids or name in CODEC_NAMES:
                    raise SchemaError(f"{self.name}: the title '{name}' is taken by an event, an id or the codec")
        for name in self.ids & (names | CODEC_NAMES | {"Id"}):
            raise SchemaError(f"{self.name}: the id '{name}' is taken by an event or the codec")


    def check_other_contexts(self, folder):
        """A record's type alone says which context it is of, so it is of one."""
        for event in self.events:
            for other in sorted(folder.parent.glob(f"*/{event.name}.v*.json")):
                if other.parent.name != self.name and FILE_NAME.match(other.name):
                    raise SchemaError(f"{self.name}: '{event.name}' is an event of {other.parent.name}, too")


def unique(pairs, file):
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise SchemaError(f"{file}: '{key}' is there twice")
    return dict(pairs)
