"""What is served to Prometheus, read without it."""

import re
import socket
import urllib.request

LINE = re.compile(r"^(animatize_[a-z_]+(?:\{.*\})?) (\S+)$", re.MULTILINE)


def free_port():
    """One of the loopback that nobody listens on, a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Endpoint:
    def __init__(self, address):
        self.address = address
        self.open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open

    def text(self):
        with self.open(f"http://{self.address}/metrics", timeout=10) as answer:
            return answer.read().decode("utf-8")

    def values(self):
        """Values by series, as they stand in the text."""
        return {series: float(value) for series, value in LINE.findall(self.text())}

    @staticmethod
    def series(name, **labels):
        """animatize_NAME{a="b",...}, labels in the order of the table."""
        inner = ",".join(f'{label}="{value}"' for label, value in labels.items())
        return f"animatize_{name}" + (f"{{{inner}}}" if inner else "")
