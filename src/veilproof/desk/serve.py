"""Serves the start page and the review page behind it: one server, one guard, one person."""

from __future__ import annotations

import threading
from collections.abc import Callable

from veilproof.desk.app import DeskServer
from veilproof.desk.jobs import ArchiveJobs
from veilproof.desk.model import Desk
from veilproof.desk.sampling import SamplingOfEach
from veilproof.review.app import ReviewServer
from veilproof.review.application import application
from veilproof.review.events import Events
from veilproof.review.pages import Pages
from veilproof.review.reviewed_file import ReviewedFile
from veilproof.review.serve import LOOPBACK, Site, serve


def desk(*, listen: str = LOOPBACK, port: int = 0, browser: bool = True, say: Callable[[str], None] = print) -> None:
    """Serve the start page until interrupted.

    Args:
        listen: the address to listen on, which must be a loopback address.
        port: the port; 0 for any free one.
        browser: whether to open the page in a browser.
        say: receives the address to open, and a new one whenever the address before was used.

    Raises:
        VeilproofError: the address is not a loopback address or is taken.
    """
    serve(site, listen=listen, port=port, browser=browser, say=say)


def site(grant_pass: Callable[[str], str]) -> Site:
    """The start page with the review page behind it; `grant_pass` gives a pass that opens a path once."""
    files: dict[int, ReviewedFile] = {}
    events = Events(files)
    jobs = ArchiveJobs(events)
    chosen = Desk(files, jobs, lambda: events.publish(work=True))
    start, review = Pages("veilproof.desk", "/", "desk"), Pages(address="/review")
    reviewing = ReviewServer(files, SamplingOfEach(files), events, jobs, grant_pass)

    def close() -> None:
        chosen.close()
        reviewing.close()

    ended = threading.Event()
    routes = [*start.routes, *review.routes, *DeskServer(chosen, ended.set).routes, *reviewing.routes]
    return Site(application(routes, events, close), start, events, ended)
