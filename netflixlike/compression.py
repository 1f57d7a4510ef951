"""Answers in fewer bytes."""

import re

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

LEAST = 200  # bytes that are worth it, as for gzip
QUALITY = 4  # as quick as gzip, and a tenth smaller
WORTH_IT = re.compile(r"text/|image/svg|application/(?!octet|zip)")  # what is not compressed already
JSON = re.compile(r"application/(problem\+)?json")
ACCEPTED = re.compile(r"\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


class CompressionMiddleware(GZipMiddleware):
    """Brotli for the API's JSON where the client takes it, gzip for other text, and nothing for pictures.

    Pages are left to gzip, to which Django adds random bytes: their length would tell guessers what is in them. So is
    the API's home, which is kept as gzip.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.get("Content-Type", "")
        if not WORTH_IT.match(kind):
            return response
        accepted = request.headers.get("Accept-Encoding", "")
        if not isinstance(response, HttpResponse) or not JSON.match(kind) or not ACCEPTED.search(accepted):
            return super().process_response(request, response)
        if len(response.content) < LEAST or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        response.content = brotli.compress(response.content, quality=QUALITY)
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Encoding"] = "br"
        etag = response.get("ETag", "")
        if etag and not etag.startswith("W/"):
            response.headers["ETag"] = f"W/{etag}"
        return response
