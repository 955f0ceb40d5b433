"""The program's own files, as the browser gets them."""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files
from itertools import chain

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from veilproof.language import LANGUAGES, text

_MEDIA_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".ftl": "text/plain",
}


PROGRAM_FILES = re.compile(r"/|/review|/(?:page|desk)/[a-z-]+\.(?:js|css|svg|ftl)")
"""The paths of the program's own files, which hold nothing of the footage: the cookie is enough for them, so that the
page can be reloaded. Everything else needs the key of the page as well."""


class Pages:
    """The files of one page. Read once: a name from a request is never used as a file name."""

    def __init__(self, package: str = "veilproof.review", address: str = "/", folder: str = "page") -> None:
        """Read them.

        Args:
            package: whose folder `page` holds them.
            address: of the page.
            folder: what the addresses of its other files begin with.
        """
        self._address, self._folder = address, folder
        # The start page uses what the review page has: these files are beside its own.
        shared = files("veilproof.language").iterdir() if folder == "page" else ()
        self._files = {
            entry.name: (entry.read_bytes(), _MEDIA_TYPES[suffix])
            for entry in chain(files(package).joinpath("page").iterdir(), shared)
            if (suffix := f".{entry.name.rpartition('.')[2]}") in _MEDIA_TYPES
        }
        # Without preloading the browser finds each module only when another one imports it.
        modules = "".join(
            f'<link rel="modulepreload" href="/{folder}/{name}">' for name in self._files if name.endswith(".js")
        )
        index = self._files.pop("index.html")[0].replace(b"<!-- modules -->", modules.encode())
        self._index = index.replace(b"<!-- no script -->", _without_script().encode())

    @property
    def routes(self) -> list[Route]:
        """Where the server gives them."""
        return [Route(self._address, self._page), Route(f"/{self._folder}/{{name}}", self._file)]

    def with_key(self, key: str) -> bytes:
        """The page as the opening address gives it, once: with its key, which page/api.js keeps."""
        return self._index.replace(b"<html ", f'<html data-key="{key}" '.encode(), 1)

    async def _page(self, request: Request) -> Response:
        return HTMLResponse(self._index)

    async def _file(self, request: Request) -> Response:
        if (entry := self._files.get(request.path_params["name"])) is None:
            raise HTTPException(404)
        return Response(entry[0], media_type=entry[1])


def _without_script() -> str:
    """What a browser without JavaScript shows, which cannot say in which language."""
    return "".join(
        f'<p lang="{language}" dir="auto">{escape(text(language, "no-script"))}</p>' for language in LANGUAGES
    )
