"""The generator of rows writes what it always wrote, and refuses all that lies outside its dialect."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
GENERATOR = HERE.parent.parent / "schemas" / "codegen" / "rows.py"
EXPECTED = HERE / "expected" / "rows"


def generate(file, out):
    return subprocess.run([sys.executable, GENERATOR, file, out], capture_output=True, text=True, check=False)


def table(*columns, head="create table lamp (", tail=");"):
    return "\n".join([head, *columns, tail, ""])


KEY = "  id text primary key"
# what is wrong, the tables, the line, what it says
REFUSED = [
    ("another statement", "drop table lamp;", 1, "is not part of the dialect"),
    ("a table in capitals", table(KEY, head="create table Lamp ("), 1, "is not part of the dialect"),
    ("a comment that is no cache key", table(KEY, head="create table lamp ( -- the lamps"), 1, "'cached as <name>:<id>'"),
    ("a table twice", table(KEY) + table(KEY), 4, "'lamp' is there twice"),
    ("two columns a line", table(KEY + ", label text,"), 2, "no column of the dialect"),
    ("a column that is not indented", table("id text primary key"), 2, "no column of the dialect"),
    ("a comment between columns", table(KEY + ",", "  -- the label", "  label text"), 3, "no column of the dialect"),
    ("a limit of the table", table(KEY + ",", "  unique (id)"), 3, "no column of the dialect"),
    ("another type", table(KEY + ",", "  watts numeric not null"), 3, "'numeric' is not part of the dialect"),
    ("a serial", table(KEY + ",", "  number serial not null"), 3, "'serial' is not part of the dialect"),
    ("an array of numbers", table(KEY + ",", "  watts int[] not null"), 3, "'int[]' is not part of the dialect"),
    ("a default", table(KEY + ",", "  lit_at timestamptz not null default now()"), 3, "no column of the dialect"),
    ("a reference", table(KEY + ",", "  lamp_id text references lamp"), 3, "'references lamp' is not part"),
    ("unique, but may be absent", table(KEY + ",", "  label text unique"), 3, "'unique' is not part of the dialect"),
    ("no key", table("  label text not null"), 2, "the first column, and no other, is 'id text primary key'"),
    ("a key of another name", table("  lamp_id text primary key"), 2, "the first column, and no other"),
    ("a key that is a number", table("  id int primary key"), 2, "the first column, and no other"),
    ("a second key", table(KEY + ",", "  label text primary key"), 3, "the first column, and no other"),
    ("a column twice", table(KEY + ",", "  label text,", "  label text"), 4, "'label' is there twice"),
    ("a keyword", table(KEY + ",", "  switch text"), 3, "'switch' cannot be a C++ member"),
    ("a name of the struct's own", table(KEY + ",", "  table text"), 3, "'table' cannot be a C++ member"),
    ("an array that may be absent", table(KEY + ",", "  bulbs text[]"), 3, "an empty one says none"),
    ("a comma too few", table(KEY, "  label text"), 3, "a comma is missing"),
    ("a comma too many", table(KEY + ","), 3, "a column without comma"),
    ("an unknown end", table(KEY, tail=") partition by hash (id);"), 3, "a table ends with"),
    ("an index before its table", "create index lamp_label on lamp (label);\n" + table(KEY), 1, "behind its table"),
    ("an index of another kind", table(KEY) + "create index lamp_label on lamp using gin (label);", 4, "not part of the"),
]


class Rows(unittest.TestCase):
    def test_writes_the_expected_code(self):
        with tempfile.TemporaryDirectory() as out:
            result = generate(HERE / "tables" / "lamps.sql", out)
            self.assertEqual(result.returncode, 0, result.stderr)
            written = {path.name: path.read_text(encoding="utf-8") for path in pathlib.Path(out).iterdir()}
            self.assertEqual(written, {path.name: path.read_text(encoding="utf-8") for path in EXPECTED.iterdir()})

    def refused(self, text):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "lamps.sql"
            file.write_text(text, encoding="utf-8")
            result = generate(file, pathlib.Path(folder) / "out")
            self.assertEqual(result.returncode, 1, f"accepted, or broken: {result.stderr}")
            self.assertFalse((pathlib.Path(folder) / "out").exists(), "nothing may be written")
            return result.stderr

    def test_names_file_and_line_of_all_that_lies_outside_the_dialect(self):
        for name, text, line, words in REFUSED:
            with self.subTest(name):
                said = self.refused(text)
                self.assertIn(f"table error: lamps.sql:{line}: ", said)
                self.assertIn(words, said)

    def test_refuses_a_file_without_tables_and_one_that_ends_in_the_middle(self):
        self.assertIn("no table, or one without end", self.refused("-- nothing yet\n"))
        self.assertIn("no table, or one without end", self.refused("create table lamp (\n" + KEY))


if __name__ == "__main__":
    unittest.main()
