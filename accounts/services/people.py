"""Accounts and profiles."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.choices import LEAST, Choices
from accounts.models import Consent, Profile, User
from accounts.models.people import KIDS_AGE, KIDS_MOST, PROFILES_PER_ACCOUNT
from accounts.services.changes import mark_taste_changed
from accounts.services.choices import choose
from accounts.services.erasure import erase_profile
from accounts.services.guards import check_loosening, check_making
from catalog.access import ADULT


@transaction.atomic
def sign_up(*, email: str, password: str, profile_name: str, choices: Choices | None = None) -> User:
    """Make an account with its first profile, and with what was decided about its data, if that was asked."""
    user = User(email=User.objects.normalize_email(email))
    user.set_password(password)
    user.full_clean()
    try:
        user.save()
    except IntegrityError as error:  # another request made it between the check and the write
        raise ValidationError({"email": _("There is an account with this e-mail address.")}) from error
    create_profile(user=user, name=profile_name, choices=choices, through=Consent.Through.SIGN_UP)
    return user


@transaction.atomic
def create_profile(
    *,
    user: User,
    name: str,
    is_kids: bool = False,
    avatar: str = Profile.Avatar.EMBER,
    age_limit: int | None = None,
    language: str = "",
    confirmed: bool = False,
    choices: Choices | None = None,
    through: str = Consent.Through.PROFILE,
) -> Profile:
    """Add a profile to an account; at most five, each with a name of its own.

    `confirmed`: the account's password was given. Without it, a profile that sees more than any that can be entered
    without a PIN raises `PasswordNeeded`. `choices` is what was decided about its data; for a child it is the least, if
    nobody says otherwise.
    """
    others = _locked_profiles(user)
    if len(others) >= PROFILES_PER_ACCOUNT:
        raise ValidationError(_("An account has at most %(most)d profiles.") % {"most": PROFILES_PER_ACCOUNT})
    if age_limit is None:
        age_limit = KIDS_AGE if is_kids else ADULT
    check_making(others, age_limit, confirmed=confirmed)
    profile = Profile(user=user, name=name.strip(), is_kids=is_kids, avatar=avatar, age_limit=age_limit)
    profile.language = language
    _check(profile)
    profile.save()
    if choices is None and is_kids:
        choices, through = LEAST, Consent.Through.CHILD
    if choices is not None:
        choose(profile=profile, through=through, **choices._asdict())
        profile.refresh_from_db()
    return profile


@transaction.atomic
def update_profile(
    *,
    profile: Profile,
    name: str,
    avatar: str,
    language: str,
    is_kids: bool,
    age_limit: int,
    confirmed: bool = False,
) -> Profile:
    """Change what a profile is. Other limits make another home page, and need the account's password where they let
    more be seen: `confirmed` says that it was given, else `PasswordNeeded` is raised."""
    held = Profile.objects.select_for_update(no_key=True).get(pk=profile.pk)
    check_loosening(held, is_kids=is_kids, age_limit=age_limit, confirmed=confirmed)
    has_other_limits = (held.is_kids, held.age_limit) != (is_kids, age_limit)
    held.name, held.avatar, held.language, held.is_kids, held.age_limit = (
        name.strip(),
        avatar,
        language,
        is_kids,
        age_limit,
    )
    _check(held)
    held.save(update_fields=["name", "avatar", "language", "is_kids", "age_limit"])
    if has_other_limits:
        mark_taste_changed(held.pk)
    return held


@transaction.atomic
def delete_profile(*, profile: Profile, name: str) -> None:
    """Erase a profile with all that it watched and said. `name` is typed by whoever wants that, so that it is no slip;
    the last profile of an account stays."""
    if name.strip().casefold() != profile.name.casefold():
        raise ValidationError({"name": ValidationError(_("This is not the profile's name."), code="name")})
    if len(_locked_profiles(profile.user)) == 1:
        raise ValidationError(_("An account keeps one profile at least."), code="last")
    erase_profile(profile=profile)


def _locked_profiles(user: User) -> list[Profile]:
    """The account's profiles. Its row is locked, so that two requests together cannot make a sixth."""
    User.objects.select_for_update().get(pk=user.pk)
    return list(Profile.objects.of(user))


def _check(profile: Profile) -> None:
    """Raises a `ValidationError` for what cannot be."""
    if profile.is_kids and profile.age_limit > KIDS_MOST:
        told = _("A child's profile is limited to %(most)d at most.") % {"most": KIDS_MOST}
        raise ValidationError({"age_limit": ValidationError(told, code="invalid")})
    profile.full_clean()
