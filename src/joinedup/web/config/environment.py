"""Which environment variables configure the web, and what is each for?"""

# ruff: noqa: E501  (a table: one variable a line)

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, what it is when not set, and its meaning."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("DATABASE_URL", "sqlite:///var/joinedup.sqlite3", "`sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST:PORT/NAME`. Behind PgBouncer in transaction mode, which cannot keep prepared statements, add `?prepare_threshold=none&server_side_binding=no`."),
    Variable("SECRET_KEY", "", "Signs sessions and forms. Required, unless in demo mode, where it is random for each process."),
    Variable("PUBLIC_URL", "http://localhost:8000", "Where people reach the service. With `https`, cookies become secure and browsers are told to stay on https."),
    Variable("ALLOWED_HOSTS", "localhost,127.0.0.1", "Further host names the service answers to, with commas between; that of `PUBLIC_URL` is always among them."),
    Variable("DEBUG", "no", "`yes` shows tracebacks in the browser: for a developer's own machine only."),
    Variable("JOINEDUP_DEMO", "no", "`yes` for an invented place: anyone may sign in as one of its invented staff."),
    Variable("SERVICE_NAME", "joinedup", "The name in the header and in page titles."),
    Variable("SERVICE_OWNER", "", "Who answers for the service: the last line of every page."),
    Variable("LOGO_FILE", "app/logo.svg", "The logo in the header, a path among the static files. The NHS logo may be used only by those licensed to."),
    Variable("STATIC_ROOT", "", "Folder that `python -m joinedup.web.manage collectstatic` filled with hashed files; if not set, files are served from the package."),
    Variable("TRUST_PROXY", "no", "`yes` if a proxy in front always sets X-Forwarded-Proto, drops it from requests, and puts the caller's address last in X-Forwarded-For."),
    Variable("SESSION_IDLE_MINUTES", "15", "Minutes without a request after which a person is signed out."),
    Variable("SESSION_HOURS", "12", "Hours after signing in at which a person is signed out in any case."),
    Variable("RELATIONSHIP_MONTHS", "24", "Months after which a care relationship ends unless it is renewed."),
    Variable("BREAK_GLASS_MINUTES", "60", "Minutes after which a record opened by break-glass closes."),
    Variable("BREAK_GLASS_SIGN_IN", "no", "`yes` if whoever opens a record by break-glass must have signed in within the last five minutes, and is sent to the identity provider for it."),
    Variable("ALERT_REVIEW_DAYS", "7", "Days in which the information-governance lead looks into an alert; after them the Caldicott Guardian is told as well."),
    Variable("DIRECTORY_REQUESTS_PER_MINUTE", "1200", "Requests to the open directory's API that one address may make in a minute, for each process of the server."),
    Variable("EMAIL_HOST", "", "The mail server through which organisations are sent links to their entries. If not set, mail goes to the log in demo mode, and nowhere otherwise."),
    Variable("EMAIL_PORT", "587", "Its port; with 465, TLS from the start, otherwise STARTTLS."),
    Variable("EMAIL_HOST_USER", "", "The name to sign in there with, if any."),
    Variable("EMAIL_HOST_PASSWORD", "", "The password that goes with it."),
    Variable("EMAIL_FROM", "directory@localhost", "Who such mail is from."),
    Variable("OIDC_ISSUER", "", "The identity provider; its description is read from `ISSUER/.well-known/openid-configuration`. If not set, nobody can sign in (except in demo mode)."),
    Variable("OIDC_CLIENT_ID", "", "The name this service is known by at the identity provider."),
    Variable("OIDC_CLIENT_SECRET", "", "The secret shared with the identity provider, if it wants one."),
    Variable("OIDC_PRIVATE_KEY_FILE", "", "A PEM file with the RSA key this service signs with, if the provider wants `private_key_jwt` (as NHS CIS2 does)."),
    Variable("OIDC_KEY_ID", "", "The key's id (`kid`) at the provider."),
    Variable("OIDC_SCOPE", "openid profile", "What to ask the provider for."),
    Variable("OIDC_SUBJECT_CLAIM", "sub", "The claim that says who somebody is; compared with a member of staff's identity subject."),
    Variable("OIDC_ACR_VALUES", "", "How surely to ask the provider to identify people, such as `AAL3_ANY`; what it then says is checked by the next two."),
    Variable("OIDC_ASSURANCE_CLAIM", "", "The claim that says how surely, such as `id_assurance_level` or `acr` (as `3` or `AAL3_ANY`); not checked if not set."),
    Variable("OIDC_ASSURANCE_LEVEL", "3", "The lowest level that will do."),
    Variable("OIDC_PROVISION_CLAIMS", "", "Claims from which unknown staff are created or known ones kept up to date: `role=joinedup_role,organisation=org,neighbourhood=area,name=name`. If not set, staff must exist. Of several jobs told as a list: `role=nhsid_nrbac_roles.role_code`."),
    Variable("OIDC_ROLE_CODES", "", "What the provider's codes of jobs are here: `R0260=gp,R8000=community_nurse`."),
)  # fmt: skip

_BY_NAME = {variable.name: variable for variable in VARIABLES}


def as_table() -> str:
    """Every variable as a table in Markdown: docs/reference/settings.md holds it, and a test compares them."""
    rows = [f"| `{each.name}` | {f'`{each.default}`' if each.default else ''} | {each.meaning} |" for each in VARIABLES]
    return "\n".join(["| variable | if not set | meaning |", "|---|---|---|", *rows]) + "\n"


def read(name: str) -> str:
    """What an environment variable says, or what it is when not set."""
    return os.environ.get(name) or _BY_NAME[name].default


def is_yes(name: str) -> bool:
    """Whether a yes-or-no variable says yes."""
    return read(name).strip().lower() in {"yes", "true", "1", "on"}


def names(name: str) -> list[str]:
    """The words of a variable with commas between them."""
    return [word.strip() for word in read(name).split(",") if word.strip()]


def pairs(name: str) -> dict[str, str]:
    """The pairs of a variable such as `role=job_role,name=full_name`."""
    return dict(pair.split("=", 1) for pair in names(name))
