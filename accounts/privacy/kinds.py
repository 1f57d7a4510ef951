"""What the rooms of accounts, and the libraries that sign people in, keep of a viewer."""

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from accounts.models import (
    Consent,
    DataAccess,
    DataExport,
    DeviceSession,
    Exposure,
    HistoryImport,
    ImportedRow,
    Impression,
    KeyedRequest,
    ListEntry,
    Look,
    Play,
    Profile,
    Rating,
    ReplacedToken,
    SearchQuery,
    Session,
    Steer,
    User,
    WatchState,
)
from accounts.privacy.registry import Person, by_email, of_accounts, of_profiles, registry
from accounts.privacy.traces import log_entries_about

ACCOUNT = _("Until the account is erased.")
PROFILE = _("Until the profile is erased.")
EVENTS = _("Until you delete it or the profile is erased, or for as many days as you chose.")
NOWHERE = _("Nowhere beyond this site's database.")
LEARNT = _("Into your page; into the shared model as numbers about titles, if you let it be learnt from.")
COUNTED = _("Into your page and, as a count without a name, into what is popular here.")


def _own_profiles(person: Person) -> "QuerySet[Any]":
    return Profile.objects.filter(pk__in=person.profile_ids)


def _own_account(person: Person) -> "QuerySet[Any]":
    return User.objects.filter(pk=person.user_id) if person.whole else User.objects.none()


def _accesses(person: Person) -> "QuerySet[Any]":
    rows = DataAccess.objects.filter(user=person.user_id)
    return rows if person.whole else rows.filter(profile__in=person.profile_ids)


def _exports(person: Person) -> "QuerySet[Any]":
    rows = DataExport.objects.filter(user=person.user_id)
    return rows if person.whole else rows.filter(profile__in=person.profile_ids)


registry.describe(
    User,
    "account",
    what=_("The account: what you sign in with."),
    why=_("To let you in, and nobody else."),
    kept=ACCOUNT,
    goes=NOWHERE,
    rows=_own_account,
    withheld=frozenset({"password"}),
    fields={
        "email": _("Your e-mail address, which you sign in with."),
        "password": _("A hash of your password, by which it can be checked and not read. Not in exports."),
        "last_login": _("When you signed in last."),
        "date_joined": _("When the account was made."),
        "is_active": _("Whether the account is open."),
        "is_staff": _("Whether you may enter the operators' side."),
        "is_superuser": _("Whether you may do everything there."),
        "groups": _("Groups of operators that you are in."),
        "user_permissions": _("Rights that you have there by yourself."),
    },
)
registry.describe(
    Profile,
    "profiles",
    what=_("Profiles: who watches."),
    why=_("To keep the histories of those who share an account apart, and children from what is not for them."),
    kept=PROFILE,
    goes=NOWHERE,
    rows=_own_profiles,
    withheld=frozenset({"pin"}),
    fields={
        "name": _("What the profile is called."),
        "avatar": _("Its colour."),
        "is_kids": _("Whether it is a child's."),
        "age_limit": _("For what age titles are shown."),
        "language": _("Language of its texts; empty for the browser's."),
        "pin": _("A hash of its PIN, if it has one. Not in exports."),
        "pin_tries": _("How often a wrong PIN was given since the last right one."),
        "pin_closed_until": _("Until when no further PIN is taken."),
        "blocked": _("Numbers of titles that it is not to meet."),
        "created_at": _("When it was made."),
        "welcomed_at": _("When it was first asked what it likes."),
        "taste_version": _("How often something happened that says something about taste: a count."),
        "taste_changed_at": _("When that was last."),
        "last_seen_at": _("When it was last here, to the hour: pages are kept fresh for those who come."),
        "personalised": _("Choice: make my page for me."),
        "uses_plays": _("Choice: learn from what I watch."),
        "keeps_searches": _("Choice: keep my searches."),
        "keeps_impressions": _("Choice: note what was on my screen."),
        "retention_days": _("Choice: after how many days events are deleted; empty for never."),
    },
)
registry.describe(
    Consent,
    "choices",
    what=_("What you decided about your data, each time that you did."),
    why=_("To be able to show what you agreed to, and when."),
    kept=PROFILE,
    goes=NOWHERE,
    rows=of_profiles(Consent),
    fields={
        "choice": _("Which choice."),
        "value": _("What you decided: on, off, a number of days, or always."),
        "text_version": _("Version of the words in which you were asked."),
        "through": _("Where you decided it."),
        "decided_at": _("When."),
    },
)
registry.describe(
    Play,
    "plays",
    what=_("What your players reported, and what you brought along: which title, how far."),
    why=_("Continue watching, your history, and what is popular here; your page, if you let it be learnt from."),
    kept=EVENTS,
    goes=COUNTED,
    rows=of_profiles(Play),
    fields={
        "position": _("Seconds into the title."),
        "duration": _("Its length in seconds."),
        "watched": _("Seconds really played."),
        "device": _("Kind of device."),
        "session": _("A random number of one viewing, which the player made."),
        "client_id": _("A random number of the report, so that it counts once; of imports, made from your file."),
        "happened_at": _("When, by the device's clock."),
        "received_at": _("When it was written down."),
    },
)
registry.describe(
    WatchState,
    "watching",
    what=_("Where you stand in each film or episode: what your plays add up to."),
    why=_("Continue watching, your history, and your page, if you let it be learnt from."),
    kept=EVENTS,
    goes=LEARNT,
    rows=of_profiles(WatchState),
    fields={
        "position": _("Seconds into the title."),
        "duration": _("Its length in seconds."),
        "watched": _("Seconds really played."),
        "furthest": _("The largest share that you saw, 0 to 1."),
        "plays": _("How often you began it."),
        "first_at": _("When you first played it."),
        "last_at": _("When you last did."),
        "finished_at": _("When you finished it."),
        "dismissed_at": _("When you took it off Continue watching."),
    },
)
registry.describe(
    Rating,
    "ratings",
    what=_("Thumbs: yours, those of your first picks (row “picks”), and those that you brought along (row “import”)."),
    why=_("To show them to you, to leave out what you dislike, and for your page, if you want one of your own."),
    kept=_("Until you take the thumb back or the profile is erased."),
    goes=LEARNT,
    rows=of_profiles(Rating),
    fields={"value": _("-1 down, 1 up, 2 love."), "rated_at": _("When.")},
)
registry.describe(
    Steer,
    "wishes",
    what=_("What you want more of, less of, or nothing of."),
    why=_("So that your page obeys."),
    kept=_("Until you take the wish back or the profile is erased."),
    goes=_("Into your page."),
    rows=of_profiles(Steer),
    fields={
        "kind": _("Genre, decade, person, or genre in a decade."),
        "key": _("Which."),
        "direction": _("More, less, or not me."),
        "made_at": _("When you said so."),
    },
)
registry.describe(
    Look,
    "looks",
    what=_("Titles whose page you opened; the latest time each."),
    why=_("A faint sign of interest, for your page. Not noted unless you let plays be learnt from."),
    kept=EVENTS,
    goes=_("Into your page."),
    rows=of_profiles(Look),
    fields={"times": _("How often."), "last_at": _("When last.")},
)
registry.describe(
    ListEntry,
    "my_list",
    what=_("My List."),
    why=_("To keep it for you, and for your page."),
    kept=_("Until you take it off the list or the profile is erased."),
    goes=NOWHERE,
    rows=of_profiles(ListEntry),
    fields={"added_at": _("When you put it there.")},
)
registry.describe(
    SearchQuery,
    "searches",
    what=_("What you searched for and what it led to. Not kept unless you want it."),
    why=_("To offer it again, and for your page for a week."),
    kept=EVENTS,
    goes=_("Into your page."),
    rows=of_profiles(SearchQuery),
    fields={
        "text": _("The words."),
        "results": _("How many titles were found."),
        "opened": _("Which title you opened from it."),
        "found": _("Numbers of the first titles that were found."),
        "searched_at": _("When."),
    },
)
registry.describe(
    Impression,
    "impressions",
    what=_("What was on your screen, card by card. Not noted unless you want it."),
    why=_("To let what you see often and never choose make room, and to learn which rows lead to something."),
    kept=_("90 days, if the site says nothing else (IMPRESSION_DAYS), or fewer if you chose so."),
    goes=_("Into the counts of what you were shown, below; before that, for seconds, into a queue in Valkey."),
    rows=of_profiles(Impression),
    fields={
        "row": _("In which row of the page."),
        "row_place": _("Where that row was, from 0."),
        "place": _("Where the card was in it, from 0."),
        "page": _("Version of the page that was shown."),
        "model": _("Number of the model that the page was made with."),
        "day": _("Day, in UTC."),
        "shown_at": _("When."),
        "arm": _("Arm of an experiment, if there was one."),
    },
)
registry.describe(
    Exposure,
    "shown",
    what=_("How often each title was on your screen lately."),
    why=_("To let what you see often and never choose make room."),
    kept=EVENTS,
    goes=_("Into your page."),
    rows=of_profiles(Exposure),
    fields={"shown": _("In how many visits to the page."), "last_at": _("When last.")},
)
registry.describe(
    DataAccess,
    "seen_by_operators",
    what=_("Which operator saw something of yours on the operators' side."),
    why=_("So that you know."),
    kept=ACCOUNT,
    goes=NOWHERE,
    rows=_accesses,
    withheld=frozenset({"operator"}),
    fields={
        "operator": _("Number of the operator's account. Not in exports: name and role say who it was."),
        "operator_name": _("The operator's name."),
        "operator_role": _("In what capacity."),
        "kind": _("On what kind of page."),
        "what": _("What was seen."),
        "seen_at": _("When."),
    },
)
registry.describe(
    DataExport,
    "exports",
    what=_("Exports that you asked for."),
    why=_("To make them, show how far they are, and hand them to you alone."),
    kept=_("A day, with its file."),
    goes=_("The file lies in the site's private storage."),
    rows=_exports,
    withheld=frozenset({"claim", "file"}),
    fields={
        "file": _("Where the file lies: a name that cannot be guessed. Not in exports."),
        "size": _("Its size in bytes."),
        "expires_at": _("Until when it can be fetched."),
        "language": _("The language that its words are in."),
        "state": _("How far it is."),
    },
)
registry.describe(
    HistoryImport,
    "imports",
    what=_("Files of your own history that you brought along."),
    why=_("To read them, show how far that is, and tell what came of it."),
    kept=_("30 days; the file itself until it is written or given up, a day at the most."),
    goes=_("The file lies in the site's private storage until then."),
    rows=of_profiles(HistoryImport),
    withheld=frozenset({"claim", "file"}),
    fields={
        "kind": _("Viewing activity or ratings."),
        "file": _("Where the file lies: a name that cannot be guessed. Not in exports."),
        "name": _("What you called the file."),
        "dates": _("How dates are written in it."),
        "owner": _("Which profile in the file is meant."),
        "owners": _("Profiles that are named in it."),
        "problem": _("Why it could not be read."),
        "complaints": _("Lines that could not be read, and why."),
        "bad": _("How many those are."),
        "passed_over": _("How many lines were trailers and the like."),
        "plays": _("How many plays it added."),
        "thumbs": _("How many thumbs it added or changed."),
    },
)
registry.describe(
    ImportedRow,
    "imported_rows",
    what=_("Lines of such a file while you look through them."),
    why=_("To show you what they are taken for before anything is written."),
    kept=_("Until the import is written or given up, a day at the most."),
    goes=_("Into plays and thumbs, once you say so."),
    rows=of_profiles(ImportedRow, "source__profile"),
    fields={
        "source": _("Which import."),
        "line": _("Line of the file."),
        "owner": _("Profile that the file names."),
        "text": _("Title as the file has it."),
        "name": _("The part of that which names a film or a series."),
        "year": _("Year as the file has it."),
        "at": _("When you watched or rated it."),
        "thumb": _("The thumb that the rating stands for."),
        "seconds": _("How long you watched, if the file says so."),
        "outcome": _("Matched, doubtful or unknown."),
        "candidates": _("Numbers of titles that it may be."),
    },
)
registry.describe(
    Session,
    "browsers",
    what=_("Browsers that are signed in."),
    why=_("To keep you signed in."),
    kept=_("60 days after you signed in there, or until you sign out."),
    goes=_("Your browser has the key in a cookie."),
    rows=of_accounts(Session),
    withheld=frozenset({"session_key", "session_data"}),
    fields={
        "session_key": _("The key in the browser's cookie. Whoever has it is signed in: not in exports."),
        "session_data": _("Whose session it is and which profile it watches as, signed. Not in exports."),
        "expire_date": _("When it ends."),
    },
)
registry.describe(
    DeviceSession,
    "devices",
    what=_("Devices that are logged in to the API."),
    why=_("To show you where you are logged in, and let you end it."),
    kept=_("60 days after the device's last use, or until it is logged out."),
    goes=NOWHERE,
    rows=of_accounts(DeviceSession),
    withheld=frozenset({"token"}),
    fields={
        "id": _("A random number of the device."),
        "token": _("Which token it has now. Not in exports."),
        "name": _("What the device calls itself."),
        "device": _("Kind of device."),
        "began_at": _("When it logged in."),
        "last_used_at": _("When it was last in use, to the hour."),
    },
)
registry.describe(
    AuthToken,
    "device_tokens",
    what=_("Tokens of these devices."),
    why=_("To keep them logged in."),
    kept=_("60 days after their last use, or until they are replaced or log out."),
    goes=_("The device has the token."),
    rows=of_accounts(AuthToken),
    withheld=frozenset({"digest", "token_key"}),
    fields={
        "digest": _("A hash of the token, by which it can be checked and not read. Not in exports."),
        "token_key": _("The token's first letters, by which it is found. Not in exports."),
        "created": _("When the device got it."),
        "expiry": _("When it ends."),
    },
)
registry.describe(
    ReplacedToken,
    "replaced_tokens",
    what=_("Tokens that devices had before."),
    why=_("To notice when somebody uses a copy of one, and end that session."),
    kept=_("60 days, or until the device is logged out."),
    goes=NOWHERE,
    rows=of_accounts(ReplacedToken, "session__user"),
    withheld=frozenset({"digest"}),
    fields={
        "digest": _("A hash of the token. Not in exports."),
        "session": _("Which device had it."),
        "replaced_at": _("When it was replaced."),
    },
)
registry.describe(
    KeyedRequest,
    "keyed_requests",
    what=_("What was answered to requests that your devices may have to send again."),
    why=_("To do what is asked for once, however often it is asked because an answer was lost."),
    kept=_("A day, or until one of your profiles is erased."),
    goes=NOWHERE,
    rows=of_accounts(KeyedRequest),
    fields={
        "operation": _("What was asked for."),
        "key": _("What your device called the request."),
        "digest": _("A hash of what was sent, to know it again."),
        "status": _("What became of it, as a number."),
        "answer": _("What was answered."),
        "location": _("Where what was made is found."),
        "created_at": _("When it was answered."),
    },
)
ATTEMPT: dict[str, Any] = {
    "username": _("The e-mail address that was typed."),
    "ip_address": _("From which network address."),
    "user_agent": _("With which browser, as it calls itself."),
    "http_accept": _("What kinds of answers it takes."),
    "path_info": _("At which address of the site."),
    "attempt_time": _("When."),
}
SIGNING_IN = {
    "why": _("To lock out who guesses at passwords."),
    "kept": _("Until the account is erased, or for the days that the operator keeps the log."),
    "goes": NOWHERE,
}
registry.describe(
    AccessAttempt,
    "failed_sign_ins",
    what=_("Wrong passwords for your e-mail address, whoever typed them."),
    rows=by_email(AccessAttempt),
    fields={
        **ATTEMPT,
        "get_data": _("What stood in the address."),
        "post_data": _("What stood in the form; passwords are struck out."),
        "failures_since_start": _("How often."),
    },
    **SIGNING_IN,
)
registry.describe(
    AccessLog,
    "sign_ins",
    what=_("When somebody signed in with your e-mail address."),
    rows=by_email(AccessLog),
    withheld=frozenset({"session_hash"}),
    fields={
        **ATTEMPT,
        "logout_time": _("When they signed out."),
        "session_hash": _("A hash of the session's key. Not in exports."),
    },
    **SIGNING_IN,
)
registry.describe(
    AccessFailureLog,
    "failed_sign_ins_log",
    what=_("A log of wrong passwords, on sites that keep one; ours does not, unless its operator switches it on."),
    rows=by_email(AccessFailureLog),
    fields={**ATTEMPT, "locked_out": _("Whether that address was locked out then.")},
    **SIGNING_IN,
)
registry.describe(
    LogEntry,
    "changes_by_operators",
    what=_("What operators changed about you, and, if you are one, what you changed."),
    why=_("So that it can be told who changed what."),
    kept=_("Until the account is erased; then the entry stays without a name, a number or a text."),
    goes=NOWHERE,
    rows=log_entries_about,
    withheld=frozenset({"user"}),
    fields={
        "user": _("The operator. Not in exports."),
        "action_time": _("When."),
        "content_type": _("Kind of thing that was changed."),
        "object_id": _("Its number."),
        "object_repr": _("What it is called."),
        "action_flag": _("1 added, 2 changed, 3 deleted."),
        "change_message": _("Which fields."),
    },
)
