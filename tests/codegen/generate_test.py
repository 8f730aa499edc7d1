"""The generator writes what it always wrote, refuses all that lies outside its dialect, and frozen schemas stay."""
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
GENERATOR = ROOT / "schemas" / "codegen" / "generate.py"


def generate(folder, out):
    return subprocess.run([sys.executable, "-B", GENERATOR, "events", folder, out], capture_output=True, text=True, check=False)


LAMP_ID = {"type": "string", "x-id": "LampId", "description": "The lamp."}


def valid(**changes):
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "frontdesk:schemas/lamps/Lit/v1",
        "title": "Lit",
        "description": "A lamp was lit.",
        "x-key": "lampId",
        "x-subject": "lamp/{lampId}",
        "type": "object",
        "additionalProperties": False,
        "required": ["lampId"],
        "properties": {"lampId": LAMP_ID},
        "examples": [{"lampId": "l1"}],
    }
    schema.update(changes)
    return schema


def with_properties(properties, required=(), **changes):
    """The valid schema with more properties, each in its example."""
    return valid(properties={"lampId": LAMP_ID, **properties}, required=["lampId", *required],
                 examples=[{"lampId": "l1", **dict.fromkeys(properties, "shown")}], **changes)


def with_property(node, name="thing", required=True):
    return with_properties({name: node}, [name] if required else [])


def personal(owner="ownerId", owner_required=True, **note):
    """A note about a person."""
    properties = {"ownerId": {"type": "string", "x-id": "OwnerId", "description": "Whose lamp it is."},
                  "note": {"type": "string", "x-personal": owner, "description": "What was said.", **note}}
    return with_properties(properties, ["ownerId"] if owner_required else [])


def nested(title="Bulb", key="row", **changes):
    node = {"type": "object", "title": title, "description": "A part.", "additionalProperties": False, "required": [key],
            "properties": {key: {"type": "integer", "description": "A number."}}}
    node.update(changes)
    return node


def without(schema, key):
    return {name: value for name, value in schema.items() if name != key}


def color(values, title="Color"):
    return {"type": "string", "title": title, "enum": values, "description": "Its color."}


TEXT = {"type": "string", "description": "A text."}

# what is wrong, the schema, where the error points, what it says
REFUSED = [
    ("no description", without(valid(), "description"), "/", "'description' is missing"),
    ("no additionalProperties", without(valid(), "additionalProperties"), "/", "'additionalProperties' is missing"),
    ("open to other properties", valid(additionalProperties=True), "/additionalProperties", "expected false"),
    ("another draft", valid(**{"$schema": "http://json-schema.org/draft-04/schema#"}), "/$schema", "expected 'https"),
    ("another id", valid(**{"$id": "frontdesk:schemas/lamps/Lit/v2"}), "/$id",
     "expected 'frontdesk:schemas/lamps/Lit/v1'"),
    ("another context's id", valid(**{"$id": "frontdesk:schemas/chairs/Lit/v1"}), "/$id",
     "expected 'frontdesk:schemas/lamps/Lit/v1'"),
    ("an id without a context", valid(**{"$id": "frontdesk:schemas/Lit/v1"}), "/$id",
     "expected 'frontdesk:schemas/lamps/Lit/v1'"),
    ("no key", without(valid(), "x-key"), "/", "'x-key' is missing"),
    ("key that is no name", valid(**{"x-key": 1}), "/x-key", "expected a text"),
    ("key that is no property", valid(**{"x-key": "clinicId"}), "/x-key", "'clinicId' is no required property"),
    ("optional key", with_properties({"house": TEXT}, **{"x-key": "house"}), "/x-key", "'house' is no required property"),
    ("key that is a number", with_properties({"row": {"type": "integer", "description": "x"}}, ["row"], **{"x-key": "row"}),
     "/x-key", "that is an id or a text"),
    ("key that is a time", with_properties({"at": {**TEXT, "format": "date-time"}}, ["at"], **{"x-key": "at"}), "/x-key",
     "that is an id or a text"),
    ("key that is personal", {**personal(), "x-key": "note"}, "/x-key", "'note' is no required property"),
    ("no subject", without(valid(), "x-subject"), "/", "'x-subject' is missing"),
    ("subject without a kind", valid(**{"x-subject": "{lampId}"}), "/x-subject", "expected <kind>/{member}"),
    ("subject without a member", valid(**{"x-subject": "lamp/lampId"}), "/x-subject", "expected <kind>/{member}"),
    ("subject of two members", valid(**{"x-subject": "lamp/{lampId}/{lampId}"}), "/x-subject", "expected <kind>/{member}"),
    ("subject of no property", valid(**{"x-subject": "lamp/{id}"}), "/x-subject", "'id' is no required property"),
    ("optional subject", with_properties({"house": TEXT}, **{"x-subject": "house/{house}"}), "/x-subject",
     "'house' is no required property"),
    ("no examples", without(valid(), "examples"), "/", "'examples' is missing"),
    ("empty examples", valid(examples=[]), "/examples", "expected at least one event"),
    ("example that is no object", valid(examples=["l1"]), "/examples", "expected at least one event"),
    ("examples that show not all", {**with_property(TEXT, required=False), "examples": [{"lampId": "l1"}]}, "/examples",
     "none has 'thing'"),
    ("personal for nobody", personal(owner=""), "/properties/note/x-personal", "expected a text"),
    ("personal of an unknown", personal(owner="authorId"), "/properties/note/x-personal",
     "'authorId' is no required property that is the id of a person"),
    ("personal of a text", personal(owner="note"), "/properties/note/x-personal", "'note' is no required property"),
    ("personal of somebody optional", personal(owner_required=False), "/properties/note/x-personal",
     "'ownerId' is no required property"),
    ("personal number", personal(type="integer"), "/properties/note/x-personal", "only a text can be sealed"),
    ("personal time", personal(format="date-time"), "/properties/note/x-personal", "only a text can be sealed"),
    ("personal id", personal(**{"x-id": "NoteId"}), "/properties/note/x-personal", "only a text can be sealed"),
    ("personal enum", personal(title="Note", enum=["a"]), "/properties/note/x-personal", "only a text can be sealed"),
    ("personal items", with_property({"type": "array", "items": {**TEXT, "x-personal": "lampId"}, "description": "x"}),
     "/properties/thing/items", "'x-personal' is not part"),
    ("another title", valid(title="Dimmed"), "/title", "expected 'Lit'"),
    ("no object", valid(type="array"), "/type", "expected 'object'"),
    ("unknown key", valid(oneOf=[]), "/", "'oneOf' is not part of the dialect"),
    ("definitions", valid(**{"$defs": {}}), "/", "'$defs' is not part of the dialect"),
    ("no properties", valid(properties={}, required=[]), "/properties", "at least one property"),
    ("required says nothing", valid(required="lampId"), "/required", "a list of different names"),
    ("required twice", valid(required=["lampId", "lampId"]), "/required", "a list of different names"),
    ("required is no property", valid(required=["lampId", "color"]), "/required", "'color' is no property"),
    ("empty description", valid(description=" "), "/description", "expected a text"),
    ("description of two lines", valid(description="a\nb"), "/description", "expected one line"),
    ("description that continues a comment", valid(description="a\\"), "/description", "expected one line"),
    ("reference", with_property({"$ref": "#/x"}), "/properties/thing", "'type' is missing"),
    ("type list", with_property({"type": ["string", "null"], "description": "x"}), "/properties/thing/type",
     '["string", "null"] is not part of the dialect'),
    ("null", with_property({"type": "null", "description": "x"}), "/properties/thing/type", '"null" is not part'),
    ("no object as property", with_property(True), "/properties/thing", "'type' is missing"),
    ("property without description", with_property({"type": "string"}), "/properties/thing", "'description' is missing"),
    ("pattern", with_property({**TEXT, "pattern": "^a"}), "/properties/thing", "'pattern' is not part"),
    ("length", with_property({**TEXT, "maxLength": 3}), "/properties/thing", "'maxLength' is not part"),
    ("default", with_property({**TEXT, "default": ""}), "/properties/thing", "'default' is not part"),
    ("range", with_property({"type": "integer", "minimum": 1, "description": "x"}), "/properties/thing", "'minimum' is"),
    ("other format", with_property({**TEXT, "format": "email"}), "/properties/thing/format", '"email" is not part'),
    ("id with format", with_property({**TEXT, "x-id": "LampId", "format": "date"}), "/properties/thing/format",
     "an id has no format"),
    ("id of a bad name", with_property({**TEXT, "x-id": "lamp_id"}), "/properties/thing/x-id", "no fitting name"),
    ("snake case", with_property(TEXT, "lamp_id"), "/properties/lamp_id", "camelCase"),
    ("keyword", with_property(TEXT, "default"), "/properties/default", "give 'x-name'"),
    ("reserved by the codec", with_property(TEXT, "type"), "/properties/type", "give 'x-name'"),
    ("a function of the codec", with_property(TEXT, "decode"), "/properties/decode", "give 'x-name'"),
    ("reserved by x-name", with_property({**TEXT, "x-name": "version"}), "/properties/thing", "give 'x-name'"),
    ("bad x-name", with_property({**TEXT, "x-name": "Thing"}), "/properties/thing/x-name", "no fitting name"),
    ("two of one name", with_properties({"a": TEXT, "b": {**TEXT, "x-name": "a"}}), "/properties",
     "share one C++ name"),
    ("optional array", with_property({"type": "array", "items": TEXT, "description": "x"}, required=False),
     "/properties/thing", "an array is always required"),
    ("array of nothing", with_property({"type": "array", "description": "x"}), "/properties/thing", "'items' is missing"),
    ("tuple", with_property({"type": "array", "items": [TEXT], "description": "x"}), "/properties/thing/items",
     "'type' is missing"),
    ("bad item", with_property({"type": "array", "items": {**TEXT, "pattern": "a"}, "description": "x"}),
     "/properties/thing/items", "'pattern' is not part"),
    ("enum without name", with_property({"type": "string", "enum": ["a"], "description": "x"}), "/properties/thing",
     "'title' is missing"),
    ("empty enum", with_property(color([])), "/properties/thing/enum", "different values"),
    ("enum that differs in case only", with_property(color(["Red", "RED"])), "/properties/thing/enum", "different values"),
    ("enum of numbers", with_property(color([1])), "/properties/thing/enum", "1 cannot be an enumerator"),
    ("enum of a keyword", with_property(color(["NEW"])), "/properties/thing/enum", '"NEW" cannot be an enumerator'),
    ("enum of two meanings", with_properties({"a": color(["RED"]), "b": color(["BLUE"])}),
     "/properties/b/title", "'Color' means something else"),
    ("struct without name", with_property(without(nested(), "title")), "/properties/thing", "'title' is missing"),
    ("struct of a bad name", with_property(nested(title="bulb")), "/properties/thing/title", "no fitting name"),
    ("open struct", with_property(nested(additionalProperties=True)), "/properties/thing/additionalProperties",
     "expected false"),
    ("struct of two meanings", with_properties({"a": nested(), "b": nested(key="column")}),
     "/properties/b/title", "'Bulb' means something else"),
    ("struct and enum of one name", with_properties({"a": color(["RED"], "Bulb"), "b": nested()}),
     "/properties/b/title", "'Bulb' means something else"),
    ("fault deep inside", with_property(nested(properties={"row": {"type": "int", "description": "x"}})),
     "/properties/thing/properties/row/type", '"int" is not part'),
]


class Generator(unittest.TestCase):
    def test_writes_the_expected_code(self):
        with tempfile.TemporaryDirectory() as out:
            result = generate(HERE / "sample", out)
            self.assertEqual(result.returncode, 0, result.stderr)
            for name in ("sample.hpp", "sample.cpp", "sample_apply.hpp", "sample_samples.hpp"):
                written = (pathlib.Path(out) / name).read_text(encoding="utf-8")
                self.assertEqual(written, (HERE / "expected" / name).read_text(encoding="utf-8"), name)

    def refused(self, files):
        with tempfile.TemporaryDirectory() as folder:
            context = pathlib.Path(folder) / "lamps"
            context.mkdir()
            for name, content in files.items():
                (context / name).write_text(content if isinstance(content, str) else json.dumps(content))
            result = generate(context, pathlib.Path(folder) / "out")
            self.assertEqual(result.returncode, 1, f"accepted, or broken: {result.stderr}")
            self.assertFalse((pathlib.Path(folder) / "out").exists(), "nothing may be written")
            return result.stderr

    def test_accepts_what_the_refused_ones_start_from(self):
        with tempfile.TemporaryDirectory() as folder:
            context = pathlib.Path(folder) / "lamps"
            context.mkdir()
            for schema in (valid(), with_property(TEXT), personal()):
                (context / "Lit.v1.json").write_text(json.dumps(schema))
                self.assertEqual(generate(context, pathlib.Path(folder) / "out").returncode, 0)

    def test_names_file_and_path_of_all_that_lies_outside_the_dialect(self):
        for name, schema, path, words in REFUSED:
            with self.subTest(name):
                said = self.refused({"Lit.v1.json": schema})
                self.assertIn(f"schema error: lamps/Lit.v1.json: {path}: ", said)
                self.assertIn(words, said)

    def test_refuses_other_files_and_texts(self):
        self.assertIn("lamps: no event schemas", self.refused({}))
        self.assertIn("lamps/lit.json: a file is named", self.refused({"lit.json": valid()}))
        self.assertIn("lamps/Lit.v0.json: a file is named", self.refused({"Lit.v0.json": valid()}))
        self.assertIn("lamps/Lit.v1.json: no JSON", self.refused({"Lit.v1.json": "{"}))
        self.assertIn("lamps/Lit.v1.json: 'title' is there twice", self.refused({"Lit.v1.json": '{"title":1,"title":2}'}))
        self.assertIn("lamps/Lit.v1.json: /: expected an object", self.refused({"Lit.v1.json": "[]"}))

    def test_refuses_names_taken_by_an_event_or_the_codec(self):
        self.assertIn("'Lit' is taken", self.refused({"Lit.v1.json": with_property(nested(title="Lit"))}))
        self.assertIn("'Event' is taken", self.refused({"Lit.v1.json": with_property(color(["RED"], "Event"))}))
        self.assertIn("'Lit' is taken", self.refused({"Lit.v1.json": with_property({**TEXT, "x-id": "Lit"})}))


    def test_refuses_an_event_that_another_context_has(self):
        with tempfile.TemporaryDirectory() as folder:
            lamps, chairs = pathlib.Path(folder) / "lamps", pathlib.Path(folder) / "chairs"
            for context in (lamps, chairs):
                context.mkdir()
            (lamps / "Lit.v1.json").write_text(json.dumps(valid()))
            (chairs / "LitUp.v1.json").write_text("{}")
            self.assertEqual(generate(lamps, pathlib.Path(folder) / "out").returncode, 0)
            (chairs / "Lit.v2.json").write_text("{}")
            said = generate(lamps, pathlib.Path(folder) / "none")
            self.assertEqual(said.returncode, 1)
            self.assertIn("schema error: lamps: 'Lit' is an event of chairs, too", said.stderr)


class FrozenSchemas(unittest.TestCase):
    """A frozen version never changes: a new one comes beside it, with an upcast."""

    def test_are_what_they_were(self):
        for line in (ROOT / "schemas" / "published.sha256").read_text(encoding="utf-8").splitlines():
            digest, path = line.split("  ")
            with self.subTest(path):
                self.assertEqual(hashlib.sha256((ROOT / path).read_bytes()).hexdigest(), digest,
                                 "published: write the change as the next version instead")

    def test_follow_each_other_without_a_gap(self):
        versions = {}
        for path in (ROOT / "schemas").glob("*/*.v*.json"):
            name, version = re.match(r"(.+)\.v(\d+)\.json$", path.relative_to(ROOT / "schemas").as_posix()).groups()
            versions.setdefault(name, set()).add(int(version))
        for name, numbers in versions.items():
            self.assertEqual(numbers, set(range(1, len(numbers) + 1)), name)


class Freezing(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = pathlib.Path(temporary.name)
        shutil.copy(ROOT / "frontdesk", self.root)
        shutil.copytree(ROOT / "infra" / "lib", self.root / "infra" / "lib")
        self.schema = self.root / "schemas" / "lamps" / "Lit.v1.json"
        self.schema.parent.mkdir(parents=True)
        self.schema.write_text("first")
        self.frozen = self.root / "schemas" / "published.sha256"

    def freeze(self):
        return subprocess.run([self.root / "frontdesk", "freeze"], capture_output=True, text=True, check=False)

    def test_lists_every_schema_with_its_hash(self):
        said = self.freeze()
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertEqual(self.frozen.read_text(), hashlib.sha256(b"first").hexdigest() + "  schemas/lamps/Lit.v1.json\n")

    def test_takes_new_versions_in(self):
        self.freeze()
        (self.schema.parent / "Lit.v2.json").write_text("second")
        self.assertEqual(self.freeze().returncode, 0)
        self.assertEqual([line.split("  ")[1] for line in self.frozen.read_text().splitlines()],
                         ["schemas/lamps/Lit.v1.json", "schemas/lamps/Lit.v2.json"])

    def test_refuses_when_a_frozen_schema_has_changed_or_gone(self):
        self.freeze()
        before = self.frozen.read_text()
        self.schema.write_text("changed")
        self.assertEqual(self.freeze().returncode, 1)
        self.schema.rename(self.schema.with_name("Lit.v2.json"))
        said = self.freeze()
        self.assertEqual(said.returncode, 1)
        self.assertIn("a frozen schema has changed", said.stderr)
        self.assertEqual(self.frozen.read_text(), before)


if __name__ == "__main__":
    unittest.main()
