"""Languages of tracks: containers say three letters (ISO 639-2), browsers know the shorter ones."""

from django.conf.locale import LANG_INFO

PAIRS = """
    ara:ar bul:bg cat:ca ces:cs cze:cs chi:zh zho:zh cym:cy wel:cy dan:da deu:de ger:de ell:el gre:el eng:en est:et
    eus:eu baq:eu fas:fa per:fa fin:fi fra:fr fre:fr gle:ga glg:gl heb:he hin:hi hrv:hr hun:hu ind:id isl:is ice:is
    ita:it jpn:ja kat:ka geo:ka kor:ko lav:lv lit:lt mkd:mk mac:mk msa:ms may:ms nld:nl dut:nl nob:nb nno:nn nor:nb
    pol:pl por:pt ron:ro rum:ro rus:ru slk:sk slo:sk slv:sl spa:es sqi:sq alb:sq srp:sr swe:sv tam:ta tel:te tha:th
    tur:tr ukr:uk urd:ur vie:vi"""
TWO_OF_THREE = dict(pair.split(":") for pair in PAIRS.split())
UNKNOWN = "und"


def language_of(tag: str) -> str:
    """A code that browsers know; `und` for what is none."""
    code = tag.strip().replace("_", "-")[:16]
    first, *rest = code.split("-")
    if not first.isascii() or not first.isalpha() or not 2 <= len(first) <= 3:
        return UNKNOWN
    rest = [part for part in rest if part.isascii() and part.isalnum()]
    return "-".join([TWO_OF_THREE.get(first.lower(), first.lower()), *rest])


def name_of(language: str) -> str:
    """What the language calls itself; its code where nobody knows."""
    info = LANG_INFO.get(language.lower()) or LANG_INFO.get(language.partition("-")[0].lower()) or {}
    name = info.get("name_local", "")
    return name[:1].upper() + name[1:] if name else language
