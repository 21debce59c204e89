"""The process that parses files: `python -m qa.articles.worker MEMORY_BYTES`.

It reads requests from standard input, each a line of JSON and the file's bytes, and writes frames to standard
output: four bytes with a length, then JSON. A frame names the member that is parsed next ("starting"), holds what was
found, or ends the file. A request for a picture of a page is answered by one frame.
"""

import json
import os
import signal
import sys
from contextlib import suppress
from typing import Any, BinaryIO

from qa.articles.confinement import confine, limit_processor_time
from qa.articles.documents import Limits, Request, to_json
from qa.articles.expansion import documents_in


def main() -> None:
    """Answer requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl+C stops
    sys.dont_write_bytecode = True
    requests = sys.stdin.buffer
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as frames:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # no parser may write between the frames
        confine(int(sys.argv[1]))
        while line := requests.readline():
            header = json.loads(line)
            data = requests.read(header["n_bytes"])
            with suppress(BrokenPipeError):
                _answer(data, header, frames)


def request_json(request: Request, n_bytes: int, skip: int) -> dict[str, Any]:
    """Return the header of a request."""
    limits = {name: getattr(request.limits, name) for name in Limits.__slots__}
    return {
        "name": request.name,
        "limits": limits,
        "columns": request.columns,
        "n_bytes": n_bytes,
        "skip": skip,
    }


def _answer(data: bytes, header: dict[str, Any], frames: BinaryIO) -> None:
    columns = tuple((str(name), str(column)) for name, column in header["columns"])
    request = Request(header["name"], Limits(**header["limits"]), columns)

    def starting(place: str) -> None:
        limit_processor_time(request.limits.seconds)
        _send({"starting": place}, frames)

    limit_processor_time(request.limits.seconds)
    if wanted := header.get("picture"):
        from qa.articles.pdf_pictures import PictureRequest, picture_frame

        _send(picture_frame(data, request, PictureRequest(**wanted)), frames)
        return
    for found in documents_in(data, request, skip=header["skip"], starting=starting):
        _send({"found": to_json(found)}, frames)
    _send({"end": True}, frames)


def _send(frame: dict[str, Any], frames: BinaryIO) -> None:
    data = json.dumps(frame).encode()
    frames.write(len(data).to_bytes(4) + data)
    frames.flush()


if __name__ == "__main__":
    main()
