"""A virus scanner for tests: a process of its own that speaks the protocol of ClamAV's daemon (clamd(8)).

`python scanner.py HOW [SOCKET]` prints its address. HOW is `well`, `silent` (says nothing), `dripping`
(a byte of the answer now and then), `garbled`, or `small` (StreamMaxLength of 1,000 bytes).
"""

import socketserver
import sys
import time

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless text that every scanner finds (eicar.org); in two halves, so that none finds it here."""
MOST = {"small": 1_000}


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        how = sys.argv[1]
        command = self._command()
        if how == "silent":
            time.sleep(60)
        if command == "PING":
            self._say(b"PONG")
        elif command == "VERSION":
            self._say(time.strftime("ClamAV 1.4.6/27500/%a %b %d %H:%M:%S %Y", time.gmtime()).encode())
        elif command == "INSTREAM":
            self._say(self._verdict(MOST.get(how, 100_000_000)))

    def _command(self) -> str:
        text = b""
        while not text.endswith(b"\0"):
            text += self.rfile.read(1)
        return text.rstrip(b"\0").decode().removeprefix("z")

    def _verdict(self, most: int) -> bytes:
        data = b""
        while size := int.from_bytes(self.rfile.read(4)):
            if len(data) + size > most:
                return b"INSTREAM size limit exceeded. ERROR"
            data += self.rfile.read(size)
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in data else b"stream: OK"

    def _say(self, answer: bytes) -> None:
        how = sys.argv[1]
        if how == "dripping":
            for letter in answer:
                self.wfile.write(bytes([letter]))
                time.sleep(0.2)
        self.wfile.write((b"perhaps" if how == "garbled" else answer) + b"\0")


if __name__ == "__main__":
    if sys.argv[2:]:
        with socketserver.ThreadingUnixStreamServer(sys.argv[2], Conversation) as server:
            print(sys.argv[2], flush=True)
            server.serve_forever()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        print(f"127.0.0.1:{server.server_address[1]}", flush=True)
        server.serve_forever()
