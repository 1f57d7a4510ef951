"""A person with a trace in every place that keeps something of viewers."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import files, intake, services
from accounts.access import SESSION_KEY
from accounts.choices import EVERYTHING
from accounts.models import DataAccess, DataExport, HistoryImport, ImportedRow, KeyedRequest, Profile, Steer, User
from accounts.services import Shown
from catalog.models import Title
from catalog.queueing import send
from recommendations import pipeline, queueing
from tests.factories import make_titles, watch

# Numbers and words that stand for nobody and nothing else in a test.
FIRST_USER, FIRST_PROFILE = 77_001_001, 88_002_001
NAME, WORDS, ADDRESS = "Zaphodine", "quixotic zeugma", "zaphodine@marker.example"
VIEW, DEVICE = uuid.UUID(int=0xABCDEF0123456789), uuid.UUID(int=0x9876543210FEDCBA)


@dataclass
class Traced:
    """An account with two profiles, each of which left everything, and a browser that is signed in."""

    user: User
    first: Profile
    second: Profile
    client: Client
    titles: list[Title]


def make_traced(operator: User) -> Traced:
    """The person. `operator` has looked at them, and changed something."""
    with connection.cursor() as cursor:
        for table, start in (("accounts_user", FIRST_USER), ("accounts_profile", FIRST_PROFILE)):
            number = "pg_get_serial_sequence(%s, 'id')"
            cursor.execute(f"SELECT setval({number}, greatest(nextval({number}), %s))", [table, table, start])
    user = services.sign_up(email=ADDRESS, password="a long pass phrase", profile_name=NAME, choices=EVERYTHING)
    first = user.profiles.get()
    second = services.create_profile(user=user, name=f"{NAME} II", choices=EVERYTHING)
    titles = make_titles(8, "Horror")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for profile in (first, second):
        leave_traces(profile, titles, operator)
    for profile in (first, second):  # and some that wait in the stream
        shown = [Shown(titles[0].pk, "popular", 1, 1)]
        services.record_impressions(profile=profile, page_view=VIEW, page="1", shown=shown)
    session = client.session
    session[SESSION_KEY] = first.pk
    session.save()
    device, token = services.begin_session(user=user, name=f"Phone of {NAME}")
    services.renew_token(session=device, token=device.token)
    assert token
    LogEntry.objects.create(
        user=operator,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(user.pk),
        object_repr=user.email,
        action_flag=CHANGE,
        change_message=json.dumps([{"added": {"name": "profile", "object": NAME}}]),
    )
    told: dict[str, Any] = {"username": ADDRESS.upper(), "ip_address": "203.0.113.77", "path_info": "/sign-in/"}
    AccessAttempt.objects.create(**told, failures_since_start=1, post_data=f"username={ADDRESS}")
    AccessLog.objects.create(**told)
    AccessFailureLog.objects.create(**told)
    asked = {"operation": "api-profiles", "key": WORDS, "digest": "0"}
    answered = {"status": 201, "answer": {"id": first.pk, "name": NAME}, "location": f"/profiles/{first.pk}"}
    KeyedRequest.objects.create(user=user, **asked, **answered)
    name = files.keep(files.EXPORTS, "zip", ContentFile(f"all of {ADDRESS}".encode()))
    DataExport.objects.create(user=user, state="ready", file=name, expires_at=timezone.now())
    cache.set(f"at-most:search:{user.pk}:1234", 1)
    cache.set(f"throttle_search_{user.pk}", [1.0])
    send("recommendations.tasks.refresh_batch", [[first.pk, 3, second.pk]])
    return Traced(user, first, second, client, titles)


def leave_traces(profile: Profile, titles: list[Title], operator: User) -> None:
    """Every kind of event, everything that is made from them, and a look of the operator's."""
    watched, rated, looked, shown, *_ = titles
    told: dict[str, Any] = {"row": "top_picks", "page_view": VIEW}
    watch(profile, watched, 0.5, session=DEVICE, client_id=uuid.uuid4(), **told)
    services.rate(profile=profile, title=rated, value=2, **told)
    services.record_look(profile=profile, title=looked, **told)
    services.toggle_list(profile=profile, title=looked, listed=True)
    Steer.objects.create(profile=profile, kind="genre", key="horror", direction="more")
    search = services.record_search(profile=profile, text=WORDS, results=1, found=[rated.pk])
    assert search is not None
    services.record_opening(profile=profile, search_id=search.pk, title=rated)
    services.record_impressions(profile=profile, page_view=VIEW, page="1", shown=[Shown(shown.pk, "popular", 1, 0)])
    assert intake.take_in() == 1
    assert pipeline.refresh(profile.pk) == "stored"
    queueing.request_refresh(profile.pk)
    name = files.keep(files.IMPORTS, "csv", ContentFile(f"{WORDS},1.1.2020".encode()))
    brought = HistoryImport.objects.create(profile=profile, name=f"{NAME}.csv", file=name, state="preview")
    ImportedRow.objects.create(
        source=brought, line=2, text=WORDS, outcome="matched", title=watched, at=timezone.now(), owner=NAME
    )
    DataAccess.objects.create(
        user=profile.user,
        profile=profile,
        operator=operator,
        operator_name="op",
        operator_role="r",
        kind="page",
        what="x",
    )
    LogEntry.objects.create(
        user=operator,
        content_type=ContentType.objects.get(app_label="accounts", model="rating"),
        object_id="1",
        object_repr=f"{profile.pk} · 12 · +1",
        action_flag=CHANGE,
    )
