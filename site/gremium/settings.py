"""All settings of the site; every secret and switch comes from the environment (see README, Settings)."""

from pathlib import Path
from typing import Any

import dj_email_url
from environs import Env
from kombu import Queue

from gremium import stores
from gremium.content_policy import content_policy
from gremium.logs import logging_in
from pages import file_kinds, formats, languages

BASE_DIR = Path(__file__).resolve().parents[2]
env = Env()

DEMO = env.bool("GREMIUM_DEMO", False)
DATA = Path(env.str("GREMIUM_DATA", str(BASE_DIR / "var"))).resolve()
DEBUG = False

SECRET_KEY = env.str("SECRET_KEY", "") or (stores.kept_secret(DATA / "secret-key") if DEMO else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if DEMO else [])
SECURE_COOKIES = not DEMO

INSTALLED_APPS = [
    "gremium",
    "gremium.people",
    "gremium.letters",
    "gremium.cases",
    "gremium.exchange",
    "gremium.assessing",
    "gremium.meetings",
    "gremium.reading",
    "gremium.oversight",
    "gremium.operating",
    "pages",
    "forms",
    "documents",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.humanize",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "gremium.headers.SameHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "gremium.entrance.Entrance",
    "pages.page_cache.PageCache",
    "pages.middleware.MarkGermanWords",
    "pages.editor_policy.EditorPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pages.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "gremium.people.middleware.PrivateAreas",
    "gremium.redirects.PublicRedirects",
    "gremium.unreadable.Unreadable",
]

FORCE_SCRIPT_NAME = ""  # the site lies at the root of its host; gunicorn would take a prefix from a header
ROOT_URLCONF = "gremium.urls"
WSGI_APPLICATION = "gremium.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "site/gremium/theme/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "gremium.people.navigation.desk_nav",
                "pages.chrome.chrome",
            ]
        },
    }
]

DATABASES = {
    "default": stores.database(env.str("DATABASE_URL", ""), DATA / "gremium.sqlite3"),
    "keys": stores.database(env.str("KEYS_DATABASE_URL", ""), DATA / "keys.sqlite3"),
}
DATABASE_ROUTERS = ["documents.routing.KeyStoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
KEYRING = Path(env.str("GREMIUM_KEYRING", str(DATA / "keyring.json")))

CACHE_URL = env.str("CACHE_URL", "")
CACHES = stores.caches(CACHE_URL, DATA / "page-cache")
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA / "media")},  # text: Wagtail names the storage to the task that deletes a file
    },
    "sealed": stores.sealed_store(env.str("STORAGE_URL", ""), DATA / "sealed"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "site/gremium/theme/static"]
MEDIA_URL = "/media/"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["gremium.people.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "gremium.people.password_rules.CommonCoreValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

languages.install()
LANGUAGE_CODE = "de"
LANGUAGES = [
    (code, languages.KNOWN[code].own_name)
    for code in env.list("GREMIUM_LANGUAGES", [language.code for language in languages.LAUNCH])
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LANGUAGES_BIDI = [code for code, language in languages.KNOWN.items() if language.is_rtl]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["pages.formats"]
DATE_FORMAT, DATETIME_FORMAT, TIME_FORMAT = formats.DATE_FORMAT, formats.DATETIME_FORMAT, formats.TIME_FORMAT
SHORT_DATE_FORMAT, SHORT_DATETIME_FORMAT = formats.SHORT_DATE_FORMAT, formats.SHORT_DATETIME_FORMAT
MONTH_DAY_FORMAT, FIRST_DAY_OF_WEEK = formats.MONTH_DAY_FORMAT, formats.FIRST_DAY_OF_WEEK
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

WAGTAIL_SITE_NAME = env.str("SITE_NAME", "Gremium „Bleiberechte fördern“")
SITE_OWNER = env.str("SITE_OWNER", "Stadt Dortmund")
INVITATION_DAYS = env.int("GREMIUM_INVITATION_DAYS", 14)  # how early members are invited to a regular meeting
INVITATION_DAYS_EVENT_DRIVEN = env.int("GREMIUM_INVITATION_DAYS_EVENT_DRIVEN", 3)
QUICK_EXIT_URL = env.str("QUICK_EXIT_URL", "https://www.dwd.de/")  # the weather: where the self-check is left to
BASE_URL = env.str("BASE_URL", "")
WAGTAILADMIN_BASE_URL = BASE_URL or f"http://localhost:{env.int('PORT', 8000)}"  # demo only, see profile.py
WAGTAIL_I18N_ENABLED = True
WAGTAILDOCS_EXTENSIONS = list(file_kinds.KINDS)
WAGTAILDOCS_CONTENT_TYPES = {extension: kind.content_type for extension, kind in file_kinds.KINDS.items()}
WAGTAILDOCS_INLINE_CONTENT_TYPES = list(WAGTAILDOCS_CONTENT_TYPES.values())
WAGTAILDOCS_MAX_UPLOAD_SIZE = file_kinds.LARGEST
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.file_forms.CheckedDocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.file_forms.CheckedImageForm"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILAPI_LIMIT_MAX = 200
WAGTAILAPI_RICH_TEXT_FORMAT = "html"  # links as addresses, in the language of the page
PREVIEW_ADDRESS = env.str("PREVIEW_ADDRESS", "")  # where another front end shows drafts; holds {token}
CHECK_FOREIGN_LINKS = env.bool("GREMIUM_CHECK_LINKS", False)  # lets the weekly check ask other sites

REST_FRAMEWORK: dict[str, Any] = {"DEFAULT_AUTHENTICATION_CLASSES": [], "UNAUTHENTICATED_USER": None}

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_ADAPTER = "gremium.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key"}
ACCOUNT_FORMS = {"reset_password": "gremium.people.forms.ForgottenForm"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
MFA_ADAPTER = "gremium.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # the demo runs on plain http://localhost
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_ONLY_AFTER_DAYS = env.int("PASSKEY_ONLY_AFTER_DAYS", 0)  # for board and office; 0: codes stay good enough
MFA_FORMS = {
    "authenticate": "gremium.people.forms.AuthenticateForm",
    "reauthenticate": "gremium.people.forms.ReauthenticateForm",
    "activate_totp": "gremium.people.forms.ActivateForm",
    "add_webauthn": "gremium.people.forms.AddPasskeyForm",
}

OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", "")  # of the city's or organisations' own sign-in; off without it
OIDC_NAME = env.str("OIDC_NAME", "OpenID Connect")  # what its button says
OIDC_DOMAINS: list[str] = env.list("OIDC_DOMAINS", [])  # of addresses it may vouch for; see profile.py
OIDC_SECOND_FACTOR_AMR = env.list("OIDC_SECOND_FACTOR_AMR", ["mfa", "otp", "hwk", "swk", "sc"])
OIDC_SECOND_FACTOR_ACR: list[str] = env.list("OIDC_SECOND_FACTOR_ACR", [])
SOCIALACCOUNT_ADAPTER = "gremium.people.provider.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # an invited account is found by an address that the provider has checked
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_SERVER_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "oidc",
            "name": OIDC_NAME,
            "client_id": env.str("OIDC_CLIENT_ID", ""),
            "secret": env.str("OIDC_CLIENT_SECRET", ""),
            "settings": {"server_url": OIDC_SERVER_URL},
        }
    ]

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_ABSOLUTE_AGE = SESSION_COOKIE_AGE
SESSION_IDLE_AGE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "gremium.people.middleware.token_refused"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SECURE_COOKIES
if not DEMO:
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.int("TRUSTED_PROXY_COUNT", 0) else None
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True  # of the site's own name alone
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading is a promise for a whole domain, which is the city's to give
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # the page editor alone shows our pages in a frame: pages.editor_policy
CONTENT_SECURITY_POLICY = content_policy(OIDC_SERVER_URL)

GREMIUM_QUORUM = env.int("GREMIUM_QUORUM", 4)
"""Seats that have to take part, or step back, before the board says anything jointly (domain 2.3)."""
GREMIUM_RETENTION = {
    "draft": 90,
    "superseded": 30,
    "unheard": 183,  # excluded, excluded later, not taken up
    "withdrawn": 14,
    "withdrawal_proof": 3 * 365 + 1,
    "rendered": 92,
    "notes": 92,
    "closed": 365,
    "assessment": 730,
    "consent_proof": 3 * 365 + 1,
    "account": 365,
    "mail": 30,
    "web_log": 7,
    "backup_data": 35,
    "backup_keys": 14,
    "bundle": 92,
    "minutes": 365,  # after the end of the council term
    "exchange_event": 365,
    "exchange_declined": 183,
    "exchange_asker": 730,
    **env.dict("GREMIUM_RETENTION", {}, subcast_values=int),
}
"""Days that records of each class are kept after their start (domain 9.2); like GREMIUM_RETENTION=closed=400."""
METRICS_TOKEN = env.str("GREMIUM_METRICS_TOKEN", "")  # whoever sends it may read /metrics; without, this machine alone
BACKUP_RECIPIENTS: list[str] = env.list("GREMIUM_BACKUP_RECIPIENTS", [])
"""Offline recipients (age1…) that backups are encrypted to."""
FORMS_SUBMITTED_VIEW = "cases:case"
FORMS_DESK_VIEW = "cases:own_desk"

EMAIL_FILE_PATH = DATA / "mails"
EMAIL_URL = env.str("EMAIL_URL", "")
if EMAIL_URL:
    _mail = dj_email_url.parse(EMAIL_URL)
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
    EMAIL_TIMEOUT = 20
else:  # demo only, see profile.py
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", "gremium@localhost")

FILE_UPLOAD_HANDLERS = ["documents.receiving.MemoryWithinLimit"]  # never on disk unsealed
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # of one request; an editor's picture may have 10 MB
UPLOAD_LIMITS = {
    "forms:step": 110 * 1024 * 1024,  # all attachments at once
    "cases:sheets": 40 * 1024 * 1024,  # photos of one signed sheet
    "phone:photos": 40 * 1024 * 1024,  # some photos; the page's script sends them one by one
    **dict.fromkeys(  # recordings and films
        ("wagtaildocs:add", "wagtaildocs:edit", "wagtaildocs:add_multiple", "wagtaildocs_chooser:create"),
        file_kinds.LARGEST + 1024 * 1024,
    ),
}
CLAMD = env.str("GREMIUM_CLAMD", "")  # ClamAV's daemon: host:port, or the path of its socket; no scanner without it
OCR_LANGUAGES = env.list("GREMIUM_OCR_LANGUAGES", ["deu", "eng", "ara", "fas"])  # Tesseract's names; empty: no reading
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024  # of text; files have limits of their own
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "filesystem://localhost/")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {}
if CELERY_BROKER_URL.startswith("filesystem:"):  # a doorbell only: what it loses, the sweeper rings again
    CELERY_BROKER_TRANSPORT = "documents.doorbell:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": str(DATA / "broker"), "polling_interval": 0.05}
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
elif CELERY_BROKER_URL.startswith(("redis:", "rediss:")):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,  # longer than the hard time limit, else a second copy starts
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
    }
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_QUEUES = [
    Queue(name, routing_key=name, queue_arguments={"x-queue-type": "quorum"} if "amqp" in CELERY_BROKER_URL else None)
    for name in ("interactive", "bulk", "ocr")
]
CELERY_TASK_DEFAULT_QUEUE = "bulk"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # the row's lease brings the job back, and counts its attempts
CELERY_WORKER_POOL = "gremium.worker_pool:Pool"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.int("GREMIUM_WORKER_PROCESSES", 1)
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000  # KiB; the child ends after the task that passed it
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TASK_SOFT_TIME_LIMIT = 570
CELERY_TASK_TIME_LIMIT = 600
CELERY_TIMEZONE = TIME_ZONE

LOG_FORMAT = env.str("GREMIUM_LOG_FORMAT", "text")
LOGGING = logging_in(LOG_FORMAT)
