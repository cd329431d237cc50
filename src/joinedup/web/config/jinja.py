"""How do templates find one another, and which words and filters do they share?"""

from functools import cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader

from joinedup.core.directory.telephone import dialled
from joinedup.core.units import pounds
from joinedup.web.components import words
from joinedup.web.components.attributes import html_attributes


def environment(**options: Any) -> Environment:
    """The Jinja environment: our templates first, then the NHS design system's."""
    folders = sorted(settings.WEB.glob("*/templates"))
    options["loader"] = ChoiceLoader(
        [
            FileSystemLoader(folders),
            PrefixLoader({"components": FileSystemLoader(settings.WEB / "components")}),
            PackageLoader("nhsuk_frontend_jinja"),
        ]
    )
    options["undefined"] = ChainableUndefined  # what the NHS templates are written for
    made = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701  (Django passes autoescape=True)
    made.globals.update(static=cache(static), url=url, html_attributes=html_attributes)
    made.filters.update(
        day=words.day,
        dialled=dialled,
        moment=words.moment,
        percent=words.percent,
        number=words.number,
        pounds=pounds,
        plural=words.plural,
    )
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page: `url("people:person", person_id=…)`."""
    return reverse(name, args=args, kwargs=kwargs) if args or kwargs else fixed_url(name)


fixed_url = cache(reverse)
