#!/usr/bin/env python3
"""Turns the tables of one context into C++ structs, their cached form and their SQL.

usage: rows.py <schemas/read_models/context.sql> <output folder>

Writes <context>.hpp and .cpp (structs and their cached JSON), <context>_sql.hpp and _sql.cpp (how a row is read and
written; the statements are made of it in schemas/read_models/table.cpp). PostgreSQL reads the same file, so it is plain DDL, but of a small dialect: one column a line,
`id text primary key` first. Anything else is an error that names file and line.
"""
import pathlib
import re
import sys

TYPES = {"text": "std::string", "int": "int", "boolean": "bool", "double precision": "double", "timestamptz": "Instant",
         "date": "LocalDate", "text[]": "std::vector<std::string>"}
INITIAL = {"int": " = 0", "boolean": " = false", "double precision": " = 0"}
KEYWORDS = set("""alignas and asm auto bool break case catch char class const continue default delete do double else enum
explicit export extern false float for friend goto if inline int long mutable namespace new not operator or private
protected public register return short signed sizeof static struct switch template this throw true try typedef typename
union unsigned using virtual void volatile while xor""".split())

COMMENT = re.compile(r"^--.*$")
TABLE = re.compile(r"^create table ([a-z][a-z_]*) \((?: *-- (.*))?$")
CACHED = re.compile(r"^cached as ([a-z_]+):<id>$")
COLUMN = re.compile(r"^  ([a-z][a-z0-9_]*) ([a-z]+(?: precision)?(?:\[\])?)( collate \"C\")?((?: [a-z]+)*)(,)?(?: *-- (.*))?$")
LIMITS = {" primary key": False, " not null": False, " not null unique": False, "": True}  # of a column: may it be null?
END = re.compile(r"^\)(?: with \(fillfactor = [0-9]+\))?;$")
INDEX = re.compile(r"^create (?:unique )?index [a-z_]+ on ([a-z_]+) \([^;]+\)(?: where [^;]+)?;$")


class DdlError(Exception):
    """A line says something the dialect does not know."""


class Column:
    def __init__(self, name, kind, nullable, comment):
        self.name = name
        self.kind = kind
        self.nullable = nullable
        self.comment = comment

    def declared(self):
        if self.nullable:
            return f"std::optional<{TYPES[self.kind]}> {self.name}"
        return f"{TYPES[self.kind]} {self.name}{INITIAL.get(self.kind, '')}"


class Table:
    def __init__(self, name, comment, cached_as):
        self.name = name
        self.struct = "".join(word.capitalize() for word in name.split("_"))
        self.comment = comment
        self.cached_as = cached_as
        self.columns = []


def read_table(line, fail):
    name, comment = TABLE.match(line).groups()
    cached = CACHED.match(comment or "")
    if comment and not cached:
        fail(f"'{comment}': the comment of a table says 'cached as <name>:<id>' or is a line of its own")
    return Table(name, comment, cached.group(1) if cached else None)


def read_column(line, table, fail):
    match = COLUMN.match(line)
    if not match:
        fail(f"'{line.strip()}' is no column of the dialect")
    name, kind, _, limits, comma, comment = match.groups()
    if kind not in TYPES:
        fail(f"'{kind}' is not part of the dialect")
    if limits not in LIMITS:
        fail(f"'{limits.strip()}' is not part of the dialect")
    if name in KEYWORDS or name in ("table", "cached_as"):
        fail(f"'{name}' cannot be a C++ member")
    if any(column.name == name for column in table.columns):
        fail(f"'{name}' is there twice")
    is_key = limits == " primary key"
    if is_key != (not table.columns) or is_key != (name == "id") or (is_key and kind != "text"):
        fail("the first column, and no other, is 'id text primary key'")
    if kind == "text[]" and LIMITS[limits]:
        fail("an array is not null; an empty one says none")
    table.columns.append(Column(name, kind, LIMITS[limits], comment))
    return comma is not None


def read_tables(text, file):
    tables, table, more = [], None, True
    for number, line in enumerate(text.splitlines(), 1):
        def fail(why, at=number):
            raise DdlError(f"{file}:{at}: {why}")
        if table is None:
            if TABLE.match(line):
                table, more = read_table(line, fail), True
                if any(other.name == table.name for other in tables):
                    fail(f"'{table.name}' is there twice")
            elif INDEX.match(line):
                if not any(other.name == INDEX.match(line).group(1) for other in tables):
                    fail("an index stands behind its table")
            elif line and not COMMENT.match(line):
                fail(f"'{line.strip()}' is not part of the dialect")
        elif line.startswith(")"):
            if not END.match(line) or more:
                fail("a table ends with a column without comma and ');' or ') with (fillfactor = …);'")
            tables.append(table)
            table = None
        else:
            if not more:
                fail("a comma is missing before this line")
            more = read_column(line, table, fail)
    if table or not tables:
        raise DdlError(f"{file}: no table, or one without end")
    return tables


# --- what is written ---

def fill(template, **values):
    for key, value in values.items():
        template = template.replace(f"@{key}@", value)
    return template


STRUCT = """\
struct @struct@ {
  static constexpr std::string_view table = "@table@";
@cached@@members@
  bool operator==(const @struct@&) const = default;
};
"""
CACHED_AS = """  static constexpr std::string_view cached_as = "@prefix@:";
"""
CACHED_FORM = """\
std::string cache_json(const @struct@& row);
template <>
std::optional<@struct@> from_cache(std::string_view json);
"""
HEADER = """\
// Generated from schemas/read_models/@context@.sql: change that, not this file.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/read_models/cached.hpp"

namespace frontdesk::rows {

@body@
}  // namespace frontdesk::rows
"""
JSON = """\
static void write(codec::Writer& out, const @struct@& row) {
  out.StartObject();
@writes@
  out.EndObject();
}

static void read(const codec::Value& in, @struct@& row) {
  codec::ObjectReader members(in);
@reads@
  members.finish();
}

std::string cache_json(const @struct@& row) { return codec::encode(row); }
template <>
std::optional<@struct@> from_cache(std::string_view json) {
  return codec::cached<@struct@>(json);
}
"""
SOURCE = """\
// Generated from schemas/read_models/@context@.sql: change that, not this file.
#include "rows/@context@.hpp"

#include "schemas/read_models/cached_codec.hpp"

namespace frontdesk::rows {

@body@
}  // namespace frontdesk::rows
"""
TABLE_OF = """\
template <>
struct Table<rows::@struct@> {
  static constexpr Column width = @width@;
  static const std::vector<TableColumn> columns;
  static rows::@struct@ read(const pqxx::row& row, Column first = 0);
  // A value a column, in their order.
  template <class Values>
  static void add(Values& values, const rows::@struct@& row) {
@adds@
  }
};
"""
SQL_HEADER = """\
// Generated from schemas/read_models/@context@.sql: change that, not this file.
#pragma once
#include "rows/@context@.hpp"
#include "schemas/read_models/table.hpp"

namespace frontdesk::read_models {

@body@
}  // namespace frontdesk::read_models
"""
TABLE_BODY = """\
const std::vector<TableColumn> Table<rows::@struct@>::columns = {
@columns@
};

rows::@struct@ Table<rows::@struct@>::read(const pqxx::row& row, Column first) {
  Reader from(row, first);
  rows::@struct@ made;
@members@
  return made;
}
"""
SQL_SOURCE = """\
// Generated from schemas/read_models/@context@.sql: change that, not this file.
#include "rows/@context@_sql.hpp"

namespace frontdesk::read_models {

@body@
}  // namespace frontdesk::read_models
"""


def member(column):
    return f"  {column.declared()};" + (f"  // {column.comment}" if column.comment else "")


def struct_of(table):
    cached = fill(CACHED_AS, prefix=table.cached_as) if table.cached_as else ""
    text = fill(STRUCT, struct=table.struct, table=table.name, cached=cached, members="\n".join(map(member, table.columns)))
    return text + (fill(CACHED_FORM, struct=table.struct) if table.cached_as else "")


def json_of(table):
    def read(column):
        return f'  members.{"optional" if column.nullable else "required"}("{column.name}", row.{column.name});'
    return fill(JSON, struct=table.struct, reads="\n".join(map(read, table.columns)),
                writes="\n".join(f'  codec::write_member(out, "{c.name}", row.{c.name});' for c in table.columns))


def table_of(table):
    adds = "\n".join(f"    values.add(row.{column.name});" for column in table.columns)
    return fill(TABLE_OF, struct=table.struct, width=str(len(table.columns)), adds=adds)


def table_body(table):
    return fill(TABLE_BODY, struct=table.struct,
                columns="\n".join(f'    {{"{column.name}", "{column.kind}"}},' for column in table.columns),
                members="\n".join(f"  from.next(made.{column.name});" for column in table.columns))


def files(context, tables):
    cached = [table for table in tables if table.cached_as]
    yield f"{context}.hpp", fill(HEADER, context=context, body="\n".join(map(struct_of, tables)))
    yield f"{context}.cpp", fill(SOURCE, context=context, body="\n".join(map(json_of, cached)))
    yield f"{context}_sql.hpp", fill(SQL_HEADER, context=context, body="\n".join(map(table_of, tables)))
    yield f"{context}_sql.cpp", fill(SQL_SOURCE, context=context, body="\n".join(map(table_body, tables)))


def main(arguments):
    if len(arguments) != 2:
        sys.exit("usage: rows.py <schemas/read_models/context.sql> <output folder>")
    source, out = map(pathlib.Path, arguments)
    try:
        tables = read_tables(source.read_text(encoding="utf-8"), source.name)
    except DdlError as error:
        sys.exit(f"table error: {error}")
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files(source.stem, tables):
        (out / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
