"""Settings of every process: read from the environment, strictly, with defaults that suit one machine.

`docs/reference/settings.md` explains each variable; a test keeps the two alike.
"""

from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from lerna.config import env, places
from lerna.config.logs import build_logging

ROOT, SOURCE = places.ROOT, places.SOURCE

# ── Installation ────────────────────────────────────────────────────────────────────────────────────────────────────
LERNA_MODE = env.read_choice("LERNA_MODE", "development", ("development", "production"))
LERNA_VAR = places.find_var()
LERNA_POLICIES = env.read_path("LERNA_POLICIES", ROOT / "policies")
LERNA_SHARED = env.read_path("LERNA_SHARED", ROOT.parent / "shared")
LERNA_DEVELOPMENT_HOSTS = env.read_flag("LERNA_DEVELOPMENT_HOSTS", default=LERNA_MODE == "development")
LERNA_DATABASE_ROLE = env.read_choice("LERNA_DATABASE_ROLE", "app", ("app", "owner"))
IN_PRODUCTION = LERNA_MODE == "production"
LERNA_SITES_KEPT = env.read_integer("LERNA_SITES_KEPT", 5 if IN_PRODUCTION else 0, lowest=0, highest=60)  # seconds
DEBUG = False  # a stack trace in a browser can show personal values; development gets it in the terminal


def read_secret_key() -> str:
    """The key of sessions and signatures: from the environment, or the file that the launcher made."""
    key_file = places.secret_key_file(LERNA_VAR)
    key = env.read_text("LERNA_SECRET_KEY", key_file.read_text().strip() if key_file.is_file() else "")
    if IN_PRODUCTION and not key:
        raise ImproperlyConfigured("LERNA_SECRET_KEY is empty; in production it must be a long random text.")
    return key or "development-only-and-nowhere-else-0123456789abcdefghijklmnop"


SECRET_KEY = read_secret_key()
SECRET_KEY_IS_OWN = not SECRET_KEY.startswith("development-only")
LERNA_METRICS_TOKEN = env.read_text("LERNA_METRICS_TOKEN", "")
ALLOWED_HOSTS = ["*"]  # the site middleware knows which hosts are ours, from the database, and answers 404 to the rest
LERNA_PACKAGES_HOST = env.read_host_pattern("LERNA_PACKAGES_HOST", "packages.{host}")
ROOT_URLCONF = "lerna.config.urls"
WSGI_APPLICATION = "lerna.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "lerna.companies",
    "lerna.privacy.evidence",
    "lerna.privacy.policy",
    "lerna.privacy.subjects.keys",
    "lerna.privacy.subjects",
    "lerna.privacy.consents",
    "lerna.privacy.letters",
    "lerna.privacy.lifecycle",
    "lerna.privacy.renewal",
    "lerna.privacy.recipients",
    "lerna.privacy.recipients.disclosures",
    "lerna.privacy.recipients.paper",
    "lerna.privacy.recipients.abroad",
    "lerna.privacy.requests",
    "lerna.privacy.requests.intake",
    "lerna.privacy.incidents",
    "lerna.privacy.records",
    "lerna.accounts",
    "lerna.school.catalogue",
    "lerna.school.catalogue.search",
    "lerna.school.learning",
    "lerna.school.learning.certificates",
    "lerna.school.exchange",
    "lerna.school.exchange.arrivals",
    "lerna.school.feedback",
    "lerna.school.feedback.appeals",
    "lerna.school.learning.quizzes",
    "lerna.school.learning.news",
    "lerna.school.learning.deadlines",
    "lerna.school.learning.grades",
    "lerna.school.learning.assignments",
    "lerna.school.learning.packages",
    "lerna.sales.leads",
    "lerna.doors.look",
    "lerna.doors.storefront",
    "lerna.doors.cabinet",
    "lerna.doors.desk",
    "lerna.doors.api",
    "lerna.doors.player",
    "lerna.config",
]

MIDDLEWARE = [
    "lerna.config.middleware.RequestMiddleware",
    "lerna.config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "lerna.config.middleware.SiteMiddleware",  # before the static files: brands' drawings name companies
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lerna.doors.look.guards.watchful.WatchfulMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "lerna.doors.look.context.look",
            ],
        },
    },
]


# ── Database ────────────────────────────────────────────────────────────────────────────────────────────────────────
def read_database(name: str) -> dict[str, Any]:
    """The role's own connection to the main database or to that of the keys: from the environment, or what the launcher
    wrote about the embedded server.
    """
    variable = places.url_variable(name, LERNA_DATABASE_ROLE)
    state = places.url_file(LERNA_VAR, LERNA_DATABASE_ROLE, name)
    default = f"postgresql://lerna_app@localhost/{places.DATABASES[name]}"
    database: dict[str, Any] = {
        **dj_database_url.parse(env.read_text(variable, state.read_text() if state.is_file() else default))
    }
    database["OPTIONS"] = {
        **database.get("OPTIONS", {}),
        "application_name": f"lerna-{LERNA_DATABASE_ROLE}",
    }
    if most := env.read_integer("LERNA_DATABASE_POOL", 8, lowest=0, highest=200):
        database["OPTIONS"]["pool"] = {"min_size": 1 if name == "default" else 0, "max_size": most, "timeout": 10}
    database["DISABLE_SERVER_SIDE_CURSORS"] = True  # so that a pooler in transaction mode may stand between
    return database


PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # each room's

DATABASES = {"default": read_database("default"), "keys": read_database("keys")}
DATABASE_ROUTERS = ["lerna.config.routers.KeysRouter"]

# ── Accounts ────────────────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [  # length and known passwords, as NIST SP 800-63B asks; no rules about signs
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# ── Keys (clauses 8.3, 11.1) ────────────────────────────────────────────────────────────────────────────────────────
LERNA_KEY_PROVIDER = env.read_choice("LERNA_KEY_PROVIDER", "file", ("file", "environment"))

# ── Places of personal data (clause 8.4-а) ──────────────────────────────────────────────────────────────────────────
LERNA_STORES = env.read_pairs("LERNA_STORES")

# ── Letters (clauses 6.1, 8.2) ──────────────────────────────────────────────────────────────────────────────────────
LERNA_SMTP_URL = env.read_text("LERNA_SMTP_URL", "")
LERNA_IMAP_URLS = env.read_pairs("LERNA_IMAP_URLS")  # where requests come in (clause 6.4)
LERNA_MAIL_AUTHORITIES = env.read_pairs("LERNA_MAIL_AUTHORITIES")
LERNA_PORT = env.read_integer("LERNA_PORT", 8000, lowest=1, highest=65535)  # of links in development's letters

# ── Language ────────────────────────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = (
    "ru"  # the language of an address is in its path (/kk/policy/); none means Russian, so no cookie is needed
)
LANGUAGES = [("ru", "Русский"), ("kk", "Қазақша"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "locale"]
FORMAT_MODULE_PATH = "lerna.config.formats"
TIME_ZONE = "Asia/Almaty"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# ── Static files ────────────────────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = LERNA_VAR / "static"
STATICFILES_DIRS = [("vendor", ROOT / "node_modules")] if (ROOT / "node_modules").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IN_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
MEDIA_ROOT = LERNA_VAR / "media"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not IN_PRODUCTION  # a changed file shows at once
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site has a reason to read our files

# ── Security (clauses 8.3, 11.1) ────────────────────────────────────────────────────────────────────────────────────
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "media-src": [SELF, "blob:"],  # what the player of films has fetched from us, piece by piece
        "frame-src": [SELF],  # authors' programs, each in a sandbox of its own; packages' host where one is shown
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
CSRF_FAILURE_VIEW = "lerna.doors.look.views_faults.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf" if IN_PRODUCTION else "csrftoken"  # no host below, such as packages', can set it
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IN_PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = IN_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside, past the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IN_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IN_PRODUCTION
# Browsers carry the preload list in themselves, and leaving it takes months: the domain's owner decides, not we.
SECURE_HSTS_PRELOAD = env.read_flag("LERNA_HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # wants preload always on
LERNA_BEHIND_PROXY = env.read_flag("LERNA_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if LERNA_BEHIND_PROXY else None

# ── Logs ────────────────────────────────────────────────────────────────────────────────────────────────────────────
LOGGING_CONFIG = None  # structlog is set up once, below; Django's own mail-to-admins has no place here
build_logging(level=env.read_choice("LERNA_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")))
