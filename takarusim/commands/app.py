"""`takarusim app`: opens the page in the browser."""

from typing import Annotated

import typer

from takarusim.commands.endings import mistakes_told
from takarusim.commands.options import Lang
from takarusim.errors import Mistake
from takarusim.language.mistakes import Text

__all__ = ["app"]

MOST = 8  # MB of an upload, and of a message
OPTIONS = {  # of Streamlit: on this machine only, nothing sent to anybody, nothing watched on the disk
    "server.address": "127.0.0.1",
    "server.maxUploadSize": MOST,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.allowRunOnSave": False,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.showEmailPrompt": False,
    "browser.gatherUsageStats": False,
    "browser.serverAddress": "127.0.0.1",
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

        options = OPTIONS | {"server.headless": not browser} | ({"server.port": port} if port else {})
        flags = {name.replace(".", "_"): value for name, value in options.items()}
        bootstrap.load_config_options(flags)
        bootstrap.run(str(page.__file__), is_hello=False, args=[], flag_options=flags)
