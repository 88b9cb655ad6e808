"""No two classes that others can see share a name: the linker would take one for the other."""

import collections
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).parents[2]
DEFINITION = re.compile(r"^(?:class|struct|enum class) (\w+)\b[^;{]*\{", re.MULTILINE)


class NamesTest(unittest.TestCase):
    def test_every_name_is_defined_once(self):
        places = collections.defaultdict(set)
        for folder in ("src", "gst"):
            for header in (ROOT / folder).rglob("*.h"):
                for name in DEFINITION.findall(header.read_text(encoding="utf-8")):
                    places[name].add(str(header.relative_to(ROOT)))
        self.assertGreater(len(places), 300)
        self.assertEqual({name: sorted(files) for name, files in places.items() if len(files) > 1}, {})


if __name__ == "__main__":
    unittest.main()
