"""Pages of accounts and profiles, and the buttons on titles."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts.views import (
    actions,
    impressions,
    lists,
    managing,
    media,
    profiles,
    searches,
    session,
    watching,
    your_data,
)

urlpatterns = [
    path("sign-in/", session.SignInView.as_view(), name="sign-in"),
    path("sign-up/", session.sign_up, name="sign-up"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("profiles/", profiles.profiles, name="profiles"),
    path("profiles/add/", profiles.add, name="add-profile"),
    path("profiles/manage/", managing.manage, name="manage-profiles"),
    path("profiles/password/", managing.ask_password, name="confirm-password"),
    path("profiles/<int:pk>/", profiles.choose, name="choose-profile"),
    path("profiles/<int:pk>/open/", profiles.enter, name="open-profile"),
    path("profiles/<int:pk>/edit/", managing.edit, name="edit-profile"),
    path("profiles/<int:pk>/blocked/", managing.block, name="block-title"),
    path("profiles/<int:pk>/pin/", managing.pin, name="profile-pin"),
    path("profiles/<int:pk>/delete/", managing.delete, name="delete-profile"),
    path("my-list/", lists.my_list, name="my-list"),
    path("history/", lists.history, name="history"),
    path("your-data/", your_data.your_data, name="your-data"),
    path("your-data/activity/", your_data.activity, name="your-activity"),
    path("your-data/activity/hide/", your_data.hide, name="hide-activity"),
    path("your-data/activity/unhide/", your_data.unhide, name="unhide-activity"),
    path("your-data/activity/delete/", your_data.delete, name="delete-activity"),
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
    path("title/<slug:slug>/hidden/", actions.hidden, name="hidden-title"),
    path("title/<slug:slug>/dismiss/", actions.dismiss, name="dismiss"),
]
