"""Model versions: their figures, training, and going back to an earlier one."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from catalog.admin.base import ViewOnly
from recommendations.models import ModelVersion
from recommendations.queueing import request_training
from recommendations.versions import make_current


@admin.register(ModelVersion)
class ModelVersionAdmin(ViewOnly):
    """Nobody edits a version; whoever may change versions trains and rolls back."""

    list_display = ["name", "is_current", "interactions", "titles", "seconds", "trained_at", "activated_at"]
    ordering = ["-pk"]
    actions = ["make_current"]
    exclude = ["metrics"]
    readonly_fields = ["figures"]
    change_list_template = "admin/recommendations/versions.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        current = ModelVersion.objects.activated()
        versions = ModelVersion.objects.order_by("-pk")
        return versions.annotate(current_pk=Subquery(current.values("pk")[:1]))

    def get_urls(self) -> list[Any]:
        train = self.admin_site.admin_view(require_POST(self.train))
        return [path("train/", train, name="recommendations_modelversion_train"), *super().get_urls()]

    def has_operate_permission(self, request: HttpRequest) -> bool:
        """The right to change versions, which here means to choose and to make them."""
        return request.user.has_perm("recommendations.change_modelversion")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may_train = self.has_operate_permission(request)
        return super().changelist_view(request, {**(extra_context or {}), "may_train": may_train})

    def train(self, request: HttpRequest) -> HttpResponse:
        """Ask for a training; the data decide whether there is anything to learn."""
        if not self.has_operate_permission(request):
            raise PermissionDenied
        if request_training():
            self.message_user(request, gettext("A training was asked for. A new version appears here when it is done."))
        else:
            text = gettext("Nothing was asked for: it was a few minutes ago already, or the queue cannot be reached.")
            self.message_user(request, text, messages.WARNING)
        return redirect("admin:recommendations_modelversion_changelist")

    @admin.action(description=_("Make this the current model"), permissions=["operate"])
    def make_current(self, request: HttpRequest, queryset: QuerySet[ModelVersion]) -> None:
        versions = list(queryset[:2])
        if len(versions) != 1:
            self.message_user(request, gettext("Choose one version."), messages.ERROR)
        elif make_current(version=versions[0]):
            self.message_user(request, gettext("%s is the current model now.") % versions[0])
        else:
            self.message_user(request, gettext("The training of %s was not finished.") % versions[0], messages.ERROR)

    @admin.display(description=_("current"), boolean=True)
    def is_current(self, version: ModelVersion) -> bool:
        return bool(version.pk == version.current_pk)  # type: ignore[attr-defined]  # annotated

    @admin.display(description=_("figures"))
    def figures(self, version: ModelVersion) -> str:
        rows = format_html_join("", "<tr><th>{}</th><td>{}</td></tr>", _lines(version.metrics))
        return format_html("<table><tbody>{}</tbody></table>", rows) if version.metrics else gettext("none")


def _lines(figures: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Nested figures as lines, the names of the levels joined."""
    if isinstance(figures, dict):
        for key, value in figures.items():
            yield from _lines(value, f"{name} · {key}" if name else str(key))
    else:
        yield name, f"{figures:.4g}" if isinstance(figures, float) else figures
