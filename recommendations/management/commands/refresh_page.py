"""Making stored pages anew on demand."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from recommendations import training
from recommendations.management.pages import make_pages


class Command(BaseCommand):
    help = "Makes the stored pages of some profiles anew, here and now. Ends with 1 if one of them does not exist."

    def add_arguments(self, parser: CommandParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("profile_ids", nargs="*", type=int, default=[], metavar="PROFILE_ID")
        whose.add_argument("--email", help="all profiles of the account with this address")
        whose.add_argument("--all-active", action="store_true", help="every profile that was here in the last 30 days")

    def handle(self, *args: Any, profile_ids: list[int], email: str | None, all_active: bool, **options: Any) -> None:
        ids = _profiles_of(email) if email else training.active_profiles() if all_active else profile_ids
        ends = make_pages(ids)
        self.stdout.write(f"{ends['stored']} pages made")
        if ends["superseded"]:
            self.stdout.write(f"{ends['superseded']} left alone, because a worker made newer ones meanwhile")
        if ends["gone"]:
            raise CommandError(f"{ends['gone']} of these profiles do not exist.")


def _profiles_of(email: str) -> list[int]:
    try:
        user = User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        raise CommandError(f"There is no account with the address {email}.") from None
    return list(user.profiles.values_list("pk", flat=True))
