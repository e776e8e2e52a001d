"""Django's settings. What an installation may choose comes from `environment`, nothing else does."""

from pathlib import Path
from urllib.parse import urlsplit

from creditbank.config import databases, environment, logs, translations

ENVIRONMENT = environment.load()
PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = ENVIRONMENT.data_dir

# --- the installation ---------------------------------------------------------------------------
DEMO = ENVIRONMENT.demo
DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
FIELD_KEYS = ENVIRONMENT.field_keys
FINGERPRINT_KEYS = ENVIRONMENT.fingerprint_keys
SIGNING_KEYS = ENVIRONMENT.signing_keys
ISSUER_ID = ENVIRONMENT.issuer_id
PUBLIC_URL = ENVIRONMENT.public_url
PROXIES = ENVIRONMENT.proxies
STORAGE = ENVIRONMENT.storage
EMAIL = ENVIRONMENT.email
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or "", "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
HTTPS = PUBLIC_URL.startswith("https:")

# --- what the bank is made of -------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "procrastinate.contrib.django",
    "creditbank.bank",
]
MIDDLEWARE = [
    "creditbank.config.health.probes",
    "creditbank.config.logs.access",
    "creditbank.config.security.headers",
    "creditbank.config.security.bounds",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "creditbank.web.account.sessions.watch",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "creditbank.config.urls"
WSGI_APPLICATION = "creditbank.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- database: the application does not own the tables it works with ----------------------------
DATABASES = databases.of(ENVIRONMENT)
CACHES = {
    "default": {
        # Shared by web and worker, and by several servers: limits are counted here.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "bank_cache",
    },
}
SESSION_ENGINE = "creditbank.bank.users.sessions"
PROCRASTINATE_IMPORT_PATHS = ["creditbank.config.timetable"]

# --- signing in ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "bank.User"
AUTHENTICATION_BACKENDS = ["creditbank.web.account.backend.Backend"]
PASSWORD_HASHERS = ["creditbank.config.passwords.Argon2id"]
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # learners sit at computers that others use after them
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- what browsers are told ---------------------------------------------------------------------
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- pages --------------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "creditbank.web.seats.seat_context",
                "creditbank.web.learner.contexts.unread",
                "creditbank.web.public.contexts.contacts",
            ],
            "libraries": {"markup": "creditbank.web.markup"},
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "creditbank.web.markup",
                "creditbank.web.themes",
                "creditbank.web.kept",
                "creditbank.web.wording",
            ],
        },
    },
]
CSRF_FAILURE_VIEW = "creditbank.web.public.site.csrf_failure"
FORM_RENDERER = "creditbank.web.forms.Renderer"
STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "creditbank.web.assets.JoinedStorage"},
}

# --- words, places, times -----------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [PACKAGE / "locale"]
translations.compile_stale(PACKAGE / "locale")
USE_I18N = True
USE_TZ = True  # instants are stored in UTC
TIME_ZONE = "Asia/Shanghai"  # and shown as clocks in China show them

# --- logs ---------------------------------------------------------------------------------------
LOGGING_CONFIG = None
logs.configure()
