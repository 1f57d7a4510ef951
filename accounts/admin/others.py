"""Lists of the libraries that sign people in: audited like ours. And what viewers decided, for those who may see it."""

from axes.admin import AccessAttemptAdmin, AccessFailureLogAdmin, AccessLogAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from knox.admin import AuthTokenAdmin
from knox.models import AuthToken

from accounts.admin.activity import Own
from accounts.admin.audit import Audited
from accounts.models import Consent, DataAccess

for model in (AccessAttempt, AccessLog, AccessFailureLog, AuthToken):
    admin.site.unregister(model)


@admin.register(AccessAttempt)
class AuditedAttemptAdmin(Audited, AccessAttemptAdmin):  # type: ignore[misc]  # axes has no types
    """Wrong passwords, and resetting them."""


@admin.register(AccessLog)
class AuditedLogAdmin(Audited, AccessLogAdmin):  # type: ignore[misc]
    """Who signed in."""


@admin.register(AccessFailureLog)
class AuditedFailureAdmin(Audited, AccessFailureLogAdmin):  # type: ignore[misc]
    """A log of wrong passwords, where the site keeps one."""


@admin.register(AuthToken)
class AuditedTokenAdmin(Audited, AuthTokenAdmin):  # type: ignore[misc]  # knox has no types
    """Devices of the API."""


@admin.register(Consent)
class ConsentAdmin(Own):
    """What viewers decided about their data, the latest first."""

    list_display = ["decided_at", "profile", "account", "choice", "value", "text_version", "through"]
    ordering = ["-pk"]


@admin.register(DataAccess)
class DataAccessAdmin(Own):
    """Who of the operators saw what of whom, the latest first. Viewers see their own on the site."""

    list_display = ["seen_at", "user", "profile", "operator_name", "operator_role", "kind", "what"]
    list_select_related = ["user", "profile__user"]
    search_fields = ["user__email"]
    ordering = ["-pk"]
