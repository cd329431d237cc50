"""How does SQL written for one machine (DuckDB) read on a cluster (Spark)?"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp

Tree = exp.Expr

# Functions of texts Spark has not: its workers ask DuckDB for the values, so that both engines agree to the last digit.
# Name: its arguments, the expression, the type of the answer. Spark asks about every row, whatever `case` it is in.
# A macro of one of these names is not written out.
DELEGATED: Mapping[str, tuple[str, str, str]] = {
    "damerau_levenshtein": ("lr", "damerau_levenshtein(l, r)", "bigint"),
    "half_md5": ("l", "(md5_number(l) >> 65)::bigint", "bigint"),
    "hamming": ("lr", "case when length(l) = length(r) then hamming(l, r) end", "bigint"),
    "jaro_similarity": ("lr", "jaro_similarity(l, r)", "double"),
    "jaro_winkler_similarity": ("lr", "jaro_winkler_similarity(l, r)", "double"),
    "md5_number_lower": ("l", "md5_number_lower(l)", "decimal(20,0)"),
    "strip_accents": ("l", "strip_accents(l)", "string"),
}


class Macros:
    """Scalar macros: names for expressions, written out wherever they are called.

    Examples
    --------
    >>> from sqlglot import parse_one
    >>> macros = Macros()
    >>> macros.learn(parse_one("create macro twice(x) as 2 * x", read="duckdb"))
    >>> macros.written_out(parse_one("select twice(twice(n)) from t", read="duckdb")).sql("duckdb")
    'SELECT (2 * (2 * n)) FROM t'
    """

    def __init__(self) -> None:
        self.known: dict[str, tuple[list[str], Tree]] = {}

    def learn(self, statement: Tree) -> None:
        """Remember a `create macro` statement."""
        function = statement.this
        if (name := function.this.name.lower()) not in DELEGATED:
            self.known[name] = ([each.name for each in function.expressions], statement.expression)

    def written_out(self, tree: Tree) -> Tree:
        """`tree` with every call of a macro replaced by what it stands for."""
        return tree.transform(self._replaced)

    def _replaced(self, node: Tree) -> Tree:
        if not isinstance(node, exp.Anonymous) or node.name.lower() not in self.known:
            return node
        names, body = self.known[node.name.lower()]
        given = dict(zip(names, (self.written_out(each) for each in node.expressions), strict=True))

        def argument(inner: Tree) -> Tree:
            is_parameter = isinstance(inner, exp.Column) and not inner.table and inner.name in given
            return _closed(given[inner.name].copy()) if is_parameter else inner

        return _closed(self.written_out(body.copy()).transform(argument))


def _closed(tree: Tree) -> Tree:
    return (
        tree if isinstance(tree, exp.Column | exp.Literal | exp.Paren | exp.Anonymous) else exp.paren(tree, copy=False)
    )


def translated(query: Tree, values: Mapping[str, Any]) -> str:
    """A query for DuckDB as a query for Spark.

    Parameters
    ----------
    query : its syntax tree, macros written out. Only texts may be sliced (`text[1:4]`), and only lists indexed.
    values : what is bound to each `$name` in it.

    Examples
    --------
    >>> from sqlglot import parse_one
    >>> translated(parse_one("select day[1:4], list_has_any(a, b) from s.t where n > $n", read="duckdb"), {"n": 2})
    'SELECT SUBSTRING(day, 1, 4), ARRAYS_OVERLAP(a, b) FROM s__t AS t WHERE n > 2'
    """
    return query.transform(lambda node: _spoken(node, values)).sql("spark")


def _spoken(node: Tree, values: Mapping[str, Any]) -> Tree:
    if isinstance(node, exp.Placeholder):
        return exp.convert(values[node.name])
    if isinstance(node, exp.Table) and node.db:
        return _flat(node)
    rule = CALLS.get(node.name.lower()) if isinstance(node, exp.Anonymous) else RULES.get(type(node))
    return rule(node) if rule else node


def table_of(statement: Tree) -> exp.Table:
    """The table a statement makes or drops."""
    table = statement.find(exp.Table)
    if table is None:
        raise NotImplementedError(statement.sql("duckdb")[:200])
    return table


def flat_name(table: exp.Table) -> str:
    """The name of a table in Spark, which has no schemas: `linkage.face` is `linkage__face`."""
    return "__".join(part for part in (table.db, table.name) if part)


def _flat(node: exp.Table) -> exp.Table:
    return exp.to_table(flat_name(node), alias=node.alias or node.name, joins=node.args.get("joins"))


def _call(name: str, *arguments: Tree | str) -> Tree:
    return exp.Anonymous(this=name, expressions=[exp.convert(each) for each in arguments])


def _part(node: exp.Bracket) -> Tree:
    inner = node.expressions[0]
    if not isinstance(inner, exp.Slice):
        return node
    first, last = inner.this, inner.expression
    if isinstance(first, exp.Literal) and isinstance(last, exp.Literal):
        count: Tree = exp.Literal.number(int(last.name) - int(first.name) + 1)
    else:
        count = exp.paren(last) - exp.paren(first) + 1
    return exp.Substring(this=node.this, start=first, length=count)


def _printed(node: exp.Anonymous) -> Tree:
    """`printf('p%016x', n)`: a letter and 16 hexadecimal digits."""
    letter, number = node.expressions[0].name[0], node.expressions[1]
    digits = exp.Lower(this=_call("conv", exp.cast(number, "string"), exp.Literal.number(10), exp.Literal.number(16)))
    return _call("concat", letter, _call("lpad", digits, exp.Literal.number(16), "0"))


def _among(node: exp.In) -> Tree:
    """`(a, b) in (select (a, b) ...)`: Spark takes the columns side by side."""
    query = node.args.get("query")
    chosen = query.this.expressions if query else []
    if query and len(chosen) == 1 and isinstance(chosen[0], exp.Tuple):
        query.this.set("expressions", chosen[0].expressions)
    return node


def _difference(node: exp.Sub) -> Tree:
    """A date less a literal date is a number of days."""
    is_date = isinstance(node.expression, exp.Cast) and node.expression.is_type("date")
    return _call("datediff", node.this, node.expression) if is_date else node


RULES: Mapping[type[Tree], Callable[[Any], Tree]] = {
    exp.ArrayOverlaps: lambda node: _call("arrays_overlap", node.this, node.expression),
    exp.Bracket: _part,
    exp.In: _among,
    exp.JarowinklerSimilarity: lambda node: _call("jaro_winkler_similarity", node.this, node.expression),
    exp.RegexpFullMatch: lambda node: exp.RegexpLike(
        this=node.this, expression=exp.Literal.string(f"^(?:{node.expression.name})$")
    ),
    exp.Sub: _difference,
}
CALLS: Mapping[str, Callable[[Any], Tree]] = {
    "hash": lambda node: _call("xxhash64", *node.expressions),
    "list_intersect": lambda node: _call("array_intersect", *node.expressions),
    "printf": _printed,
}
