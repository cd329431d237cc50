"""How does a refusal get into the audit? Whatever raises PermissionDenied in a view is recorded here, once."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from joinedup.web.governance import actions


class Refusals:
    """Records each refused request, after its transaction (if any) was rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, PermissionDenied):
            actions.record(
                by=request.user,
                at=request.at,
                action=getattr(exception, "action", "view_page"),
                person_id=getattr(exception, "person_id", ""),
                detail={"page": request.resolver_match.view_name, **getattr(exception, "detail", {})},
                outcome="refused",
            )
