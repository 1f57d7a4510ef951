"""What people type, checked before it reaches a service."""

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.models import Profile, User

PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class SignUpForm(forms.Form):
    """A new account and its first profile."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(label=_("Password"), widget=PASSWORD, strip=False, max_length=128)
    name = forms.CharField(
        label=_("Your name here"), max_length=40, help_text=_("What your profile is called. You can add more later.")
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, User(email=self.cleaned_data.get("email", "")))
        return password

    def save(self) -> User | None:
        """The new account, or none, with the reason among the form's errors."""
        data = self.cleaned_data
        try:
            return services.sign_up(email=data["email"], password=data["password"], profile_name=data["name"])
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
        label=_("For a child"), required=False, help_text=_("Shows only titles rated for children.")
    )

    def save(self, user: User, *, confirmed: bool = False) -> Profile | None:
        """The new profile, or none, with the reason among the form's errors."""
        try:
            return services.create_profile(user=user, confirmed=confirmed, **self.cleaned_data)
        except ValidationError as error:
            take_errors(self, error)
        except IntegrityError:
            self.add_error("name", _("This account has a profile of that name."))
        return None


def take_errors(form: forms.Form, error: ValidationError) -> None:
    """A service's refusal, at the fields it names or, where the form has no such field, above them all."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        for one in errors:
            form.add_error(field if field in form.fields else None, one)
