"""The stamp by which processes know that the names they hold are those of the database, and an index for people."""

import uuid
from typing import Any

import django.contrib.postgres.indexes
from django.db import migrations, models


def make_the_row(apps: Any, _schema_editor: Any) -> None:
    """Without it every search would read all names."""
    apps.get_model("catalog", "NamesStamp").objects.create()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="NamesStamp",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("stamp", models.UUIDField(default=uuid.uuid4, verbose_name="stamp")),
            ],
            options={
                "verbose_name": "stamp of names",
                "verbose_name_plural": "stamps of names",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="names_stamp_one"),
                ],
            },
        ),
        migrations.RunPython(make_the_row, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("slug", name="gin_trgm_ops"), name="person_slug_trigrams"
            ),
        ),
    ]
