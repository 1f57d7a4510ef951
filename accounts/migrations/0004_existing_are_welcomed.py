from django.db import migrations

# Who has a history already is no newcomer.
WELCOME = """
UPDATE accounts_profile SET welcomed_at = now()
WHERE welcomed_at IS NULL AND (
    taste_version > 0
    OR EXISTS (SELECT FROM accounts_watchstate WHERE profile_id = accounts_profile.id)
    OR EXISTS (SELECT FROM accounts_rating WHERE profile_id = accounts_profile.id)
)
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_impressions")]

    operations = [migrations.RunSQL(WELCOME, migrations.RunSQL.noop)]
