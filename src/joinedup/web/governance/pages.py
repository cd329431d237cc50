"""Who opens which page, and of whom? Every address there is, with what happens in each circumstance.

A page about one person has `person_id` in its address and is expected to do as PERSON_PAGE says; one that does
otherwise, and should, is listed in DIFFERENT. A test asks every page as every role in every circumstance.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

from joinedup.web.governance.roles import MAY, Role


class Circumstance(StrEnum):
    """How somebody stands to the person a page is about."""

    IN_CARE = "in their care"
    OWN_TEAM = "own neighbourhood, not in their care"
    OTHER_TEAM = "another neighbourhood"
    OBJECTED = "in their care, objects to sharing"
    SEALED = "in their care, a part is sealed"


class Outcome(StrEnum):
    """What a page does."""

    OPENS = "opens"
    WITHOUT_NAME = "opens without the name"
    WITHOUT_SEALED = "opens without what is sealed"
    REFUSED = "refused"
    NOT_FOUND = "not found"
    SIGN_IN = "sign-in page"


C, O = Circumstance, Outcome  # noqa: E741  (short for the table below)

PERSON_PAGE: Mapping[Circumstance, Outcome] = {
    C.IN_CARE: O.OPENS,
    C.OWN_TEAM: O.REFUSED,
    C.OTHER_TEAM: O.NOT_FOUND,
    C.OBJECTED: O.REFUSED,
    C.SEALED: O.WITHOUT_SEALED,
}
NO_NAME = dict.fromkeys(C, O.WITHOUT_NAME)  # of anybody, wherever they live, and never with a name

# Pages about a person that do otherwise, each with the reason.
DIFFERENT: Mapping[str, Mapping[Circumstance, Outcome]] = {
    # asks why the person is in one's care, or says that they object
    "teams:person": {C.OWN_TEAM: O.WITHOUT_NAME, C.OBJECTED: O.WITHOUT_NAME},
    # its answer is the form again, or the person's page
    "teams:record_relationship": {**dict.fromkeys(C, O.WITHOUT_NAME), C.OTHER_TEAM: O.NOT_FOUND},
    # whoever hears an objection must be able to write it down, and to take it back
    "access:objections_of": {**NO_NAME, C.OTHER_TEAM: O.NOT_FOUND},
    "access:withdraw": {**NO_NAME, C.OTHER_TEAM: O.NOT_FOUND},
    # the way in where there is no other
    "access:break_glass": NO_NAME,
    "access:close_glass": NO_NAME,
    # for the person, by those who look into access
    "access:who_looked": NO_NAME,
}


@dataclass(frozen=True)
class Page:
    """One address.

    Parameters
    ----------
    permission : what it needs; empty where it is public.
    parameters : what stands in angle brackets in the address.
    """

    name: str
    address: str
    permission: str
    parameters: tuple[str, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that may use it."""
        return MAY[self.permission] if self.permission else frozenset(Role)

    @property
    def is_about_a_person(self) -> bool:
        """Whether care relationship, objection and seal matter to it."""
        return "person_id" in self.parameters

    def does(self, circumstance: Circumstance) -> Outcome:
        """What it does for a role that may use it."""
        return DIFFERENT.get(self.name, {}).get(circumstance, PERSON_PAGE[circumstance])


def pages() -> list[Page]:
    """Every address of the service, by name."""
    return sorted(_pages(get_resolver(), "", "/"), key=lambda page: page.name)


def _pages(resolver: URLResolver, prefix: str, address: str) -> Iterator[Page]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _pages(pattern, inner, address + str(pattern.pattern))
        else:
            yield _page(pattern, prefix, address)


def _page(pattern: URLPattern, prefix: str, address: str) -> Page:
    name = f"{prefix}{pattern.name}"
    template, parameters = normalize(pattern.pattern.regex.pattern)[0]  # as Django itself reverses an address
    shown = address + template % {one: f"<{one}>" for one in parameters}
    return Page(name, shown, getattr(pattern.callback, "needs", ""), tuple(parameters))


def as_document() -> str:
    """The document docs/reference/permissions.md."""
    about = [page for page in pages() if page.is_about_a_person]
    others = [page for page in pages() if not page.is_about_a_person and page.permission]
    public = [page for page in pages() if not page.permission]
    return "\n".join(
        [
            "# Who opens which page",
            "",
            "Made by `make reference` from `governance/pages.py` and `governance/roles.py`; a test asks every address",
            "as every role in every circumstance and compares. Roles that are not named are refused; whoever is not",
            "signed in is sent to the sign-in page. What each permission allows is in [settings](settings.md).",
            "",
            "## Pages about one person",
            "",
            "A relationship comes from registration, referral, a team's caseload, a plan that names somebody, or",
            "contact, and ends; what is sealed, nobody else is told of; break-glass opens the rest for an hour and is",
            "reviewed ([why](../explanation/access.md)).",
            "",
            _line(["page", "address", "roles", *C, "signed out"]),
            _line(["---"] * (len(C) + 4)),
            *(_line([_code(p.name), _code(p.address), _roles(p), *map(p.does, C), O.SIGN_IN]) for p in about),
            "",
            "## Other pages for staff",
            "",
            _line(["page", "address", "permission", "roles"]),
            _line(["---"] * 4),
            *(_line([_code(p.name), _code(p.address), _code(p.permission), _roles(p)]) for p in others),
            "",
            "## Pages for everybody",
            "",
            "Nothing on these is about anybody, but for the one referral that whoever has its link has opened.",
            "",
            _line(["page", "address"]),
            _line(["---"] * 2),
            *(_line([_code(p.name), _code(p.address)]) for p in public),
            "",
        ]
    )


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    return f"`{text}`"


def _roles(page: Page) -> str:
    return ", ".join(role.words for role in Role if role in page.roles) if page.roles != frozenset(Role) else "all"
