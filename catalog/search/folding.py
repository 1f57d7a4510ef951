"""What is left of a text when people search: no case, no accents, no punctuation.

The names that are stored and the words that are typed go through the same function here, not through the database, so
that they always agree, whatever the server's locale is.
"""

import re
import unicodedata

# Letters that Unicode does not take apart into a plain one and a mark.
LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "\u0131": "i"}
    # Apostrophes of all kinds, the raised dot, which people leave out, and the stroke of fractions.
    | dict.fromkeys("\u00b4\u2018\u2019\u02bc", "'")
    | {"\u00b7": "'", "\u2044": " "}
    # Arabic letters that are written one way or the other, and the stroke that only stretches words.
    | {"\u0629": "\u0647", "\u0649": "\u064a", "\u0640": ""}
)
FRACTION = re.compile(r"(\d?)([½⅓⅔¼¾])")
INITIALS = re.compile(r"\b(\w)\.(?=\w\b)")
# French and Italian words that lean on the next one: d'Amélie is searched for as "amelie".
ELISION = re.compile(r"\b(d|l|j|m|n|s|t|c|qu|dell|all|un)'(?=[aeiouyh])")
ARTICLE = re.compile(r"^(?:the|an?) (?=.)")
ROMAN = ["ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]
NAMED = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"]
NUMBERS = {word: str(number) for words in (ROMAN, NAMED) for number, word in enumerate(words, start=2)}


# What ASCII alone needs, done in one go.
ASCII = str.maketrans({chr(n): " " for n in range(128) if not chr(n).isalnum()} | {"'": "", "`": "", "&": " and "})


def fold(text: str) -> str:
    """Lower-case words of letters and digits with one space between them; "" if nothing is left."""
    plain = text.lower() if text.isascii() else _plain(text)
    # The dots of initials go without leaving a gap: E.T. is searched for as "et".
    if "." in plain:
        plain = INITIALS.sub(r"\1", plain)
    if "'" in plain:
        plain = ELISION.sub(r"\1 ", plain)
    plain = plain.translate(ASCII)
    if not plain.isascii():
        plain = "".join(letter if letter.isalnum() else " " for letter in plain)
    return " ".join(plain.split())


def _plain(text: str) -> str:
    """Lower case, without accents, in ASCII where there is a letter for it."""
    apart = unicodedata.normalize("NFKD", FRACTION.sub(r"\1 \2", text).casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(LETTERS)


def fold_name(name: str) -> str:
    """A title's name as it is compared: folded, without a leading English article."""
    return without_article(fold(name))


def without_article(folded: str) -> str:
    """A folded text without its leading English article, unless it is nothing else."""
    return ARTICLE.sub("", folded)


def variants(word: str) -> list[str]:
    """Other ways to write a word that people take for the same: "II", "two" and "2"."""
    return [NUMBERS[word]] if word in NUMBERS else []


def joined_words(name: str) -> list[str]:
    """The words of a name that a mark holds together, without it: "spiderman" for "Spider-Man"."""
    parts = [fold(part) for part in name.split()]
    return [part.replace(" ", "") for part in parts if " " in part]
