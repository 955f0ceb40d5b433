"""The secrets of one review: the token that opens the page, its cookie and its key, and passes for reports."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie

from starlette.responses import Response

KEY_HEADER = "veilproof-key"
"""The header in which the page sends its key; the same as in page/api.js."""
_MAX_PASSES = 16
"""Passes that were granted and not used yet; the oldest go. A round number: a person uses one at a time."""


class Session:
    """Authenticates one person's browser.

    A cookie is not enough: browsers send it to every port of this machine, so whoever answers at another port gets to
    see it. The key belongs to the origin of the page, port included: scripts of other origins cannot read it, and the
    browser never sends it by itself. It is in no address; a report, which opens in a tab of its own, gets a pass.
    """

    def __init__(self, port: int, on_redeemed: Callable[[str], None]) -> None:
        """Create the secrets of the server at this port; `on_redeemed` gets the next token whenever one was used."""
        self._on_redeemed = on_redeemed
        self.cookie_name = f"veilproof_{port}"
        self._cookie = secrets.token_urlsafe(32)
        self._token = secrets.token_urlsafe(32)
        self._passes: OrderedDict[str, str] = OrderedDict()
        self.key = secrets.token_urlsafe(32)

    @property
    def token(self) -> str:
        """The token that the next opening address must carry."""
        return self._token

    def redeem(self, token: str) -> bool:
        """Whether the token is valid; if so, it is replaced and does not work again."""
        if not _same(token, self._token):
            return False
        self._token = secrets.token_urlsafe(32)
        self._on_redeemed(self._token)
        return True

    def grant_pass(self, path: str) -> str:
        """A pass that opens this path once, without the key."""
        granted = secrets.token_urlsafe(32)
        self._passes[granted] = path
        while len(self._passes) > _MAX_PASSES:
            self._passes.popitem(last=False)
        return granted

    def use_pass(self, granted: str) -> str | None:
        """The path that a pass opens, or None if there is no such pass; it does not work again."""
        # A lookup may take a different time for each guess; what it tells of 256 random bits is of no use.
        return self._passes.pop(granted, None)

    def has_cookie(self, header: str) -> bool:
        """Whether a `Cookie` header carries the cookie of this session."""
        try:
            cookies = SimpleCookie(header)
        except CookieError:
            return False
        return self.cookie_name in cookies and _same(cookies[self.cookie_name].value, self._cookie)

    def has_key(self, header: str) -> bool:
        """Whether this is the key of the page."""
        return _same(header, self.key)

    def set_cookie(self, response: Response) -> None:
        """Give the browser the cookie."""
        response.set_cookie(self.cookie_name, self._cookie, httponly=True, samesite="strict", path="/")


def _same(given: str, secret: str) -> bool:
    return secrets.compare_digest(given.encode(), secret.encode())
