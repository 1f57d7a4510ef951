import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Devices that are logged in stay so.
BEGUN = """
INSERT INTO accounts_devicesession (id, user_id, token_id, name, device, began_at, last_used_at)
SELECT gen_random_uuid(), user_id, digest, '', 'other', created, created FROM knox_authtoken
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_existing_are_welcomed"),
        ("knox", "0009_extend_authtoken_field"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeviceSession",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                (
                    "device",
                    models.CharField(
                        choices=[
                            ("web", "browser"),
                            ("phone", "phone"),
                            ("tablet", "tablet"),
                            ("tv", "television"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=6,
                        verbose_name="device",
                    ),
                ),
                ("began_at", models.DateTimeField(auto_now_add=True, verbose_name="logged in at")),
                ("last_used_at", models.DateTimeField(auto_now_add=True, verbose_name="last used at")),
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="device_session",
                        to="knox.authtoken",
                        verbose_name="token",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="device_sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "logged-in device",
                "verbose_name_plural": "logged-in devices",
                "ordering": ["-last_used_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReplacedToken",
            fields=[
                ("digest", models.CharField(max_length=128, primary_key=True, serialize=False, verbose_name="hash")),
                ("replaced_at", models.DateTimeField(auto_now_add=True, verbose_name="replaced at")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replaced",
                        to="accounts.devicesession",
                        verbose_name="device",
                    ),
                ),
            ],
            options={
                "verbose_name": "replaced token",
                "verbose_name_plural": "replaced tokens",
            },
        ),
        migrations.RunSQL(BEGUN, migrations.RunSQL.noop),
    ]
