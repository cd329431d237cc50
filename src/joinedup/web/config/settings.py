"""How is the web configured? From the environment only; see docs/reference/settings.md."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from joinedup.core.errors import CannotProceed
from joinedup.web.config.database import database
from joinedup.web.config.environment import is_yes, names, pairs, read

WEB = Path(__file__).parents[1]

DEMO = is_yes("JOINEDUP_DEMO")
DEBUG = is_yes("DEBUG")
SECRET_KEY = read("SECRET_KEY") or (secrets.token_urlsafe(50) if DEMO else "")
if not SECRET_KEY:
    raise CannotProceed("SECRET_KEY is not set", expected="a long random text that stays the same between starts")

PUBLIC_URL = read("PUBLIC_URL")
IS_HTTPS = PUBLIC_URL.startswith("https:")
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or "localhost", *names("ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = [f"{urlsplit(PUBLIC_URL).scheme}://{urlsplit(PUBLIC_URL).netloc}"]

# A word of the web is a folder with an apps.py: a new room needs no registration here.
WORDS = sorted(path.parent.name for path in WEB.glob("*/apps.py"))
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "rules",
    "django_tasks",
    "django_tasks_db",
    *(f"joinedup.web.{word}" for word in WORDS),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "joinedup.web.config.middleware.BrowserRules",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "joinedup.web.config.middleware.Moment",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "joinedup.web.accounts.middleware.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "joinedup.web.config.middleware.AnticipatedFailures",
    "joinedup.web.governance.middleware.Refusals",
]

ROOT_URLCONF = "joinedup.web.config.urls"
WSGI_APPLICATION = "joinedup.web.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "joinedup.web.config.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "joinedup.web.config.layout.layout",
            ],
        },
    }
]

DATABASES = {"default": database(read("DATABASE_URL"))}
# Work that takes longer than a request; `python -m joinedup.web.manage db_worker` does it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["rules.permissions.ObjectPermissionBackend", "joinedup.web.accounts.backends.Staff"]
LOGIN_URL = "accounts:sign_in"
SESSION_IDLE_MINUTES = int(read("SESSION_IDLE_MINUTES"))
SESSION_HOURS = int(read("SESSION_HOURS"))
RELATIONSHIP_MONTHS = int(read("RELATIONSHIP_MONTHS"))
BREAK_GLASS_MINUTES = int(read("BREAK_GLASS_MINUTES"))
BREAK_GLASS_SIGN_IN = is_yes("BREAK_GLASS_SIGN_IN")
ALERT_REVIEW_DAYS = int(read("ALERT_REVIEW_DAYS"))
DIRECTORY_REQUESTS_PER_MINUTE = int(read("DIRECTORY_REQUESTS_PER_MINUTE"))

EMAIL_HOST = read("EMAIL_HOST")
EMAIL_PORT = int(read("EMAIL_PORT"))
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = read("EMAIL_HOST_USER"), read("EMAIL_HOST_PASSWORD")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = not EMAIL_USE_SSL
EMAIL_TIMEOUT = 15  # seconds
DEFAULT_FROM_EMAIL = read("EMAIL_FROM")
if not EMAIL_HOST:  # a link is as good as a password: outside a demonstration it is written to no log
    EMAIL_BACKEND = f"django.core.mail.backends.{'console' if DEMO else 'dummy'}.EmailBackend"
OIDC = {
    "issuer": read("OIDC_ISSUER").rstrip("/"),
    "client_id": read("OIDC_CLIENT_ID"),
    "client_secret": read("OIDC_CLIENT_SECRET"),
    "private_key_file": read("OIDC_PRIVATE_KEY_FILE"),
    "key_id": read("OIDC_KEY_ID"),
    "scope": read("OIDC_SCOPE"),
    "subject_claim": read("OIDC_SUBJECT_CLAIM"),
    "assurance_claim": read("OIDC_ASSURANCE_CLAIM"),
    "assurance_level": int(read("OIDC_ASSURANCE_LEVEL")),
    "acr_values": read("OIDC_ACR_VALUES"),
    "provision_claims": pairs("OIDC_PROVISION_CLAIMS"),
    "role_codes": pairs("OIDC_ROLE_CODES"),
}

SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Lax, not Strict: the way back from the identity provider comes from another site.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
# Subdomains and preload lists concern other services of the same owner: theirs to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if is_yes("TRUST_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "joinedup.web.config.views.csrf_failure"

_provider = urlsplit(OIDC["issuer"])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        # signing out ends at the identity provider, by way of a form here
        "form-action": [SELF, *([f"{_provider.scheme}://{_provider.netloc}"] if OIDC["issuer"] else [])],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "static"]
STATIC_ROOT = read("STATIC_ROOT") or None
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = not STATIC_ROOT
WHITENOISE_AUTOREFRESH = DEBUG
_HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {"staticfiles": {"BACKEND": _HASHED if STATIC_ROOT else _PLAIN}}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

SERVICE_NAME = read("SERVICE_NAME")
SERVICE_OWNER = read("SERVICE_OWNER")
LOGO_FILE = read("LOGO_FILE")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A page not found or refused is no fault of the service, and its address may hold a person's id.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # anybody can send one; each gets a 400
    },
}
