"""`veilproof desk`, and `veilproof` alone."""

from __future__ import annotations

from typing import Annotated

import typer

from veilproof.cli import options, show


def desk(
    install_icon: Annotated[
        bool,
        typer.Option("--install-icon", help="Only write an entry that opens the start page without a terminal."),
    ] = False,
    listen: options.Listen = "127.0.0.1",
    port: options.Port = 0,
    browser: options.Browser = True,
) -> None:
    """Open the start page: choose a folder, have everybody in it covered, look at the results. The same as `veilproof`.

    Ctrl-C ends it. Whatever is not finished goes on when the folder is opened again.

    Examples:
      veilproof desk

      veilproof desk --install-icon
    """
    if install_icon:
        from veilproof.desk.icon import install_icon as install

        show.say(str(install()))
        return
    from veilproof.desk import desk as serve  # no other command needs to import a server

    serve(listen=listen, port=port, browser=browser, say=show.say)
