"""The program's own files, as the browser gets them."""

from __future__ import annotations

from importlib.resources import files

_MEDIA_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class Pages:
    """The files of the page. Read once: a name from a request is never used as a file name."""

    def __init__(self) -> None:
        """Read them."""
        self.files = {
            entry.name: (entry.read_bytes(), _MEDIA_TYPES[suffix])
            for entry in files("veilproof.review").joinpath("page").iterdir()
            if (suffix := f".{entry.name.rpartition('.')[2]}") in _MEDIA_TYPES
        }
        # Without preloading the browser finds each module only when another one imports it.
        modules = "".join(
            f'<link rel="modulepreload" href="/page/{name}">' for name in self.files if name.endswith(".js")
        )
        self.index = self.files.pop("index.html")[0].replace(b"<!-- modules -->", modules.encode())

    def with_key(self, key: str) -> bytes:
        """The page as the opening address gives it, once: with its key, which page/api.js keeps."""
        return self.index.replace(b"<html ", f'<html data-key="{key}" '.encode(), 1)
