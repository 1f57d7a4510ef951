"""The one settings file. Secure by default; what development needs is switched on by environment variables,
all of which are listed in docs/operations.md."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from netflixlike import environment
from netflixlike.embedded import socket_folder

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var"))
MODEL_DIR = Path(os.environ.get("MODEL_DIR", DATA_DIR / "models"))
MEDIA_DIR = Path(os.environ.get("MEDIA_DIR", DATA_DIR / "media"))

# Where the site is reached. An http:// address is for a machine of one's own: it lets cookies travel unencrypted.
SITE_URL = os.environ.get("SITE_URL", "https://localhost").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
# One proxy of ours stands in front and sets X-Forwarded-For and X-Forwarded-Proto, which are believed then.
BEHIND_PROXY = environment.flag("BEHIND_PROXY")
DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.secret_key(DATA_DIR)
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or "localhost", *environment.words("ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Applications, highest first: each imports only from those below it.
INSTALLED_APPS = [
    "netflixlike",
    "recommendations",
    "accounts",
    "catalog",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.languages.LanguageMiddleware",
    "netflixlike.compression.CompressionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.sessions.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "netflixlike.urls"
WSGI_APPLICATION = "netflixlike.wsgi.application"
# Origins whose pages may call the API and play videos, each by its own token; none, and browsers keep all others out.
CORS_ALLOWED_ORIGINS = environment.words("API_ORIGINS")
CORS_URLS_REGEX = r"^/(api|media)/"
CORS_ALLOW_METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE"]
CORS_ALLOW_HEADERS = [
    *("accept-language", "account-key", "authorization", "content-type"),
    *("idempotency-key", "if-none-match", "profile-key", "range"),
]
CORS_EXPOSE_HEADERS = ["ETag", "Idempotency-Replayed", "Location", "Page-State", "Retry-After"]
if CORS_ALLOWED_ORIGINS:
    INSTALLED_APPS.append("corsheaders")
    MIDDLEWARE.insert(0, "corsheaders.middleware.CorsMiddleware")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Stores. Without URLs: the embedded servers of this checkout, which `make run` starts.
SOCKETS = socket_folder(DATA_DIR)
DATABASES = {
    "default": {
        **environment.database(os.environ.get("DATABASE_URL") or f"postgresql://app@/netflixlike?host={SOCKETS}"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"TEMPLATE": os.environ.get("TEST_DATABASE_TEMPLATE") or None},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# One server when embedded; in production the broker must never evict and the cache should, hence two URLs.
REDIS_URL = os.environ.get("REDIS_URL") or f"unix://{SOCKETS}/valkey.sock"
CACHES = {
    "default": {
        "BACKEND": "netflixlike.cache.PatientRedisCache",
        "LOCATION": environment.redis_database(os.environ.get("CACHE_URL") or REDIS_URL, 1),
        "TIMEOUT": 3600,
        "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.5},
    }
}

# How many days it is kept what was shown to whom; the counts that pages need are kept beside it.
IMPRESSION_DAYS = environment.number("IMPRESSION_DAYS", 90, least=1)

# Videos: docs/operations.md, "Videos". Who sends the bytes of packages: python (here), nginx (X-Accel-Redirect), or
# redirect (the storage's own addresses).
MEDIA_DELIVERY = environment.choice("MEDIA_DELIVERY", ["python", "nginx", "redirect"])
MEDIA_URL_SECONDS = environment.number("MEDIA_URL_SECONDS", 2 * 60 * 60, least=10)
# Hosts whose HLS playlists may be named as videos; browsers are allowed to load from these and from the storage's.
MEDIA_HOSTS = environment.words("MEDIA_HOSTS")
MEDIA_ORIGINS = [f"https://{host}" for host in MEDIA_HOSTS] + environment.words("MEDIA_ORIGINS")
# Folders from which operators may bring in files by their path, and where packages are made before they are stored.
MEDIA_SOURCES = [Path(folder) for folder in environment.words("MEDIA_SOURCES")]
MEDIA_SCRATCH = Path(os.environ.get("MEDIA_SCRATCH", DATA_DIR / "scratch"))
# What packaging one video may take: threads, gigabytes of memory and of scratch, hours.
MEDIA_THREADS = environment.number("MEDIA_THREADS", 2, least=1)
MEDIA_MEMORY = environment.number("MEDIA_MEMORY", 4, least=1)
MEDIA_DISK = environment.number("MEDIA_DISK", 50, least=1)
MEDIA_HOURS = environment.number("MEDIA_HOURS", 12, least=1)
# How many days an upload is kept that did not come to its end, or whose file could not be packaged.
MEDIA_UPLOAD_DAYS = environment.number("MEDIA_UPLOAD_DAYS", 7, least=1)

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_CLIENT_IP_CALLABLE = "netflixlike.clients.address"
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
# Offered on the log-in page; set by `make run`, never on a site that is open to others.
DEMO = environment.flag("DEMO")

# Browsers
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *MEDIA_ORIGINS],
        "font-src": [SELF],
        "connect-src": [SELF, *MEDIA_ORIGINS],
        "media-src": [SELF, "blob:", *MEDIA_ORIGINS],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
}

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
# What somebody who is not signed in chose; whoever is has a profile, which says it.
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = HTTPS, True, "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files, hashed and compressed at start by collectstatic
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# Beside our own, the libraries that netflixlike/libraries.py fetched.
STATICFILES_DIRS = [BASE_DIR / "static", ("libraries", BASE_DIR / ".libraries" / "browser")]
# Exports and uploads of viewers, which only views hand out: on no address of their own.
PRIVATE_DIR = Path(os.environ.get("PRIVATE_DIR", DATA_DIR / "private"))
STORAGES = {
    "media": environment.media_storage(MEDIA_DIR),
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_DIR, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "netflixlike.statics.CompressedStorage"},
}

# Compressing takes most of a first start: only the files that pages name, and no source maps.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "webp", "avif", "gif", "woff", "woff2", "mp4", "webm"]

# The REST API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.authentication.DeviceTokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["netflixlike.parsers.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "netflixlike.schema.Schema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "netflixlike.problems.handle",
    "DEFAULT_THROTTLE_RATES": {
        "erase": "10/min",
        "exports": "120/min",
        "impressions": "60/min",
        "imports": "60/min",
        "log-in": "20/min",
        "search": "120/min",
        "sign-up": "20/hour",
        "suggestions": "240/min",
    },
    "UNAUTHENTICATED_USER": None,
    # Throttles count by the address that the proxy saw, and never by a header that the client chose.
    "NUM_PROXIES": int(BEHIND_PROXY),
}
# A day's uses of a token put its end off once: the other requests write nothing.
REST_KNOX = {
    "TOKEN_TTL": timedelta(days=60),
    "MIN_REFRESH_INTERVAL": 60 * 60 * 24,
    "AUTH_HEADER_PREFIX": "Bearer",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "netflixlike",
    "DESCRIPTION": "Everything the site does for a viewer, for phones and televisions.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENFORCE_NON_BLANK_FIELDS": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "AccessKind": "accounts.models.DataAccess.Kind",
        "Advice": "catalog.models.Title.Advice",
        "ActivityKind": "accounts.activity.kinds.NAMES",
        "Avatar": "accounts.models.Profile.Avatar",
        "Device": "accounts.models.Play.Device",
        "ExportState": "accounts.models.DataExport.State",
        "ImportKind": "accounts.models.HistoryImport.Kind",
        "ImportOutcome": "accounts.models.ImportedRow.Outcome",
        "ImportState": "accounts.models.HistoryImport.State",
        "RatingValue": "accounts.models.Rating.Value",
        "Role": "catalog.models.Credit.Role",
        "TitleKind": "catalog.models.Title.Kind",
        "WishDirection": "accounts.models.Steer.Direction",
        "WishKind": "accounts.models.Steer.Kind",
    },
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "netflixlike.schema.add_problems"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# Work in the background. Celery's reasons are in docs/decisions.md.
CELERY_BROKER_URL = environment.broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A connection that went silent is found out within half a minute instead of never.
    "socket_timeout": 15,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 10,
    # Longer than the longest task, or a late-acked one would run twice at the same time.
    "visibility_timeout": 60 * 60 * 3,
    "max_retries": 0,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "refresh"
CELERY_TASK_ROUTES = {
    "recommendations.tasks.train": {"queue": "training"},
    "catalog.tasks.package": {"queue": "media"},
    "catalog.tasks.clean_media": {"queue": "media"},
    # What somebody asked for and watches the progress of: never in the way of pages.
    **{
        f"accounts.tasks.{name}": {"queue": "data"}
        for name in ("export", "read_import", "write_import", "keep_short", "keep_to_retention")
    },
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "impressions": {"task": "accounts.tasks.take_in_impressions", "schedule": 5, "options": {"expires": 5}},
    "days of impressions": {"task": "accounts.tasks.keep_days", "schedule": 60 * 60, "options": {"expires": 60 * 60}},
    "what is kept for a while": {"task": "accounts.tasks.keep_short", "schedule": 60, "options": {"expires": 60}},
    "retention": {"task": "accounts.tasks.keep_to_retention", "schedule": 60 * 60, "options": {"expires": 60 * 60}},
    "sweep": {"task": "recommendations.tasks.sweep", "schedule": 10, "options": {"expires": 10}},
    "statistics": {"task": "recommendations.tasks.statistics", "schedule": 60, "options": {"expires": 60}},
    "videos": {"task": "catalog.tasks.sweep_videos", "schedule": 10, "options": {"expires": 10}},
    "files of videos": {"task": "catalog.tasks.clean_media", "schedule": 60, "options": {"expires": 60}},
    "train": {"task": "recommendations.tasks.train", "schedule": 60 * 60 * 6, "options": {"expires": 60 * 60}},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname:<7} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {"axes": {"level": "WARNING"}, "celery": {"level": "WARNING"}, "celery.apps.worker": {"level": "INFO"}},
}
