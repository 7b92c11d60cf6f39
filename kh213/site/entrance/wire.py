"""How much of a request is taken in before it is complete."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST = 65_536  # bytes of a request beside its body: its line, headers, trailers, the marks between chunks


class Bounded(HttpToolsProtocol):
    """uvicorn's protocol over httptools, but it hangs up on a request without end.

    httptools is several times faster than h11, uvicorn's other choice, but keeps every byte of a header until the
    request is complete, however long it becomes; h11 has a limit. Bodies are not counted: nothing here reads one, and
    they are dropped as they come.
    """

    _taken = 0

    def data_received(self, data: bytes) -> None:
        """Counts what has come since the last request was complete; refuses what is too much."""
        self._taken += len(data)
        super().data_received(data)
        if self._taken <= MOST or self.transport.is_closing():
            return
        asked = vars(self)["scope"] or {}  # None before anything was asked, whatever its type says
        if "method" in asked:
            self.transport.close()  # its headers were complete, so it has its answer
        else:
            self.send_400_response("Request too long.")

    def on_body(self, body: bytes) -> None:
        """A piece of a body does not count."""
        self._taken -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The next request begins."""
        self._taken = 0
        super().on_message_complete()
