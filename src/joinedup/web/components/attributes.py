"""How are the attributes of an NHS component written? As its own macro does, which in Jinja took a tenth of a page."""

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import Undefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape


def html_attributes(attributes: Any = "") -> Markup:
    """Attributes as HTML, each after a space; what stands in for `nhsukAttributes`.

    Parameters
    ----------
    attributes : HTML as it is; or by name a value, or a mapping of `value`, `type` ("array": as JSON) and `optional`
        (left out where there is no value, and without one where it is true).

    Examples
    --------
    >>> print(html_attributes({"id": "a<b", "hidden": {"value": True, "optional": True}, "href": {"optional": True}}))
     id="a&lt;b" hidden
    """
    if isinstance(attributes, str):
        return Markup(attributes)  # noqa: S704  (as the macro does: what is given as text is HTML)
    if not isinstance(attributes, Mapping):
        return Markup()
    return Markup("").join(_attribute(name, said) for name, said in attributes.items())


def _attribute(name: str, said: Any) -> Markup:
    options = said if isinstance(said, Mapping) else {"value": said}
    value, is_optional = options.get("value"), options.get("optional") is True
    if value is None or isinstance(value, Undefined):
        return Markup() if is_optional else Markup('{}=""').format(f" {name}")
    if is_optional and isinstance(value, bool):
        return escape(f" {name}") if value else Markup()
    written = _written(value, options.get("type"))
    around = Markup(" {}='{}'") if '"' in written else Markup(' {}="{}"')
    return around.format(name, written)


def _written(value: Any, kind: Any) -> Markup:
    if isinstance(value, bool):
        return escape(str(value).lower())
    if kind == "array" and isinstance(value, Iterable) and not hasattr(value, "__html__"):
        return htmlsafe_json_dumps(value)
    return escape(value)
