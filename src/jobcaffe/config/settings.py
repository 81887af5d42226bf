"""The one settings file. Everything that differs between installations comes from the environment.

Variables (all optional; see ``docs/operations.md``):

``JOBCAFFE_HOME``       folder of the database, keys, files and outbox (default ``./var``)
``DATABASE_URL``        ``postgres://…`` for PostgreSQL; SQLite in ``JOBCAFFE_HOME`` otherwise
``JOBCAFFE_DEMO``       ``1`` only for the made-up community: opens the page that enters as each role
``JOBCAFFE_URL``        public address, used in messages and calendars
``JOBCAFFE_HOSTS``      comma-separated host names that may be asked for
``JOBCAFFE_KEYS``       key file (default ``JOBCAFFE_HOME/keys.json``, made on first use, mode 0600)
``JOBCAFFE_BACKUPS``    folder of the nightly backups (default ``JOBCAFFE_HOME/backups``)
``JOBCAFFE_JOURNAL_WITNESSES`` comma-separated addresses that get the journal's head every day
``EMAIL_URL``           ``smtp+tls://user:pass@host:587``; the file outbox otherwise
``JOBCAFFE_STAFF_PASSKEY`` ``1``: people who work here must add a passkey before anything else
``JOBCAFFE_PROXY_HOPS`` how many of our own proxies stand before the server (default 0)
``JOBCAFFE_SMS``        dotted path of the SMS gateway (default: file outbox)
``JOBCAFFE_SMS_URL``    address of an SMS operator, with ``JOBCAFFE_SMS_TOKEN``, for ``HttpGateway``
"""

from __future__ import annotations

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

from jobcaffe.foundation.privacy.keyfile import load_keys

env = environ.Env()
HOME = Path(env.str("JOBCAFFE_HOME", default="var")).resolve()
HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
PACKAGE = Path(__file__).resolve().parent.parent

DEMO = env.bool("JOBCAFFE_DEMO", default=False)
DEBUG = False
KEYS_FILE = Path(env.str("JOBCAFFE_KEYS", default=str(HOME / "keys.json")))
KEYS = load_keys(KEYS_FILE)
SECRET_KEY = KEYS.secret_key
SECRET_KEY_FALLBACKS = KEYS.secret_key_fallbacks

SITE_URL = env.str("JOBCAFFE_URL", default="http://127.0.0.1:8000").rstrip("/")
SECURE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("JOBCAFFE_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SECURE else []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "jobcaffe.foundation.ui",  # before django.forms: its form templates win
    "django.forms",
    "django_htmx",
    "django_tasks",
    "jobcaffe.foundation.accounts",
    "jobcaffe.foundation.journal",
    "jobcaffe.foundation.privacy",
    "jobcaffe.foundation.jobs",
    "jobcaffe.foundation.notices",
    "jobcaffe.foundation.files",
    "jobcaffe.foundation.imports",
    "jobcaffe.people",
    "jobcaffe.organisations",
    "jobcaffe.spaces",
    "jobcaffe.plan",
    "jobcaffe.vocabulary",
    "jobcaffe.encounters",
    "jobcaffe.commitments",
    "jobcaffe.hours",
    "jobcaffe.exchange.posts",
    "jobcaffe.exchange.introductions",
    "jobcaffe.paths",
    "jobcaffe.circles",
    "jobcaffe.worklife.weeks",
    "jobcaffe.worklife.labs",
    "jobcaffe.worklife.care",
    "jobcaffe.worklife.timebank",
    "jobcaffe.worklife.ventures",
    "jobcaffe.network.outreach",
    "jobcaffe.network.tables",
    "jobcaffe.network.matching",
    "jobcaffe.network.ties",
    "jobcaffe.fair.events",
    "jobcaffe.fair.visits",
    "jobcaffe.fair.talks",
    "jobcaffe.fair.pledges",
    "jobcaffe.programme",
    "jobcaffe.web",
    "jobcaffe.demo",
]

MIDDLEWARE = [
    "jobcaffe.web.middleware.HealthMiddleware",
    "jobcaffe.web.middleware.PlainQuestionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jobcaffe.foundation.ui.compress.TextGZipMiddleware",
    "jobcaffe.web.middleware.FullDiskMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jobcaffe.foundation.accounts.middleware.SessionRulesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jobcaffe.web.middleware.PrivacyHeadersMiddleware",
    "jobcaffe.web.middleware.TooBigMiddleware",
]

ROOT_URLCONF = "jobcaffe.config.urls"
WSGI_APPLICATION = "jobcaffe.config.wsgi.application"

# --- database -----------------------------------------------------------------------------
# trusted_schema stays on: Django's own checks on JSON columns call functions that SQLite refuses without it.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA secure_delete=ON; PRAGMA journal_size_limit=27103364; "
    "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
)


def _database() -> dict[str, object]:
    url = env.str("DATABASE_URL", default="")
    if url.startswith(("postgres://", "postgresql://")):
        config = dict(env.db_url_config(url))
        options = dict(config.get("OPTIONS", {}))
        # postgres://user@/name?host=/folder: a unix socket, as libpq writes it.
        config["HOST"] = options.pop("host", "") or config.get("HOST", "")
        config["OPTIONS"] = {
            **{k: v for k, v in options.items() if k != "pool"},
            "pool": {"min_size": 1, "max_size": env.int("JOBCAFFE_DB_POOL", default=8), "timeout": 20},
        }
        config["CONN_MAX_AGE"] = 0
        return config
    name = url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else str(HOME / "jobcaffe.sqlite3")
    return {
        "ENGINE": "jobcaffe.foundation.db.sqlite",
        "NAME": name,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS},
        # Tests use a file, not memory: memory hides the locking.
        "TEST": {"NAME": str(HOME / "test.sqlite3")},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people who sign in -----------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["jobcaffe.foundation.accounts.backend.PasswordlessBackend"]
LOGIN_URL = "accounts:sign_in"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-jobcaffe" if SECURE else "jobcaffe"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-jobcaffe-csrf" if SECURE else "jobcaffe-csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "jobcaffe.web.errors.csrf_failure"
SIGN_IN_CODE_MINUTES = 10
SIGN_IN_CODE_TRIES = 5
STAFF_IDLE_MINUTES = 30
STAFF_SESSION_HOURS = 12
OWN_PHONE_DAYS = 90
# Staff must add a passkey before anything else.
STAFF_NEED_PASSKEY = env.bool("JOBCAFFE_STAFF_PASSKEY", default=False) and not DEMO
# How many of our own proxies stand before us: whose word about the visitor's address counts.
PROXY_HOPS = env.int("JOBCAFFE_PROXY_HOPS", default=0)
# Where sign-in finds the person behind a phone number or an e-mail address, and behind her id.
PERSON_DIRECTORY = "jobcaffe.people.directory"

# --- browser security ---------------------------------------------------------------------
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer would break every form in Chromium
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = SECURE and env.bool("JOBCAFFE_REDIRECT_HTTPS", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE, "'strict-dynamic'"],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default", "jobcaffe"],
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024

# --- pages -----------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "jobcaffe.web.context.house",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "jobcaffe.foundation.ui.templatetags.ui",
                "jobcaffe.foundation.ui.templatetags.ui_forms",
                "jobcaffe.foundation.ui.templatetags.ui_data",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# How long a public page of a fair is kept for who has no session (web/shared.py); 0: never.
SHARED_PAGE_SECONDS = 1.0

LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Rome"
USE_TZ = True
USE_I18N = True
# Off: it would write years and keys as 1.968 and 12.345; figures use the filter ``number``.
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = None  # nothing is collected: files are served, versioned, from where they are built
STATICFILES_FINDERS = ["jobcaffe.foundation.ui.finders.AllowListFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "jobcaffe.foundation.ui.storage.VersionedStaticStorage"},
}
FILES_ROOT = HOME / "files"

# --- messages and jobs ----------------------------------------------------------------------
OUTBOX = HOME / "outbox"
BACKUPS = Path(env.str("JOBCAFFE_BACKUPS", default=str(HOME / "backups")))
# Who gets the journal's head by mail every day, so that a cut or rewritten journal shows.
JOURNAL_WITNESSES = env.list("JOBCAFFE_JOURNAL_WITNESSES", default=[])
_email = env.email_url("EMAIL_URL", default="") if env.str("EMAIL_URL", default="") else None
if _email:
    EMAIL_BACKEND = _email["EMAIL_BACKEND"]
    EMAIL_HOST = _email.get("EMAIL_HOST", "")
    EMAIL_PORT = _email.get("EMAIL_PORT") or 25
    EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD", "")
    EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(OUTBOX / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("JOBCAFFE_FROM", default="Job Caffè <jobcaffe@localhost>")
SMS_GATEWAY = env.str("JOBCAFFE_SMS", default="jobcaffe.foundation.notices.gateways.FileGateway")
SMS_HTTP_URL = env.str("JOBCAFFE_SMS_URL", default="")
SMS_HTTP_TOKEN = env.str("JOBCAFFE_SMS_TOKEN", default="")
TASKS = {"default": {"BACKEND": "jobcaffe.foundation.jobs.backend.DatabaseBackend", "QUEUES": []}}
PROGRAMME_FILE = env.str("JOBCAFFE_PROGRAMME", default=str(PACKAGE / "plan" / "data" / "job20-lainate.toml"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "jobcaffe.foundation.privacy.redact.RedactFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["redact"]}},
    "root": {"handlers": ["console"], "level": env.str("JOBCAFFE_LOG", default="WARNING")},
}
