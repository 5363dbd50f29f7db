"""An upload that goes to the disk as it comes and stops being kept where it grows too large."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

LARGEST = 500 * 1000 * 1000  # bytes


class LimitedUpload(FileUploadHandler):
    """Stands before the handlers that keep the bytes: they get none beyond `most`, and `is_over` says so.

    What is still to come is read and thrown away, so that the sender gets a page instead of a broken connection.
    """

    def __init__(self, request: Any, most: int = LARGEST) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(request)
        self._left = most
        self.is_over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 -- Django's signature
        self._left -= len(raw_data)
        if self._left < 0:
            self.is_over = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers behind this one make the file."""
