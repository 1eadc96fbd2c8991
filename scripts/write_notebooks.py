"""Runs the notebooks as they stand, and keeps what they show.

python scripts/write_notebooks.py          # all of them: some minutes
python scripts/write_notebooks.py 01 04    # those whose names begin so
"""

import os
import sys
from pathlib import Path

import nbformat
import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from traitlets import Type

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"


class Channel(AsyncZMQSocketChannel):
    """Looks for what has come whenever it sends.

    Sending takes away the sign that there is something to read; a reply that came meanwhile would be read when waiting
    times out. Widgets send while a cell's reply is awaited (jupyter_client, pull request 1059).
    """

    def send(self, msg):
        super().send(msg)
        self.socket.get(zmq.EVENTS)


class Client(AsyncKernelClient):
    shell_channel_class = Type(Channel)


class Manager(AsyncKernelManager):
    client_factory = Type(Client)


def execute(notebook, **options):
    """Runs a notebook's cells in the folder of notebooks."""
    options["resources"] = {"metadata": {"path": str(NOTEBOOKS)}}
    NotebookClient(notebook, kernel_manager_class=Manager, **options).execute()


def main():
    os.environ["PYTHONPATH"] = str(NOTEBOOKS.parent)  # of this checkout, installed or not
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        if path.name.startswith(tuple(sys.argv[1:]) or ""):
            notebook = nbformat.read(path, as_version=4)
            execute(notebook, timeout=600, record_timing=False)
            nbformat.write(notebook, path)
            print(path.name)


if __name__ == "__main__":
    main()
