"""Accounts and profiles."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Profile, User
from accounts.models.people import KIDS_AGE, PROFILES_PER_ACCOUNT
from catalog.access import ADULT


@transaction.atomic
def sign_up(*, email: str, password: str, profile_name: str) -> User:
    """Make an account with its first profile."""
    user = User(email=User.objects.normalize_email(email))
    user.set_password(password)
    user.full_clean()
    try:
        user.save()
    except IntegrityError as error:  # another request made it between the check and the write
        raise ValidationError({"email": _("There is an account with this e-mail address.")}) from error
    create_profile(user=user, name=profile_name)
    return user


@transaction.atomic
def create_profile(
    *,
    user: User,
    name: str,
    is_kids: bool = False,
    avatar: str = Profile.Avatar.EMBER,
    age_limit: int | None = None,
) -> Profile:
    """Add a profile to an account; at most five, each with a name of its own."""
    # The account's row is locked, so that two requests together cannot make a sixth.
    User.objects.select_for_update().get(pk=user.pk)
    if user.profiles.count() >= PROFILES_PER_ACCOUNT:
        raise ValidationError(_("An account has at most %(most)d profiles.") % {"most": PROFILES_PER_ACCOUNT})
    if age_limit is None:
        age_limit = KIDS_AGE if is_kids else ADULT
    profile = Profile(user=user, name=name.strip(), is_kids=is_kids, avatar=avatar, age_limit=age_limit)
    profile.full_clean()
    profile.save()
    return profile
