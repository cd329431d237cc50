"""What is done for every request: the moment it came, what browsers may do, and failures put into words."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from joinedup.core.errors import CannotProceed

Respond = Callable[[HttpRequest], HttpResponse]


class Moment:
    """Reads the clock once: a view passes `request.at` on as `at=`."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()  # noqa: TID251  (the edge, where time comes in)
        return self.get_response(request)


class BrowserRules:
    """Headers no page needs to differ on; pages for people signed in are kept by no cache."""

    NOT_NEEDED = ("accelerometer", "camera", "geolocation", "gyroscope", "magnetometer", "microphone", "payment", "usb")

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response
        self.permissions = ", ".join(f"{feature}=()" for feature in self.NOT_NEEDED)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = self.permissions
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def in_words(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page for an address that only takes forms, in place of an empty one."""
    page = render(request, "errors/405.jinja", status=405)
    page.headers["Allow"] = response.headers["Allow"]
    return page


class AnticipatedFailures:
    """Shows the sentence of a `CannotProceed`; anything else is a fault, and is logged."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET":  # signed in again after sending a form, say
            return in_words(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, CannotProceed):
            return render(request, "errors/cannot_proceed.jinja", {"sentence": str(exception)}, status=409)
        return None
