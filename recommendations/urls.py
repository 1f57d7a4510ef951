"""What to show next, and what there is to find."""

from django.urls import path

from recommendations.views import browse, eras, erasing, home, search, taste, titles, welcome, why

urlpatterns = [
    path("", home.home, name="home"),
    path("rows/", home.rows, name="rows"),
    path("welcome/", welcome.welcome, name="welcome"),
    path("title/<slug:slug>/", titles.title, name="title"),
    path("title/<slug:slug>/peek/", titles.peek, name="peek"),
    path("title/<slug:slug>/why/", why.why, name="why"),
    path("your-data/taste/", taste.taste, name="your-taste"),
    path("your-data/taste/wish/", taste.wish, name="wish"),
    path("title/<slug:slug>/after/", titles.after_title, name="after-title"),
    path("genres/", browse.genres, name="genres"),
    path("genre/<slug:slug>/", browse.genre, name="genre"),
    path("year/<int:year>/", eras.year, name="year"),
    path("decade/<int:decade>/", eras.decade, name="decade"),
    path("person/<slug:slug>/", browse.person, name="person"),
    path("your-data/erase/", erasing.erase, name="erase"),
    path("erased/<str:token>/", erasing.erased, name="erased"),
    path("search/", search.search, name="search"),
]
