"""A service that answers 503, however often it is asked; prints its port, and runs until it is ended.

A process of its own: Python's threads stand still while GStreamer is waited for.
"""

import http.server


class Down(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(503)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Down)
    print(server.server_port, flush=True)
    server.serve_forever()
