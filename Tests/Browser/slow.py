"""Connections that dawdle, for the tests of operations: plain sockets, so that nothing helps them along."""

import socket
import time


class Crowd:
    """Sockets to one server that are closed together."""

    def __init__(self, port: int, address: str = "127.0.0.1"):
        self.port = port
        self.address = address
        self.sockets: list[socket.socket] = []

    def open(self, first: bytes = b"", receive_buffer: int | None = None) -> socket.socket:
        one = socket.socket()
        if receive_buffer:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        one.bind((self.address, 0))
        one.settimeout(10)
        one.connect(("127.0.0.1", self.port))
        if first:
            one.sendall(first)
        self.sockets.append(one)
        return one

    def trickle(self, piece: bytes = b"a") -> None:
        """A byte more from everybody who is still connected."""
        for one in self.sockets:
            try:
                one.sendall(piece)
            except OSError:
                pass

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *error) -> None:
        for one in self.sockets:
            one.close()


def response(one: socket.socket, seconds: float = 30) -> bytes:
    """All that comes until the end or the timeout."""
    one.setblocking(True)
    deadline = time.monotonic() + seconds
    got = b""
    while (left := deadline - time.monotonic()) > 0:
        one.settimeout(left)
        try:
            piece = one.recv(65536)
        except (TimeoutError, ConnectionResetError):
            break
        if not piece:
            break
        got += piece
    return got
