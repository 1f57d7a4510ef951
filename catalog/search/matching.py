"""Which of many names somebody meant: pure Python over folded texts, without the database.

A name is compared with what was typed in three ways, and the best of them counts: as a whole, as a beginning, and word
by word in any order. All three are edit distances (letters left out, put in, replaced, or two exchanged) over lengths,
so that a score reads as the share of letters that agree. Comparing every name by all three would take half a second,
so the likeliest are picked first, by passes of compiled code over all names and by the words that they hold.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import nlargest
from math import log
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

# How many of the likeliest names each pass brings, as a whole and as a beginning, and how alike they must be at least.
WHOLES, BEGINNINGS, ALIKE = 40, 80, 0.4
# For each word typed, so many words that begin so or are like it; so many words are compared by their spelling.
LIKE_IT, ALIKE_WORD, LONGER, COMPARED = 12, 0.6, 2, 3
BEGUN_WORD = 0.8  # what the beginning of a word is worth beside the whole
MOST_HOLDING = 600  # names of one word that are counted, where there are other words to tell them apart
SHARED = 0.5  # from here on two words are taken for the same one
MOST_SCATTERED = 16  # words; of more the order has to be right, or hostile texts would cost too much
# What a score loses: as a beginning, for what is still to come, for another order of words, for words not asked for.
BEGINNING, UNFINISHED, SCATTERED, UNASKED = 0.97, 0.12, 0.95, 0.25
# What all words just as they are in the name are worth at least, whatever else is in it.
ALL_WORDS, LONG = 0.89, 0.06
# What it gains: being the name itself, ending where a word ends, its article, its year or nearly, being popular.
ITSELF, WHOLE_WORD, ARTICLE, YEAR, NEAR_YEAR, POPULAR = 0.08, 0.05, 0.02, 0.08, 0.04, 0.03


class Name(NamedTuple):
    """One of a title's names, folded: with its article and without."""

    title: int
    full: str
    bare: str
    year: int | None = None


class Typed(NamedTuple):
    """What was typed, folded as names are; the year if one stood in it, which is not in the texts then."""

    full: str
    bare: str
    year: int | None = None


class Texts:
    """Names without their spaces, so that a space too many or too few is one edit at most; `places` tells whose."""

    def __init__(self, places: Sequence[int], texts: Sequence[str]) -> None:
        self.places = places
        self.joined: list[str | None] = [_joined(text) for text in texts]
        # Numbers of the texts that have a letter among their first two: whoever slips there still types one of them.
        self.begun: defaultdict[str, set[int]] = defaultdict(set)
        for number, joined in enumerate(self.joined):
            for letter in joined[:2] if joined else "":
                self.begun[letter].add(number)

    def alike(self, text: str, allowed: Sequence[bool] | None) -> Iterator[int]:
        """The places of the names that are like the text as a whole, or begin like it."""
        joined = self.joined
        if allowed is not None:  # what is None is passed over
            joined = [whole if allowed[place] else None for whole, place in zip(joined, self.places, strict=True)]
        for _, _, number in _likest(text, joined, ALIKE, WHOLES):
            yield self.places[number]
        numbers, length = list(set().union(*(self.begun.get(letter, ()) for letter in text[:2]))), len(text)
        beginnings = [(whole := joined[number]) and whole[:length] for number in numbers]
        for _, _, place in _likest(text, beginnings, ALIKE, BEGINNINGS):
            yield self.places[numbers[place]]


class Names:
    """All names, laid out for comparing."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = names
        self.bare = Texts(range(len(names)), [name.bare for name in names])
        with_article = [place for place, name in enumerate(names) if name.full != name.bare]
        self.full = Texts(with_article, [names[place].full for place in with_article])
        holding: defaultdict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(names):
            for word in set(name.full.split()):
                holding[word].append(place)
        self.holding, self.words = dict(holding), sorted(holding)
        self.words_of_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in self.words:
            self.words_of_length[len(word)].append(word)

    def match(
        self, typed: Typed, popularity: Mapping[int, float], within: Collection[int] | None = None
    ) -> dict[int, float]:
        """Titles that may be meant, with how well the best of their names agrees: about 1 where it is what was typed,
        .5 where half of it is. Only titles of `within`, if it is given. Popularity is from 0 to 1."""
        best: dict[int, float] = {}
        for place in self._likely(typed, within):
            name = self.names[place]
            score = _score(typed, name) + POPULAR * popularity.get(name.title, 0.0)
            best[name.title] = max(score, best.get(name.title, 0.0))
        return best

    def _likely(self, typed: Typed, within: Collection[int] | None) -> set[int]:
        """The places of the names that are worth comparing."""
        allowed = None if within is None else [name.title in within for name in self.names]
        worth = self._worth_of_words(typed.full.split())
        if allowed is not None:
            worth = {place: value for place, value in worth.items() if allowed[place]}
        found = set(nlargest(WHOLES, worth, key=worth.__getitem__))
        found.update(self.bare.alike(_joined(typed.bare), allowed))
        found.update(self.full.alike(_joined(typed.full), allowed))
        return found

    def _worth_of_words(self, words: Sequence[str]) -> dict[int, float]:
        """What each name holds of the words typed, rare ones counting more than frequent ones."""
        worth: defaultdict[int, float] = defaultdict(float)
        unknown = sorted((word for word in words if word not in self.holding), key=len)[-COMPARED:]
        most = MOST_HOLDING if len(words) > 1 else len(self.names)
        for number, word in enumerate(words, start=1):
            for like, share in self._like(word, begun=number == len(words), compared=word in unknown).items():
                holding = self.holding[like]
                weight = share * log(1 + len(self.names) / len(holding))
                for place in holding[:most]:
                    worth[place] += weight
        return worth

    def _like(self, word: str, *, begun: bool, compared: bool) -> dict[str, float]:
        """Words of names that may be meant by a word, with how alike they are."""
        found = {word: 1.0} if word in self.holding else {}
        if begun:
            start = bisect_left(self.words, word)
            found |= {w: BEGUN_WORD for w in self.words[start : start + LIKE_IT] if w.startswith(word) and w != word}
        if compared:
            for length in range(len(word) - LONGER, len(word) + LONGER + 1):
                some = self.words_of_length.get(length, ())
                found |= {like: share for like, share, _ in _likest(word, some, ALIKE_WORD, LIKE_IT)}
        return found


def _score(typed: Typed, name: Name) -> float:
    score = _as_it_stands(typed.bare, name.bare)
    if typed.full != typed.bare or name.full != name.bare:
        score = max(score, _as_it_stands(typed.full, name.full))
    if score < SCATTERED:
        score = max(score, _scattered(typed.full.split(), name.full.split()))
    if typed.full != typed.bare and name.full.startswith(typed.full[:2]):
        score += ARTICLE
    if typed.year is not None and name.year is not None:
        score += {0: YEAR, 1: NEAR_YEAR}.get(abs(typed.year - name.year), 0.0)
    return score


def _as_it_stands(typed: str, name: str) -> float:
    """How alike the texts are without their spaces, the whole or the beginning of the name."""
    text, joined = _joined(typed), _joined(name)
    if text == joined:
        return 1.0 + ITSELF
    begun = _beginning(text, joined) + (WHOLE_WORD if name.startswith(f"{typed} ") else 0.0)
    return max(_share(text, joined), begun)


def _beginning(text: str, joined: str) -> float:
    """The likest beginning of the name: of that length, or a letter shorter or longer."""
    length = len(text)
    if length > len(joined):
        return 0.0
    edits = min(OSA.distance(text, joined[:size]) for size in range(max(1, length - 1), length + 2))
    return (1 - edits / length) * BEGINNING - UNFINISHED * (1 - length / len(joined))


def _scattered(typed: Sequence[str], name: Sequence[str]) -> float:
    """The words in any order: each with the likest that is left. Words not asked for cost less than words not found."""
    if len(typed) == len(name) == 1 or len(typed) > MOST_SCATTERED:
        return 0.0
    left, found, asked_for = list(name), 0.0, 0.0
    for word in typed:
        share, likest = max(((_share(word, other), other) for other in left), default=(0.0, ""))
        if share >= SHARED:
            found += share * len(word)
            asked_for += share * len(likest)
            left.remove(likest)
    unasked, wanted = 1 - asked_for / sum(map(len, name)), sum(map(len, typed))
    score = SCATTERED * (found / wanted - UNASKED * unasked)
    return max(score, ALL_WORDS - LONG * unasked) if found == wanted else score


def _likest(text: str, choices: Sequence[str | None], least: float, most: int) -> list[tuple[str, float, int]]:
    """The choices that are most like a text, with how alike they are and their places."""
    return process.extract(
        text, choices, scorer=OSA.normalized_similarity, score_cutoff=least, limit=most, processor=None
    )


def _share(one: str, other: str) -> float:
    """The share of letters that agree, 0 to 1."""
    return OSA.normalized_similarity(one, other)


def _joined(text: str) -> str:
    return text.replace(" ", "")
