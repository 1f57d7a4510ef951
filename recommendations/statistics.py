"""How titles fare with everyone, counted anew from the history in one statement."""

from django.db import connection

# A finished play or a thumb up counts one, a love two, a thumb down minus one half; each halves every 90 days, so that
# what is popular is what is popular lately, and a quiet site still has an order.
RECOUNT = """
WITH said AS (
    SELECT title_id, profile_id, 0.5 ^ (extract(epoch FROM now() - max(last_at)) / 7776000) * max(furthest) AS amount,
           0 AS likes
    FROM accounts_watchstate GROUP BY title_id, profile_id
    UNION ALL
    SELECT title_id, profile_id, 0.5 ^ (extract(epoch FROM now() - rated_at) / 7776000)
           * CASE value WHEN -1 THEN -0.5 ELSE value END, (value > 0)::int
    FROM accounts_rating
), counted AS (
    SELECT title_id, greatest(sum(amount), 0) AS popularity, count(DISTINCT profile_id) AS viewers, sum(likes) AS likes
    FROM said GROUP BY title_id
)
INSERT INTO recommendations_titlestatistics (title_id, popularity, viewers, likes, views, trend, "similar", computed_at)
SELECT title.id, coalesce(popularity, 0), coalesce(viewers, 0), coalesce(likes, 0), 0, 0, '{}', now()
FROM catalog_title AS title LEFT JOIN counted ON counted.title_id = title.id
ON CONFLICT (title_id) DO UPDATE SET popularity = excluded.popularity, viewers = excluded.viewers,
    likes = excluded.likes, computed_at = excluded.computed_at
"""


def recount() -> int:
    """Count popularity, viewers and likes of every title; returns how many titles there are."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
        return int(cursor.rowcount)
