"""The form of a video: what an operator may say of it, and what is checked before it is believed."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.media import ingest, sources
from catalog.media.reasons import RefusedError
from catalog.models import Episode, Title, Video

if TYPE_CHECKING:
    Form = forms.ModelForm[Video]
else:
    Form = forms.ModelForm
MARKS = ("intro_start", "intro_end", "recap_start", "recap_end")


class VideoForm(Form):
    """Of a film, or of an episode that is named by its season and number."""

    season = forms.IntegerField(label=_("Season"), required=False, min_value=0)
    number = forms.IntegerField(
        label=_("Episode"), required=False, min_value=0, help_text=_("Which episode, for a series; empty for a film.")
    )

    class Meta:
        model = Video
        fields = ["title", "path", "url", "duration", "poster", "credit", *MARKS]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "poster" in self.fields and self.instance.pk:
            self.fields["poster"] = forms.TypedChoiceField(
                label=_("Poster frame"),
                coerce=int,
                choices=_frames(self.instance),
                widget=forms.RadioSelect(attrs={"class": "frames"}),
            )

    def clean_path(self) -> str:
        path: str = self.cleaned_data["path"].strip()
        if path and "path" in self.changed_data:
            try:
                sources.located(path)
            except RefusedError as error:
                raise forms.ValidationError(str(error)) from error
        return path

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not ingest.allowed_url(url):
            hosts = ", ".join(settings.MEDIA_HOSTS) or gettext("none")
            raise forms.ValidationError(
                gettext("Only https addresses on the hosts of MEDIA_HOSTS are taken: %(hosts)s.") % {"hosts": hosts}
            )
        return url

    def clean(self) -> dict[str, Any]:
        super().clean()
        told = self.cleaned_data
        title = told.get("title")
        if self.instance._state.adding and title is not None:
            self.instance.episode = self._episode(title, told.get("season"), told.get("number"))
            # The form has no field for the episode, so the model's own constraint is not asked.
            if not self.errors and Video.objects.of(title, self.instance.episode).exists():
                self.add_error("title", gettext("There is a video of this already."))
        for name in ("intro", "recap"):
            if (told.get(f"{name}_start") is None) != (told.get(f"{name}_end") is None):
                self.add_error(f"{name}_end", gettext("A beginning and an end, or neither."))
        return told

    def _episode(self, title: Title, season: int | None, number: int | None) -> Episode | None:
        if not title.is_series:
            if season is not None or number is not None:
                self.add_error("season", gettext("This is a film."))
            return None
        if season is not None and number is not None:
            found = Episode.objects.filter(season__title=title, season__number=season, number=number)
            if episode := found.select_related("season").first():
                return episode
        self.add_error("number", gettext("Name a season and an episode that the series has."))
        return None


def _frames(video: Video) -> list[tuple[int, str]]:
    number = video.facts.get("posters", 0) if video.package else 0
    return [
        (
            one,
            format_html(
                '<img src="{}" alt="{}" width="160" loading="lazy">',
                reverse("admin:catalog_video_frame", args=[video.pk, video.package, one]),
                gettext("Frame %(number)d") % {"number": one},
            ),
        )
        for one in range(1, number + 1)
    ]
