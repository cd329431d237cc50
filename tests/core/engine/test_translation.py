"""SQL of one machine, written for many."""

import pytest
from sqlglot import parse_one
from sqlglot.expressions import Literal

from joinedup.core.engine.translation import Macros, flat_name, table_of, translated

SAID = [
    ("select left(a, 1), b[2:3] from s.t", "SELECT LEFT(a, 1), SUBSTRING(b, 2, 2) FROM s__t AS t"),
    ("select a from s.t where n = $n", "SELECT a FROM s__t AS t WHERE n = 'it''s'"),
    ("select regexp_full_match(a, '[0-9]+') from t", "SELECT a RLIKE '^(?:[0-9]+)$' FROM t"),
    ("select d - date '1900-01-01' from t", "SELECT DATEDIFF(d, CAST('1900-01-01' AS DATE)) FROM t"),
    (
        "select a from t where (a, b) in (select (c, d) from u)",
        "SELECT a FROM t WHERE (a, b) IN (SELECT c, d FROM u)",
    ),
    ("select a - b from t", "SELECT a - b FROM t"),
    ("select hash(a, b) from t", "SELECT XXHASH64(a, b) FROM t"),
    ("select jaro_winkler_similarity(a, b) from t", "SELECT JARO_WINKLER_SIMILARITY(a, b) FROM t"),
    ("select array_length(list_intersect(a, b)) from t", "SELECT SIZE(ARRAY_INTERSECT(a, b)) FROM t"),
]


@pytest.mark.parametrize(("written", "said"), SAID)
def test_what_spark_says_otherwise_is_said_its_way(written, said):
    assert translated(parse_one(written, read="duckdb"), {"n": "it's"}).replace("\\'", "''") == said


def test_a_value_is_bound_as_a_literal_and_cannot_break_out():
    sql = translated(parse_one("select 1 from t where a = $n", read="duckdb"), {"n": "x' or '1' = '1"})
    [literal] = parse_one(sql, read="spark").args["where"].find_all(Literal)
    assert literal.name == "x' or '1' = '1"


def test_a_macro_with_an_expression_for_an_argument_keeps_its_meaning():
    macros = Macros()
    macros.learn(parse_one("create macro twice(x) as x * 2", read="duckdb"))
    written_out = macros.written_out(parse_one("select twice(a + b)", read="duckdb"))
    assert written_out.sql("duckdb") == "SELECT ((a + b) * 2)"


def test_a_macro_of_alternatives_is_one_thing_under_not():
    macros = Macros()
    macros.learn(parse_one("create macro either(x, y) as x or y", read="duckdb"))
    written_out = macros.written_out(parse_one("select not either(a, b) and c", read="duckdb"))
    assert written_out.sql("duckdb") == "SELECT NOT (a OR b) AND c"


def test_a_macro_that_spark_asks_duckdb_about_is_not_written_out():
    macros = Macros()
    macros.learn(parse_one("create macro half_md5(l) as md5_number(l) >> 65", read="duckdb"))
    assert macros.written_out(parse_one("select half_md5(a)", read="duckdb")).sql("duckdb") == "SELECT HALF_MD5(a)"


def test_a_table_of_a_schema_has_one_flat_name():
    assert flat_name(table_of(parse_one("create table linkage.face as select 1", read="duckdb"))) == "linkage__face"
