"""What people type about a profile that is there already."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import languages, services
from accounts.forms import take_errors
from accounts.models import Profile
from accounts.models.people import KIDS_AGE
from accounts.services.pins import PIN
from catalog.access import ADULT
from catalog.models import MaturityRating

PASSWORD = forms.PasswordInput(attrs={"autocomplete": "current-password"})
PIN_INPUT = {"autocomplete": "off", "inputmode": "numeric", "pattern": "[0-9]{4,6}", "maxlength": 6}
LONGEST_PASSWORD = 128


class EditProfileForm(forms.Form):
    """Name, picture, language and limits."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=40)
    avatar = forms.ChoiceField(label=gettext_lazy("Picture"), choices=Profile.Avatar, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=languages.offered, required=False)
    is_kids = forms.BooleanField(
        label=gettext_lazy("For a child"),
        required=False,
        help_text=gettext_lazy("A simpler home with larger pictures, and only titles rated for up to 12 years."),
    )
    age_limit = forms.TypedChoiceField(label=gettext_lazy("Maturity limit"), coerce=int)

    def __init__(self, profile: Profile, data: Any = None) -> None:
        names = ("name", "avatar", "language", "is_kids", "age_limit")
        super().__init__(data, initial={name: getattr(profile, name) for name in names})
        self.profile = profile
        self.fields["age_limit"].choices = limits(profile.age_limit)  # type: ignore[attr-defined]

    def save(self, *, confirmed: bool) -> Profile | None:
        """The profile as it is now; none with the reason among the form's errors. Raises `PasswordNeeded`."""
        try:
            return services.update_profile(profile=self.profile, confirmed=confirmed, **self.cleaned_data)
        except ValidationError as error:
            take_errors(self, error)
        except IntegrityError:  # another request took the name in between
            self.add_error("name", _("This account has a profile of that name."))
        return None


def limits(now: int) -> list[tuple[int, str]]:
    """The ages that a limit can be set to: those of the catalogue's ratings, each with what it lets in. One query."""
    ratings = list(MaturityRating.objects.values_list("minimum_age", "code"))
    ages = sorted({KIDS_AGE, now, *(age for age, _code in ratings)} - {ADULT})
    offered = []
    for age in (age for age in ages if age < ADULT):
        codes = ", ".join(code for minimum, code in ratings if minimum <= age)
        told = _("Up to %(age)d years (%(codes)s)") if codes else _("Up to %(age)d years")
        offered.append((age, told % {"age": age, "codes": codes}))
    return [*offered, (ADULT, _("No limit"))]


class PinForm(forms.Form):
    """A PIN to enter by, or a new one."""

    pin = forms.RegexField(
        PIN,
        label=gettext_lazy("PIN"),
        widget=forms.PasswordInput(attrs=PIN_INPUT),
        help_text=gettext_lazy("Four to six digits."),
        error_messages={"invalid": gettext_lazy("A PIN has four to six digits.")},
    )


class PasswordForm(forms.Form):
    """The account's password, once more."""

    password = forms.CharField(
        label=gettext_lazy("Password of the account"), widget=PASSWORD, strip=False, max_length=LONGEST_PASSWORD
    )


class DeleteProfileForm(forms.Form):
    """The profile's name, typed by whoever wants it gone."""

    name = forms.CharField(
        label=gettext_lazy("Type its name to confirm"), max_length=40, widget=forms.TextInput({"autocomplete": "off"})
    )
