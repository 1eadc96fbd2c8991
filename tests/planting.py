"""A fault planted into one module as it is imported: a plugin of pytest that `mutations` calls.

The files stay as they are, so what is compiled of other modules is found where it is kept.
"""

import json
import os
import sys
from importlib.machinery import PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location


class Planted(SourceFileLoader):
    """Loads a module with a text of it replaced."""

    def get_code(self, fullname):
        return compile(self.get_source(fullname).replace(FAULT["right"], FAULT["wrong"]), self.path, "exec")


class Planter:
    """Finds the module that a fault is in."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        spec = PathFinder.find_spec(name, path, target) if name == FAULT["module"] else None
        return spec and spec_from_file_location(name, spec.origin, loader=Planted(name, spec.origin))


FAULT = json.loads(os.environ["TAKARUSIM_FAULT"])
sys.meta_path.insert(0, Planter)
