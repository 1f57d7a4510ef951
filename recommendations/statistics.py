"""How titles fare with everyone, counted anew from the history in one statement."""

from django.db import connection

# Popularity: a finished play or a thumb up counts one, a love two, a thumb down minus one half; each halves every 90
# days, so that what is popular is what is popular lately, and a quiet site still has an order.
# Views: time watched in the last seven days over the length of what was watched. A player reports often: what was
# watched in one session is the way from its first report to its furthest; a single report tells how far it came.
# What viewers brought along from elsewhere was not watched here.
# Trend: who watched it in the last days, halving every two days, against the square root of who usually does, so that
# neither what is always popular nor what two people found stands first.
# What a viewer keeps out of the recommendations counts nowhere; where some plays of a title are, the others do.
# Everything fades by the hour, so that within one only the titles that something happened to are written.
# `page_evaluation.count` says the same in arrays.
RECOUNT = """
WITH moment AS (SELECT date_trunc('hour', now()) AS hour
), watched AS (
    SELECT title_id, profile_id, extract(epoch FROM (SELECT hour FROM moment) - max(last_at))::float / 86400 AS days,
           max(furthest) AS share
    FROM (
        SELECT title_id, profile_id, last_at, furthest FROM accounts_watchstate WHERE hidden_at IS NULL
        UNION ALL
        SELECT play.title_id, play.profile_id, play.happened_at, play.position::float / play.duration
        FROM accounts_play AS play JOIN accounts_watchstate AS state ON state.profile_id = play.profile_id
            AND state.title_id = play.title_id AND state.episode_id IS NOT DISTINCT FROM play.episode_id
        WHERE state.hidden_at IS NOT NULL AND play.hidden_at IS NULL
    ) AS counted
    GROUP BY title_id, profile_id
), said AS (
    SELECT title_id, profile_id, power(0.5, days / 90) * share AS amount, 0 AS likes,
           power(0.5, days / 90) AS usual, CASE WHEN days < 14 THEN power(0.5, days / 2) ELSE 0 END AS lately
    FROM watched
    UNION ALL
    SELECT title_id, profile_id, power(0.5, extract(epoch FROM (SELECT hour FROM moment) - rated_at)::float / 7776000)
           * CASE value WHEN -1 THEN -0.5 ELSE value END, (value > 0)::int, 0, 0
    FROM accounts_rating WHERE hidden_at IS NULL
), counted AS (
    SELECT title_id, greatest(sum(amount), 0) AS popularity, count(DISTINCT profile_id) AS viewers, sum(likes) AS likes,
           sum(lately) / sqrt(1 + sum(usual)) AS trend
    FROM said GROUP BY title_id
), sessions AS (
    SELECT title_id, (CASE count(*) WHEN 1 THEN max(position) ELSE max(position) - min(position) END)::float
                     / max(duration) AS share
    FROM accounts_play WHERE happened_at > (SELECT hour FROM moment) - interval '7 days'
      AND happened_at <= now() AND hidden_at IS NULL
    GROUP BY title_id, profile_id, episode_id, session
), viewed AS (
    SELECT title_id, sum(share) AS views FROM sessions GROUP BY title_id
)
INSERT INTO recommendations_titlestatistics AS old
    (title_id, popularity, viewers, likes, views, trend, "similar", computed_at)
SELECT title.id, coalesce(popularity, 0), coalesce(viewers, 0), coalesce(likes, 0), coalesce(views, 0),
       coalesce(trend, 0), '{}', now()
FROM catalog_title AS title
LEFT JOIN counted ON counted.title_id = title.id LEFT JOIN viewed ON viewed.title_id = title.id
ON CONFLICT (title_id) DO UPDATE SET popularity = excluded.popularity, viewers = excluded.viewers,
    likes = excluded.likes, views = excluded.views, trend = excluded.trend, computed_at = excluded.computed_at
WHERE (old.popularity, old.viewers, old.likes, old.views, old.trend) IS DISTINCT FROM
    (excluded.popularity, excluded.viewers, excluded.likes, excluded.views, excluded.trend)
"""


def recount() -> int:
    """Count popularity, viewers, likes, views and trend of every title; returns how many have changed."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
        return int(cursor.rowcount)
