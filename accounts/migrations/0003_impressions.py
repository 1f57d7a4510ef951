import django.db.models.deletion
from django.db import migrations, models

# Partitions are made as they are needed, by accounts.partitions. The checks of the foreign keys are not put off to the
# end of the transaction, as Django's are: a batch that fails should do so at once, and the cascade is the database's.
TABLE = """
CREATE TABLE accounts_impression (
    profile_id bigint NOT NULL
        CONSTRAINT accounts_impression_profile_id_fk REFERENCES accounts_profile (id) ON DELETE CASCADE,
    title_id bigint NOT NULL
        CONSTRAINT accounts_impression_title_id_fk REFERENCES catalog_title (id) ON DELETE CASCADE,
    "row" varchar(80) NOT NULL,
    row_place smallint NOT NULL CONSTRAINT accounts_impression_row_place_check CHECK (row_place >= 0),
    place smallint NOT NULL CONSTRAINT accounts_impression_place_check CHECK (place >= 0),
    page varchar(80) NOT NULL,
    model bigint,
    page_view uuid NOT NULL,
    day date NOT NULL,
    shown_at timestamptz NOT NULL,
    arm varchar(40) NOT NULL,
    CONSTRAINT accounts_impression_pkey PRIMARY KEY (profile_id, page_view, title_id, "row", day)
) PARTITION BY RANGE (day);
CREATE INDEX impression_by_profile ON accounts_impression (profile_id, shown_at DESC);
CREATE INDEX impression_by_title ON accounts_impression (title_id, shown_at DESC);
"""

# The counts are written by the same batches, so they go along in the same way. Django named their constraints.
EXPOSURES = """
DO $$
DECLARE
    foreign_key name;
BEGIN
    FOR foreign_key IN SELECT conname FROM pg_constraint
        WHERE conrelid = 'accounts_exposure'::regclass AND contype = 'f'
    LOOP
        EXECUTE format('ALTER TABLE accounts_exposure DROP CONSTRAINT %I', foreign_key);
    END LOOP;
END
$$;
ALTER TABLE accounts_exposure
    ADD CONSTRAINT accounts_exposure_profile_id_fk
        FOREIGN KEY (profile_id) REFERENCES accounts_profile (id) ON DELETE CASCADE,
    ADD CONSTRAINT accounts_exposure_title_id_fk
        FOREIGN KEY (title_id) REFERENCES catalog_title (id) ON DELETE CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_signals_and_exposure"),
        ("catalog", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(TABLE, "DROP TABLE accounts_impression"),
                migrations.RunSQL(EXPOSURES, migrations.RunSQL.noop),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="Impression",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "profile_id",
                                "page_view",
                                "title_id",
                                "row",
                                "day",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("row", models.CharField(max_length=80, verbose_name="row")),
                        ("row_place", models.PositiveSmallIntegerField(verbose_name="place of the row")),
                        ("place", models.PositiveSmallIntegerField(verbose_name="place in the row")),
                        ("page", models.CharField(blank=True, max_length=80, verbose_name="version of the page")),
                        ("model", models.BigIntegerField(blank=True, null=True, verbose_name="model version")),
                        ("page_view", models.UUIDField(verbose_name="page view")),
                        ("day", models.DateField(verbose_name="day in UTC")),
                        ("shown_at", models.DateTimeField(verbose_name="shown at")),
                        ("arm", models.CharField(blank=True, max_length=40, verbose_name="arm of an experiment")),
                        (
                            "profile",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="impressions",
                                to="accounts.profile",
                            ),
                        ),
                        (
                            "title",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="catalog.title",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "impression",
                        "verbose_name_plural": "impressions",
                        "indexes": [
                            models.Index(fields=["profile", "-shown_at"], name="impression_by_profile"),
                            models.Index(fields=["title", "-shown_at"], name="impression_by_title"),
                        ],
                    },
                ),
            ],
        ),
    ]
