"""The open API's addresses, each with its description in the OpenAPI document."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import ValidationError
from typing_extensions import TypedDict

from joinedup.core.directory.standards import hsds_uk_types as new
from joinedup.core.directory.standards import oruk_types as old
from joinedup.core.errors import CannotProceed
from joinedup.web.directory.published import dumps, queries, v1, v3
from joinedup.web.directory.published.answering import as_json, open_to_everybody, problem

STUB = "api/oruk/"
OLD_STUB = "api/oruk/1.0/"
WORDS = "Help for people in this place: services, who gives them, where, when and for whom. Open to everybody."


class ServicePage(new.Page):
    """A page of services."""

    contents: list[new.ListedService]


class TaxonomyPage(new.Page):
    """A page of taxonomies."""

    contents: list[new.Taxonomy]


class TermPage(new.Page):
    """A page of terms."""

    contents: list[new.TaxonomyTerm]


class OrganizationPage(new.Page):
    """A page of organisations."""

    contents: list[new.ListedOrganization]


class PlacePage(new.Page):
    """A page of services at locations."""

    contents: list[new.ServiceAtLocation]


class OldServicePage(old.Page):
    """A page of services."""

    content: list[old.Service]


class OldTaxonomyPage(old.Page):
    """A page of terms."""

    content: list[old.Taxonomy]


class OldOrganizationPage(old.Page):
    """A page of organisations."""

    content: list[old.Organization]


class OldLocationPage(old.Page):
    """A page of locations."""

    content: list[old.Location]


class OldReviewPage(old.Page):
    """A page of reviews."""

    content: list[old.Review]


class Problem(TypedDict):
    """What is wrong, in a sentence."""

    status: int
    error: str


NEW = (
    ("", v3.about, new.Api),
    ("services", v3.services, ServicePage),
    ("services/{key}", v3.service, new.Service),
    ("taxonomies", v3.taxonomies, TaxonomyPage),
    ("taxonomies/{key}", v3.taxonomy, new.Taxonomy),
    ("taxonomy_terms", v3.taxonomy_terms, TermPage),
    ("taxonomy_terms/{key}", v3.taxonomy_term, new.TaxonomyTerm),
    ("organizations", v3.organisations, OrganizationPage),
    ("organizations/{key}", v3.organisation, new.Organization),
    ("service_at_locations", v3.service_at_locations, PlacePage),
    ("service_at_locations/{key}", v3.service_at_location, new.ServiceAtLocation),
)
OLD = (
    ("", v1.about, None),
    ("services", v1.services, OldServicePage),
    ("services/{key}", v1.service, old.Service),
    ("taxonomies", v1.taxonomies, OldTaxonomyPage),
    ("taxonomies/{key}", v1.taxonomy, old.Taxonomy),
    ("organizations", v1.organisations, OldOrganizationPage),
    ("organizations/{key}", v1.organisation, old.Organization),
    ("locations", v1.locations, OldLocationPage),
    ("locations/{key}", v1.location, old.Location),
    ("reviews", v1.reviews, OldReviewPage),
    ("reviews/{key}", v1.review, old.Review),
    ("vocabularies", v1.vocabularies, list[str]),
)


def described(title: str, version: str, endpoints: Iterable[tuple[str, Callable[..., HttpResponse], Any]]) -> NinjaAPI:
    """An API of these endpoints; their types are for the description, for the answers are written by the core."""
    about = {"title": title, "version": version, "description": WORDS}
    api = NinjaAPI(**about, docs_url=None, openapi_url=None, urls_namespace=version)
    for address, view, kind in endpoints:
        answers = {200: kind, 400: Problem, 404: Problem, 429: Problem}
        name = f"{version[-3:]}_{view.__name__}".replace(".", "_")
        summary = (view.__doc__ or "").splitlines()[0]
        api.get(address, response=answers, url_name=name, operation_id=name, summary=summary, description="")(view)
    api.add_exception_handler(ValidationError, refuse)
    api.add_exception_handler(CannotProceed, cannot)
    return api


def refuse(request: HttpRequest, failure: Any) -> HttpResponse:
    """A parameter that means nothing: which, and why, without its value."""
    said = [f"{error['loc'][-1]}: {error['msg']}" for error in failure.errors[:5]]
    return problem(400, f"A parameter cannot be understood. {'; '.join(said)}.")


def cannot(request: HttpRequest, failure: Any) -> HttpResponse:
    """A failure that was anticipated, in its own sentence."""
    return problem(404 if isinstance(failure, queries.NoSuchPage) else 400, str(failure))


V3 = described("Directory of services, HSDS-UK 3.0", "HSDS-UK-3.0", NEW)
V1 = described("Directory of services, Open Referral UK 1.0", "HSDS-UK-1.0", OLD)


def description(api: NinjaAPI, stub: str) -> Callable[[HttpRequest], HttpResponse]:
    """The OpenAPI document of an API."""

    def answer(request: HttpRequest) -> HttpResponse:
        return as_json(api.get_openapi_schema(path_prefix=f"/{stub}"))

    return answer


def addresses(api: NinjaAPI, stub: str) -> list[URLPattern]:
    """The addresses of an API, each open to everybody."""
    found = [one for one in api.urls[0] if one.name != "api-root"]
    listed = [path(f"{stub}{one.pattern}", open_to_everybody(one.callback), name=one.name) for one in found]
    base = next(one for one in listed if str(one.pattern) == stub)
    # a reader who leaves out the last slash is not sent elsewhere: redirects carry no CORS header
    return [path(stub.rstrip("/"), base.callback, name=f"{base.name}_without_slash"), *listed]


urlpatterns = [
    path(f"{OLD_STUB}openapi.json", open_to_everybody(description(V1, OLD_STUB)), name="1_0_openapi"),
    *addresses(V1, OLD_STUB),
    path(f"{STUB}openapi.json", open_to_everybody(description(V3, STUB)), name="3_0_openapi"),
    path(f"{STUB}dump/directory.json", open_to_everybody(dumps.as_json), name="dump_json"),
    path(f"{STUB}dump/services.csv", open_to_everybody(dumps.as_csv), name="dump_csv"),
    *addresses(V3, STUB),
]
