"""Caption tracks, as part of their video's page."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import StackedInline
from catalog.media.captions import LARGEST, cleaned
from catalog.media.languages import UNKNOWN, language_of, name_of
from catalog.media.reasons import RefusedError
from catalog.models import Caption, Video

if TYPE_CHECKING:
    Form = forms.ModelForm[Caption]
    FormSet = forms.BaseInlineFormSet[Caption, Video, "CaptionForm"]
    File = UploadedFile[Any]
else:
    Form, FormSet, File = forms.ModelForm, forms.BaseInlineFormSet, UploadedFile


class CaptionForm(Form):
    """A track with its file, of which only the cleaned text is kept."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("SubRip (.srt) or WebVTT (.vtt); it takes the place of the text.")
    )

    class Meta:
        model = Caption
        fields = ["language", "label", "kind", "is_default"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].required = False

    def clean_language(self) -> str:
        language = language_of(self.cleaned_data["language"])
        if language == UNKNOWN:
            raise forms.ValidationError(gettext("This is no code of a language, such as en or pt-BR."))
        return language

    def clean_file(self) -> str:
        """The text of the file; of none, the text that is there."""
        file: File | None = self.cleaned_data["file"]
        if file is None:
            if not self.instance.text:
                raise forms.ValidationError(gettext("A new track needs a file."))
            return self.instance.text
        try:
            return cleaned(file.read(LARGEST + 1))
        except RefusedError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        super().clean()
        told = self.cleaned_data
        if not told.get("label"):
            told["label"] = name_of(told.get("language", ""))[:60]
        return told

    def save(self, commit: bool = True) -> Caption:
        # Whoever edits a track that came with the file wants it to stay as it is now.
        self.instance.text, self.instance.is_embedded = self.cleaned_data["file"], False
        return super().save(commit)

    def validate_constraints(self) -> None:
        """Which track is the default one, all tracks say together."""
        try:
            self.instance.validate_constraints(exclude={"is_default", *self.errors})
        except forms.ValidationError as error:
            self.add_error(None, error)


class CaptionFormSet(FormSet):
    """All tracks of a video."""

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms]
        if sum(bool(getattr(form, "cleaned_data", {}).get("is_default")) for form in kept) > 1:
            raise forms.ValidationError(gettext("Only one track can be shown unless a viewer chooses."))

    def save(self, commit: bool = True) -> Any:
        if self.has_changed():
            # So that it may pass from one track to another, in whatever order they are written.
            self.instance.captions.filter(is_default=True).update(is_default=False)
            for form in self.initial_forms:
                if form.cleaned_data.get("is_default") and not form.has_changed():
                    Caption.objects.filter(pk=form.instance.pk).update(is_default=True)
        return super().save(commit)


class CaptionInline(StackedInline):
    """The tracks of a video."""

    model = Caption
    form, formset = CaptionForm, CaptionFormSet  # type: ignore[assignment]  # of this form alone
    fields = [("language", "label", "kind"), "file", "is_default", "came_from"]
    readonly_fields = ["came_from"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).order_by("language", "pk")

    @admin.display(description=_("comes from"))
    def came_from(self, caption: Caption) -> str:
        if not caption.pk:
            return ""
        return gettext("the video's file") if caption.is_embedded else gettext("an operator")
