"""The REST API's table of contents."""

from typing import Any, NoReturn

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.api import (
    activity,
    blocked,
    choices,
    devices,
    exports,
    imports,
    impressions,
    opening,
    playback,
    plays,
    profiles,
    sessions,
    steers,
    taste,
)
from recommendations.api import habits, home, picks, search, titles, why


@extend_schema(exclude=True)
class NowhereView(APIView):
    """Whatever is not an address of the API."""

    authentication_classes = ()
    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        raise NotFound


of_a_profile: list[URLPattern | URLResolver] = [
    path("key", opening.ProfileKeyView.as_view(), name="api-profile-key"),
    path("pin", opening.PinView.as_view(), name="api-pin"),
    path("blocked", blocked.BlockedTitlesView.as_view(), name="api-blocked"),
    path("blocked/<int:title>", blocked.BlockedTitleView.as_view(), name="api-blocked-title"),
    path("home", home.HomeView.as_view(), name="api-home"),
    path("continue-watching", home.ContinueWatchingView.as_view(), name="api-continue-watching"),
    path("continue-watching/<int:title>", home.ContinueWatchingEntryView.as_view(), name="api-continue-watching-entry"),
    path("taste", habits.TasteView.as_view(), name="api-taste"),
    path("picks", picks.PicksView.as_view(), name="api-picks"),
    path("titles", titles.TitlesView.as_view(), name="api-titles"),
    path("titles/<int:title>", titles.TitleView.as_view(), name="api-title"),
    path("titles/<int:title>/playback", playback.PlaybackView.as_view(), name="api-playback"),
    path("titles/<int:title>/look", taste.LookView.as_view(), name="api-look"),
    path("impressions", impressions.ImpressionsView.as_view(), name="api-impressions"),
    path("genres", titles.GenresView.as_view(), name="api-genres"),
    path("search", search.SearchView.as_view(), name="api-search"),
    path("suggestions", search.SuggestionsView.as_view(), name="api-suggestions"),
    path("searches", search.SearchesView.as_view(), name="api-searches"),
    path("searches/<int:search>", search.OneSearchView.as_view(), name="api-one-search"),
    path("plays", plays.PlaysView.as_view(), name="api-plays"),
    path("plays/<uuid:client_id>", plays.PlayView.as_view(), name="api-play"),
    path("activity", activity.ActivityView.as_view(), name="api-activity"),
    path("activity/hide", activity.HideView.as_view(), name="api-activity-hide"),
    path("activity/unhide", activity.UnhideView.as_view(), name="api-activity-unhide"),
    path("activity/delete", activity.DeleteView.as_view(), name="api-activity-delete"),
    path("activity/entries/<str:entry>", activity.EntryView.as_view(), name="api-activity-entry"),
    path("activity/entries/<str:entry>/hidden", activity.HiddenEntryView.as_view(), name="api-activity-entry-hidden"),
    path("titles/<int:title>/why", why.WhyView.as_view(), name="api-why"),
    path("titles/<int:title>/hidden", activity.HiddenTitleView.as_view(), name="api-title-hidden"),
    path("wishes", steers.WishesView.as_view(), name="api-wishes"),
    path("wishes/<str:kind>/<str:key>", steers.WishView.as_view(), name="api-wish"),
    path("history", plays.HistoryView.as_view(), name="api-history"),
    path("choices", choices.ChoicesView.as_view(), name="api-choices"),
    path("audit", choices.AuditView.as_view(), name="api-audit"),
    path("imports", imports.ImportsView.as_view(), name="api-imports"),
    path("imports/<int:import_id>", imports.ImportView.as_view(), name="api-import"),
    path("imports/<int:import_id>/titles", imports.ImportTitlesView.as_view(), name="api-import-titles"),
    path("imports/<int:import_id>/decisions", imports.ImportDecisionsView.as_view(), name="api-import-decisions"),
    path("imports/<int:import_id>/write", imports.WriteImportView.as_view(), name="api-import-write"),
    path("erase", exports.EraseProfileView.as_view(), name="api-erase-profile"),
    path("ratings", taste.RatingsView.as_view(), name="api-ratings"),
    path("ratings/<int:title>", taste.RatingView.as_view(), name="api-rating"),
    path("list", taste.MyListView.as_view(), name="api-list"),
    path("list/<int:title>", taste.MyListEntryView.as_view(), name="api-list-entry"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-up", sessions.SignUpView.as_view(), name="api-sign-up"),
    path("log-in", sessions.LogInView.as_view(), name="api-log-in"),
    path("log-out", sessions.LogOutView.as_view(), name="api-log-out"),
    path("log-out-everywhere", sessions.LogOutEverywhereView.as_view(), name="api-log-out-everywhere"),
    path("token", devices.TokenView.as_view(), name="api-token"),
    path("devices", devices.DevicesView.as_view(), name="api-devices"),
    path("devices/<uuid:device>", devices.DeviceView.as_view(), name="api-device"),
    path("account-key", opening.AccountKeyView.as_view(), name="api-account-key"),
    path("profiles", profiles.ProfilesView.as_view(), name="api-profiles"),
    path("profiles/<int:profile>", profiles.OneProfileView.as_view(), name="api-profile"),
    path("profiles/<int:profile>/", include(of_a_profile)),
    path("exports", exports.ExportsView.as_view(), name="api-exports"),
    path("exports/<int:export_id>", exports.ExportView.as_view(), name="api-export"),
    path("exports/<int:export_id>/file", exports.ExportFileView.as_view(), name="api-export-file"),
    path("erase", exports.EraseAccountView.as_view(), name="api-erase-account"),
    path("schema", SpectacularAPIView.as_view(), name="schema"),
    path("docs", SpectacularSwaggerSplitView.as_view(template_name="api/docs.html"), name="api-docs"),
    re_path("", NowhereView.as_view(), name="api-nowhere"),
]
