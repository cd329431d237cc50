"""What every page open to everybody has."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from joinedup.web.directory.current import current
from joinedup.web.directory.public import asked as addresses
from joinedup.web.directory.public.translations import LANGUAGES, html_language, translator
from joinedup.web.governance.permissions import public

View = Callable[..., HttpResponse]
KEEP_MINUTES = 5  # for which a page that says nothing about who asks may be kept by caches


def open_page(view: View) -> View:
    """A page for everybody that only reads."""
    return public(require_safe(view))


def page(
    request: HttpRequest,
    name: str,
    context: dict[str, Any],
    asked: addresses.Asked | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A public page with what each of them needs: words in a language, the shortlist, and where it stands."""
    asked = asked or addresses.read(request.GET)
    shared = {
        "place": current().place,
        "t": translator(asked.language),
        "asked": asked,
        "html_language": html_language(asked.language),
        "languages": other_languages(asked),
    }
    return render(request, f"directory/public/{name}.jinja", {**shared, **context}, status=status)


def not_found(request: HttpRequest) -> HttpResponse:
    """For whoever follows a link to what has gone: not found, and where to look instead."""
    return page(request, "not_found", {}, status=404)


def other_languages(asked: addresses.Asked) -> list[tuple[str, str, str]]:
    """Each language: its code, its own name, and the page in it; no address for the one in use."""
    return [
        (code, name, asked.query(language=code) if code != asked.language else "") for code, name in LANGUAGES.items()
    ]


def kept_by_caches(view: View) -> View:
    """Let caches keep a page that is the same for everybody."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = f"public, max-age={KEEP_MINUTES * 60}"
        return response

    return answered
