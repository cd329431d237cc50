"""Every page says who may use it; the public ones are named here, so that another is a decision."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from joinedup.web.governance.roles import MAY

ENTRIES = {"service", "services", "organisation", "organisations", "taxonomy", "taxonomies"}
NEW_STANDARD = ENTRIES | {"about", "about_without_slash", "openapi", "taxonomy_term", "taxonomy_terms"}
NEW_STANDARD |= {"service_at_location", "service_at_locations"}
OLD_STANDARD = ENTRIES | {
    "about",
    "about_without_slash",
    "openapi",
    "location",
    "locations",
    "review",
    "reviews",
    "vocabularies",
}
FIND_HELP = {"home", "results", "suggest", "service", "suggest_change", "topics", "topic", "kind", "a_to_z"}
FIND_HELP |= {"a_to_z_letter", "carers", "check", "check_help", "shortlist", "about", "accessibility", "embed"}
PUBLIC = {
    "accounts:sign_in",
    "accounts:sign_in_as_persona",
    "accounts:oidc_start",
    "accounts:oidc_back",
    "accounts:sign_out",
    "accounts:ended_elsewhere",  # by the identity provider, with a token it signed
    "health",
    "robots",
    "directory:own_entry",
    *(f"referrals:outside_{name}" for name in ("link", "again", "here", "do", "leave")),
    *(f"directory:{name}" for name in FIND_HELP),
    "directory:dump_json",
    "directory:dump_csv",
    *(f"directory:3_0_{name}" for name in NEW_STANDARD),
    *(f"directory:1_0_{name}" for name in OLD_STANDARD),
}


def pages(resolver: URLResolver, prefix: str = "") -> dict[str, URLPattern]:
    """Every address by its full name."""
    found = {}
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found |= pages(pattern, inner)
        else:
            found[f"{prefix}{pattern.name}"] = pattern
    return found


PAGES = pages(get_resolver())


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_marked_with_a_permission_or_as_public(name):
    view = PAGES[name].callback
    assert hasattr(view, "needs"), f"{name} needs @requires(…) or @public, outermost"
    if name in PUBLIC:
        assert view.needs == ""
        assert view.login_required is False
    else:
        assert view.needs in MAY
        assert getattr(view, "login_required", True)


def test_every_page_has_a_name_and_each_public_one_exists():
    assert not [name for name in PAGES if name.endswith("None")]
    assert set(PAGES) >= PUBLIC
