"""`takarusim app`: opens the page in the browser."""

import socket
import threading
import time
import webbrowser
from typing import Annotated

import typer

from takarusim.commands.endings import mistakes_told
from takarusim.commands.options import Lang
from takarusim.errors import Mistake
from takarusim.language.mistakes import Text
from takarusim.language.words import say

__all__ = ["app"]

HOST, FIRST = "127.0.0.1", 8501  # where it is served: the first port that is tried
MOST = 8  # MB of an upload, and of a message
OPTIONS = {  # of Streamlit: on this machine only, nothing sent to anybody, nothing watched on the disk
    "server.address": HOST,
    "server.maxUploadSize": MOST,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.allowRunOnSave": False,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.headless": True,  # else it asks for an address, and offers to install something
    "server.showEmailPrompt": False,
    "logger.hideWelcomeMessage": True,
    "logger.level": "error",
    "browser.gatherUsageStats": False,
    "browser.serverAddress": HOST,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "global.developmentMode": False,
    "ui.hideTopBar": True,
    "theme.base": "light",
    "theme.primaryColor": "#0072B2",
}


def app(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="8501, or the next that is free, by default.")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True,
    lang: Lang = None,
) -> None:
    """Open the page: play with measures and sliders, look, ask and keep, in a browser on this machine."""
    with mistakes_told(lang):
        try:
            from streamlit.web import bootstrap
        except ModuleNotFoundError as error:
            raise Mistake("not_installed", library=Text(error.name), extra=Text("app")) from None

        from takarusim.app import page

        language = lang or "id"
        port = port or next(each for each in range(FIRST, FIRST + 100) if not _answers(each))
        flags = {name.replace(".", "_"): value for name, value in (OPTIONS | {"server.port": port}).items()}
        address = f"http://{HOST}:{port}/?lang={language}"
        typer.echo(say("message.serving", language, address=address))
        if browser:
            threading.Thread(target=_open, args=(port, address), daemon=True).start()
        bootstrap.load_config_options(flags)
        bootstrap.run(str(page.__file__), is_hello=False, args=[], flag_options=flags)


def _answers(port: int) -> bool:
    """Tells whether somebody answers at a port of this machine."""
    with socket.socket() as line:
        return line.connect_ex((HOST, port)) == 0


def _open(port: int, address: str) -> None:
    """Opens the browser as soon as the page is served."""
    while not _answers(port):
        time.sleep(0.1)
    webbrowser.open(address)
