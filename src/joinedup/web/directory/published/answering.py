"""What is the same for every answer of the open API: any page may read it, nothing is sent twice, nobody floods it.

No cookie is set, and nothing about who asks is kept longer than the minute their requests are counted in.
"""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.http import parse_etags, quote_etag

from joinedup.web.directory.published.queries import revision_now
from joinedup.web.governance.flood import MINUTE, is_too_often
from joinedup.web.governance.permissions import public

Answer = Callable[..., HttpResponse]
FORMAT = 1  # counts up when the same entries are written otherwise, so that nobody keeps the old way
SHARED_SECONDS = 60  # for which a cache in between may answer


def open_to_everybody(view: Answer) -> Answer:
    """Let any site's pages read a view's answers, unless they have them already, and so often a minute."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return with_headers(HttpResponse(status=204), "")
        if request.method not in ("GET", "HEAD"):
            return with_headers(problem(405, "Only reading is open to everybody. Expected: GET."), "")
        if is_too_often(request, "directory", settings.DIRECTORY_REQUESTS_PER_MINUTE):
            return too_often()
        etag = etag_of(request)
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return with_headers(HttpResponseNotModified(), etag)
        return with_headers(answered(view, request, *args, **kwargs), etag)

    return public(answer)


def answered(view: Answer, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """A view's answer; to HEAD without its body."""
    if request.method == "GET":
        return view(request, *args, **kwargs)
    request.method = "GET"
    response = view(request, *args, **kwargs)
    return HttpResponse(status=response.status_code, content_type=response.headers["Content-Type"])


def with_headers(response: HttpResponse, etag: str) -> HttpResponse:
    """The headers every answer has."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    if etag and response.status_code in (200, 304):
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = f"public, max-age={SHARED_SECONDS}"
    return response


def etag_of(request: HttpRequest) -> str:
    """A name for what is asked as the directory, and the API's description, are now."""
    asked = f"{revision_now()} {FORMAT} {request.get_full_path()}".encode()
    return quote_etag(hashlib.sha256(asked).hexdigest()[:32])


def too_often() -> HttpResponse:
    """Come back in a while."""
    most = settings.DIRECTORY_REQUESTS_PER_MINUTE
    response = problem(429, f"Too many requests. Expected: {most:,} a minute at most, or one file with everything.")
    response.headers["Retry-After"] = str(MINUTE)
    return with_headers(response, "")


def problem(status: int, words: str) -> JsonResponse:
    """What is wrong, in a sentence."""
    return JsonResponse({"status": status, "error": words}, status=status)


def as_json(value: Any) -> HttpResponse:
    """An answer in JSON, letters as they are."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, content_type="application/json")
