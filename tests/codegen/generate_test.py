"""The generator writes what it always wrote, refuses all that lies outside its dialect, and published schemas stay."""
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
GENERATOR = ROOT / "schemas" / "codegen" / "generate.py"


def generate(folder, out):
    return subprocess.run([sys.executable, "-B", GENERATOR, "events", folder, out], capture_output=True, text=True, check=False)


def valid(**changes):
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "frontdesk:schemas/Lit/v1",
        "title": "Lit",
        "description": "A lamp was lit.",
        "type": "object",
        "additionalProperties": False,
        "required": ["lampId"],
        "properties": {"lampId": {"type": "string", "x-id": "LampId", "description": "The lamp."}},
    }
    schema.update(changes)
    return schema


def with_property(node, name="thing", required=True):
    return valid(properties={name: node}, required=[name] if required else [])


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
    ("another id", valid(**{"$id": "frontdesk:schemas/Lit/v2"}), "/$id", "expected 'frontdesk:schemas/Lit/v1'"),
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
    ("reserved by x-name", with_property({**TEXT, "x-name": "version"}), "/properties/thing", "give 'x-name'"),
    ("bad x-name", with_property({**TEXT, "x-name": "Thing"}), "/properties/thing/x-name", "no fitting name"),
    ("two of one name", valid(properties={"a": TEXT, "b": {**TEXT, "x-name": "a"}}, required=[]), "/properties",
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
    ("enum of two meanings", valid(properties={"a": color(["RED"]), "b": color(["BLUE"])}, required=[]),
     "/properties/b/title", "'Color' means something else"),
    ("struct without name", with_property(without(nested(), "title")), "/properties/thing", "'title' is missing"),
    ("struct of a bad name", with_property(nested(title="bulb")), "/properties/thing/title", "no fitting name"),
    ("open struct", with_property(nested(additionalProperties=True)), "/properties/thing/additionalProperties",
     "expected false"),
    ("struct of two meanings", valid(properties={"a": nested(), "b": nested(key="column")}, required=[]),
     "/properties/b/title", "'Bulb' means something else"),
    ("struct and enum of one name", valid(properties={"a": color(["RED"], "Bulb"), "b": nested()}, required=[]),
     "/properties/b/title", "'Bulb' means something else"),
    ("fault deep inside", with_property(nested(properties={"row": {"type": "int", "description": "x"}})),
     "/properties/thing/properties/row/type", '"int" is not part'),
]


class Generator(unittest.TestCase):
    def test_writes_the_expected_code(self):
        with tempfile.TemporaryDirectory() as out:
            result = generate(HERE / "sample", out)
            self.assertEqual(result.returncode, 0, result.stderr)
            for name in ("sample.hpp", "sample.cpp"):
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
            (context / "Lit.v1.json").write_text(json.dumps(valid()))
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


class PublishedSchemas(unittest.TestCase):
    """A published version never changes: a new one comes beside it, with an upcast."""

    def published(self):
        lines = (ROOT / "schemas" / "published.sha256").read_text(encoding="utf-8").splitlines()
        return {path: digest for digest, path in (line.split("  ") for line in lines)}

    def schemas(self):
        return {path.relative_to(ROOT).as_posix(): path for path in (ROOT / "schemas").glob("*/*.v*.json")}

    def test_are_what_they_were(self):
        for path, digest in self.published().items():
            with self.subTest(path):
                self.assertEqual(hashlib.sha256((ROOT / path).read_bytes()).hexdigest(), digest,
                                 "published: write the change as the next version instead")

    def test_are_all_listed(self):
        missing = sorted(set(self.schemas()) - set(self.published()))
        self.assertEqual(missing, [], "add them: sha256sum FILE >> schemas/published.sha256")

    def test_follow_each_other_without_a_gap(self):
        versions = {}
        for path in self.published():
            name, version = re.match(r"schemas/(.+)\.v(\d+)\.json$", path).groups()
            versions.setdefault(name, set()).add(int(version))
        for name, numbers in versions.items():
            self.assertEqual(numbers, set(range(1, len(numbers) + 1)), name)

    def test_have_different_types_in_all_contexts(self):
        contexts = {}
        for path in self.schemas().values():
            contexts.setdefault(path.name.split(".")[0], set()).add(path.parent.name)
        self.assertEqual({name: found for name, found in contexts.items() if len(found) > 1}, {})

    def test_have_a_golden_file_each(self):
        golden = {path.relative_to(HERE / "golden").as_posix() for path in (HERE / "golden").glob("*/*.json")}
        self.assertEqual(golden, {path.removeprefix("schemas/") for path in self.schemas()})


if __name__ == "__main__":
    unittest.main()
