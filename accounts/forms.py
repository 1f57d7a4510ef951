"""What people type, checked before it reaches a service."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import choices, services
from accounts.choices import EVERYTHING, Choices, choices_of
from accounts.models import Profile, User

ALWAYS = "always"  # events that are kept until their viewer deletes them
PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class Learning(forms.ChoiceField):
    """The one question about data that is asked before anything is kept; each part can be decided later."""

    MINE, PLAIN = "mine", "plain"
    WAYS: dict[str, Choices] = {MINE: EVERYTHING, PLAIN: choices.PLAIN}

    def __init__(self, **options: Any) -> None:
        mine = _("A page made for me. The site learns from what I watch, search for and see here.")
        plain = _("A plain page with what is popular and new. Nothing is learnt from me.")
        super().__init__(
            label=_("What may this site do with what you watch?"),
            choices=[(self.MINE, mine), (self.PLAIN, plain)],
            widget=forms.RadioSelect,
            help_text=_("You can decide each part by itself later, under Your data, and change your mind at any time."),
            error_messages={"required": _("Choose one of the two.")},
            **options,
        )


class SignUpForm(forms.Form):
    """A new account and its first profile."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(label=_("Password"), widget=PASSWORD, strip=False, max_length=128)
    name = forms.CharField(
        label=_("Your name here"), max_length=40, help_text=_("What your profile is called. You can add more later.")
    )
    learning = Learning()

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, User(email=self.cleaned_data.get("email", "")))
        return password

    def save(self) -> User | None:
        """The new account, or none, with the reason among the form's errors."""
        data = self.cleaned_data
        try:
            return services.sign_up(
                email=data["email"],
                password=data["password"],
                profile_name=data["name"],
                choices=Learning.WAYS[data["learning"]],
            )
        except ValidationError as error:
            take_errors(self, error)
        except IntegrityError:  # another request made it between the check and the write
            self.add_error("email", _("There is an account with this e-mail address."))
        return None


class ProfileForm(forms.Form):
    """A further profile of an account."""

    name = forms.CharField(label=_("Name"), max_length=40)
    avatar = forms.ChoiceField(
        label=_("Picture"), choices=Profile.Avatar, initial=Profile.Avatar.FOX, widget=forms.RadioSelect
    )
    is_kids = forms.BooleanField(
        label=_("For a child"),
        required=False,
        help_text=_("Shows only titles rated for children, and keeps as little as can be."),
    )
    learning = Learning(required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("is_kids") and not data.get("learning") and "learning" not in self.errors:
            self.add_error("learning", Learning().error_messages["required"])
        return data

    def save(self, user: User, *, confirmed: bool = False) -> Profile | None:
        """The new profile, or none, with the reason among the form's errors."""
        try:
            data = dict(self.cleaned_data)
            learning = data.pop("learning")
            # A child has the least, whatever is ticked: it is decided on the child's own page.
            decided = None if data["is_kids"] else Learning.WAYS[learning]
            return services.create_profile(user=user, choices=decided, confirmed=confirmed, **data)
        except ValidationError as error:
            take_errors(self, error)
        except IntegrityError:
            self.add_error("name", _("This account has a profile of that name."))
        return None


class ChoicesForm(forms.Form):
    """What a viewer decides about their data. The words are those of `accounts.choices`."""

    personalised = forms.BooleanField(required=False)
    uses_plays = forms.BooleanField(required=False)
    keeps_searches = forms.BooleanField(required=False)
    keeps_impressions = forms.BooleanField(required=False)
    retention_days = forms.ChoiceField(label=_("Keep what I did for"), required=False)

    def __init__(self, data: Any, *, profile: Profile) -> None:
        held = choices_of(profile)
        days = ALWAYS if held.retention_days is None else str(held.retention_days)
        super().__init__(data, initial={**held._asdict(), "retention_days": days})
        offered = sorted({*choices.MEANT, *([held.retention_days] if held.retention_days else [])})
        ways = [(str(one), ngettext("%(number)d day", "%(number)d days", one) % {"number": one}) for one in offered]
        self.fields["retention_days"].choices = [(ALWAYS, _("Until I delete it")), *ways]  # type: ignore[attr-defined]
        for name, text in choices.TEXTS.items():
            self.fields[name].label = text.label

    def decided(self) -> dict[str, Any]:
        """What `services.choose` takes."""
        days = self.cleaned_data["retention_days"]
        return {**self.cleaned_data, "retention_days": None if days in {"", ALWAYS} else int(days)}


class UploadForm(forms.Form):
    """A file of one's own history."""

    file = forms.FileField(
        label=_("File"), max_length=120, widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"})
    )
    dates = forms.ChoiceField(
        label=_("Dates in it"),
        required=False,
        choices=[
            ("", _("Find out by itself")),
            ("day", _("Day first: 31/12/2025")),
            ("month", _("Month first: 12/31/2025")),
        ],
    )


class ErasureForm(forms.Form):
    """Whoever erases something types what it is, and their password for the account as a whole."""

    typed = forms.CharField(
        max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *arguments: Any, expected: str, label: str, check: Any = None, **options: Any) -> None:
        """`check` says whether a password is the right one; none is asked for without it."""
        super().__init__(*arguments, **options)
        self.expected, self.check = expected, check
        self.fields["typed"].label = label
        if check is None:
            del self.fields["password"]

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"].strip()
        if typed.casefold() != self.expected.casefold():
            raise ValidationError(_("This is not what it says."))
        return typed

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if "typed" in self.cleaned_data and not self.check(password):
            raise ValidationError(_("This is not your password."))
        return password


def take_errors(form: forms.Form, error: ValidationError) -> None:
    """A service's refusal, at the fields it names or, where the form has no such field, above them all."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        for one in errors:
            form.add_error(field if field in form.fields else None, one)
