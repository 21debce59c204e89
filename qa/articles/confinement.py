"""Confining a process that parses hostile files: no network, no other programs, no files written, bounded memory."""

import ctypes
import platform
import struct
import sys
from contextlib import suppress

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_LOAD_WORD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000  # _REFUSE gives EPERM
_NUMBER_OFFSET, _MACHINE_OFFSET = 0, 4
_FOREIGN_CALLS = 0x40000000  # the x32 calls of x86-64
# socket, execve, execveat, ptrace, io_uring_setup (which could open sockets too)
_REFUSED = {
    "x86_64": (0xC000003E, (41, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117, 425)),
}


def confine(memory_bytes: int) -> bool:
    """Confine this process for good; return whether the kernel enforces the ban on sockets and programs.

    Elsewhere than on Linux only the limits of the operating system hold.
    """
    _limit_resources(memory_bytes)
    return sys.platform == "linux" and _filter_system_calls()


def limit_processor_time(seconds: float) -> None:
    """Let the process be killed after this much more processor time."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _limit_resources(memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:
        return
    limits = {"RLIMIT_AS": memory_bytes, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, most in limits.items():
        with suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (most, most))


def _filter_system_calls() -> bool:
    """Install a seccomp filter, which needs no privileges."""
    if platform.machine() not in _REFUSED or sys.maxsize <= 2**32:
        return False
    machine, refused = _REFUSED[platform.machine()]
    program = b"".join(_instructions(machine, refused))
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        return bool(
            prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
            and prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0) == 0
        )
    except (OSError, AttributeError):
        return False


def _instructions(machine: int, refused: tuple[int, ...]) -> list[bytes]:
    """Return a classic BPF program: kill on another machine's calls, refuse the listed ones, allow the rest."""
    checks = [
        _instruction(_JUMP_IF_EQUAL, number, len(refused) - place + 1, 0)
        for place, number in enumerate(refused)
    ]
    return [
        _instruction(_LOAD_WORD, _MACHINE_OFFSET),
        _instruction(_JUMP_IF_EQUAL, machine, 1, 0),
        _instruction(_RETURN, _KILL),
        _instruction(_LOAD_WORD, _NUMBER_OFFSET),
        *checks,
        _instruction(_JUMP_IF_AT_LEAST, _FOREIGN_CALLS, 1, 0),
        _instruction(_RETURN, _ALLOW),
        _instruction(_RETURN, _REFUSE),
    ]


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
