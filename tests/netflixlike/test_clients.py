"""Whose address a request is counted by."""

import pytest
from axes.helpers import get_client_ip_address
from django.test import RequestFactory
from pytest_django import Settings
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

from netflixlike.clients import address

PROXY, CLIENT, LIE = "10.0.0.1", "203.0.113.9", "198.51.100.7"


def test_without_a_proxy_the_header_is_what_the_client_made_up(rf: RequestFactory, settings: Settings) -> None:
    settings.BEHIND_PROXY = False
    assert address(rf.get("/", REMOTE_ADDR=CLIENT, HTTP_X_FORWARDED_FOR=LIE)) == CLIENT


@pytest.mark.parametrize("forwarded", [CLIENT, f"{LIE}, {CLIENT}", f"{LIE},{CLIENT} "])
def test_behind_a_proxy_the_last_address_is_the_one_that_it_saw(
    rf: RequestFactory, settings: Settings, forwarded: str
) -> None:
    settings.BEHIND_PROXY = True
    assert address(rf.get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=forwarded)) == CLIENT


def test_a_request_past_the_proxy_counts_by_its_peer(rf: RequestFactory, settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    assert address(rf.get("/", REMOTE_ADDR=PROXY)) == PROXY
    assert address(rf.get("/", REMOTE_ADDR="")) is None


def test_lock_outs_count_by_it(rf: RequestFactory, settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    assert get_client_ip_address(rf.get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=f"{LIE}, {CLIENT}")) == CLIENT


def test_throttles_do_not_believe_the_client(rf: RequestFactory) -> None:
    assert api_settings.NUM_PROXIES == 0
    request = Request(rf.get("/", REMOTE_ADDR=CLIENT, HTTP_X_FORWARDED_FOR=LIE))
    assert BaseThrottle().get_ident(request) == CLIENT
