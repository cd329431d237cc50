"""Which part of the NHS stylesheet do the public pages need? All of it weighs 277 kB, too much for a cheap telephone.

`python -m joinedup.web.config.light_styles` writes `static/directory/nhsuk-public.css`; a test says when to.
"""

import re
from collections.abc import Iterator
from pathlib import Path

WEB = Path(__file__).parents[1]
WHOLE = WEB / "static" / "vendor" / "nhsuk" / "nhsuk-frontend.min.css"
LIGHT = WEB / "static" / "directory" / "nhsuk-public.css"
TEMPLATES = WEB / "directory" / "templates" / "directory" / "public"
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
USED = re.compile(r"nhsuk-[A-Za-z][\w-]*")
BUILT = ("nhsuk-radios", "nhsuk-checkboxes")  # templates put these names together from a variable
PARTS = ("", "__item", "__input", "__label")
AROUND = ("@media", "@supports", "@layer")


def light_styles() -> str:
    """The rules of the NHS stylesheet for elements without a class, and for classes the public templates use."""
    used = {name for path in sorted(TEMPLATES.glob("*.jinja")) for name in USED.findall(path.read_text("utf-8"))}
    used |= {f"{name}{part}" for name in BUILT for part in PARTS}
    rules = "".join(_kept(WHOLE.read_text(encoding="utf-8"), used))
    return rules.replace("url(images/", "url(../vendor/nhsuk/images/")


def _kept(css: str, used: set[str]) -> Iterator[str]:
    for head, body in _blocks(css):
        if head.startswith(AROUND):
            inner = "".join(_kept(body, used))
            if inner:
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            continue  # animations and the like are not needed
        else:
            selectors = [one for one in _selectors(head) if set(CLASS.findall(one)) <= used | {"nhsuk-template"}]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _selectors(head: str) -> list[str]:
    """Selectors apart; a comma within brackets parts nothing."""
    return [one.strip() for one in re.split(r",(?![^()]*\))", head)]


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Each rule at the outermost level: what stands before its braces, and within."""
    start = depth = opened = 0
    for at, sign in enumerate(css):
        if sign == "{":
            depth += 1
            if depth == 1:
                opened = at
        elif sign == "}":
            depth -= 1
            if depth == 0:
                head = re.sub(r'@charset "[^"]*";|@import[^;]*;|/\*.*?\*/', "", css[start:opened], flags=re.DOTALL)
                yield head.strip(), css[opened + 1 : at]
                start = at + 1


if __name__ == "__main__":
    LIGHT.write_text(light_styles(), encoding="utf-8")
