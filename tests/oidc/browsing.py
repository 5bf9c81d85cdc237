"""A browser that signs in at a provider, and the way from the portal to it and back."""

import re
import urllib.request
from email.message import Message
from html import unescape
from http.cookiejar import CookieJar
from typing import IO
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

RETURN_TO = "http://127.0.0.1:5000/inloggen/organisatie/terug"
"""Where providers send a browser back to: the address of a portal without settings."""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> None:
        return None


class Browser:
    """Keeps cookies and goes where it is sent, until it is sent back to the portal."""

    def __init__(self) -> None:
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar()), _Stay()
        )

    def open(self, address: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """Return where it is sent, and the page."""
        data = urlencode(form).encode() if form is not None else None
        try:
            answer = self._opener.open(address, data, timeout=20)
        except HTTPError as error:
            answer = error
        with answer:
            return answer.headers.get("Location", ""), answer.read().decode()

    def sign_in(self, address: str, who: str) -> str:
        """Sign in at the provider and agree; returns the path with which it comes back."""
        for _step in range(20):
            location, page = self.open(address)
            while not location:
                action = re.search(r'action="([^"]+)"', page)
                prompt = re.search(r'name="prompt" value="(\w+)"', page)
                assert action, page
                assert prompt, page
                form = {"prompt": prompt[1], "login": who, "password": "om het even"}
                location, page = self.open(urljoin(address, unescape(action[1])), form)
            address = urljoin(address, location)
            if address.startswith(RETURN_TO):
                return path_of(address)
        raise AssertionError(f"never came back from {address}")


def path_of(address: str) -> str:
    """Return an address without its host."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def asked_of(address: str) -> dict[str, str]:
    """Return what the portal asks of a provider."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def left_for(client: FlaskClient, start: str = "/inloggen/organisatie") -> str:
    """Leave for the provider and return its address."""
    answer = client.get(start)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.headers["Location"]


def text_of(answer: TestResponse) -> str:
    """Return a page on one line, so that sentences can be found in it."""
    return " ".join(answer.get_data(as_text=True).split())
