"""In which language the site speaks: the profile's, or else what was chosen in the browser, or what that asks for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

Answer = Callable[[HttpRequest], HttpResponseBase]


def offered() -> list[tuple[str, object]]:
    """The languages that this site has, each under its own name, and none in particular."""
    own = [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]
    return [("", _("As the browser says")), *own]


def choices() -> list[tuple[str, str]]:
    """Code and own name of each language, for those who have no profile to say it."""
    return [(code, str(name)) for code, name in offered() if code]


def speak(code: str) -> None:
    """Go on in this language to the end of the request, if the site still has it."""
    if code in dict(settings.LANGUAGES):
        translation.activate(code)


class LanguageMiddleware:
    """Begins every request in the language that was chosen in the browser or that it asks for; `profile_required` and
    the API go on in the profile's. Django's own would have every picture vary by language."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        translation.activate(translation.get_language_from_request(request))
        response = self.answer(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        if "public" not in response.headers.get("Cache-Control", ""):
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response
