"""How the site is built: offline, into build/site, with warnings as errors.

    python -m sphinx -W -b html -c docs . build/site

The pages are the files where they lie, README and notebooks too, so that their links hold on a forge as well. Notebooks
are shown with the outputs that they keep; the tests run them.
"""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
shutil.rmtree(ROOT / "docs" / "api", ignore_errors=True)  # pages of names that may be gone

import takarusim  # noqa: E402

project = "takarusim"
author = copyright = "The takarusim developers"  # noqa: A001
release = takarusim.__version__

root_doc = "docs/index"
include_patterns = ["README.md", "README.id.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/**", "notebooks/*.ipynb"]
templates_path = ["templates"]
extensions = ["myst_nb", "numpydoc", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.viewcode"]

myst_heading_anchors = 4
nb_execution_mode = "off"
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # sliders need Python behind them, and their scripts a network
autodoc_typehints = "none"  # a signature with all types spelt out hides the names
numpydoc_show_class_members = False

html_theme = "pydata_sphinx_theme"
html_title = f"takarusim {release}"
html_theme_options = {"header_links_before_dropdown": 6, "show_prev_next": False}
html_additional_pages = {"index": "start.html"}  # leads to docs/index.html
html_sidebars: dict[str, list[str]] = {
    "[A-Z]*": [],
    "docs/[!an]*": [],
}  # but for the API and notebooks: they have pages below
html_copy_source = False
html_static_path = ["static"]
html_css_files = ["site.css"]
