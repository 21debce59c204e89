"""ONNX Runtime sessions: one thread each, and opened ahead where that saves time.

Opening takes a few tenths of a second for a large model and releases the GIL, so other modules can be imported
meanwhile.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

# ONNX Runtime's kernel for "add, then normalise" takes ten times as long as its two kernels for the parts, which is
# a tenth of a reader's whole time.
_LEFT_APART = ("SkipLayerNormFusion",)

_ahead: dict[Path, Future[Any]] = {}
_lock = threading.Lock()


def open_session(path: Path) -> Any:
    """Return the session of a model file; one that was opened ahead is returned once."""
    with _lock:
        ahead = _ahead.pop(path, None)
    return ahead.result() if ahead else _opened(path)


def open_ahead(path: Path, verify: Callable[[], None]) -> None:
    """Begin to verify and open a model file on a thread; open_session raises what either of them raises."""

    def opened() -> Any:
        verify()
        return _opened(path)

    with _lock:
        if path not in _ahead:
            pool = ThreadPoolExecutor(1, "dateline-model")
            _ahead[path] = pool.submit(opened)
            pool.shutdown(wait=False)


def _opened(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=list(_LEFT_APART)
    )
