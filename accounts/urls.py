"""Pages of accounts and profiles, and the buttons on titles."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts.views import actions, impressions, lists, media, profiles, searches, session, watching

urlpatterns = [
    path("sign-in/", session.SignInView.as_view(), name="sign-in"),
    path("sign-up/", session.sign_up, name="sign-up"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("profiles/", profiles.profiles, name="profiles"),
    path("profiles/add/", profiles.add, name="add-profile"),
    path("profiles/<int:pk>/", profiles.choose, name="choose-profile"),
    path("my-list/", lists.my_list, name="my-list"),
    path("history/", lists.history, name="history"),
    path("watch/<slug:slug>/", watching.watch, name="watch"),
    path("watch/<slug:slug>/playback/", watching.playback, name="playback"),
    path("media/<str:ticket>/<str:name>", media.media, name="media"),
    path("profiles/<int:pk>/plays/", watching.plays, name="plays"),
    path("impressions/", impressions.impressions, name="impressions"),
    path("search/settled/", searches.settled, name="search-settled"),
    path("search/forget/", searches.forget, name="search-forget"),
    path("title/<slug:slug>/rate/", actions.rate, name="rate"),
    path("title/<slug:slug>/list/", actions.toggle_list, name="toggle-list"),
    path("title/<slug:slug>/watched/", actions.watched, name="watched"),
    path("title/<slug:slug>/dismiss/", actions.dismiss, name="dismiss"),
]
