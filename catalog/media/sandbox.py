"""Shuts a program in by the kernel's own means: no sockets (seccomp), and no files but those it is given (Landlock).

Neither needs root or user namespaces, and both hold for root as well. Linux on x86-64 and ARM has the first for long,
the second from 5.13 on. Where one of them is missing, `missing()` says so, and the program runs without it: what it is
told to read is narrow all the same (containers.py).

The kernel's interfaces: Documentation/userspace-api/landlock.rst and seccomp_filter.rst.
"""

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38
SECCOMP_MODE_FILTER = 2
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # system calls of Landlock, the same everywhere
PATH_BENEATH = 1

# Rights over files, by the bits of Landlock.
EXECUTE, WRITE, READ, LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE, MAKE = 1 << 5, 1 << 8
TRUNCATE = 1 << 14
OF_FILES = EXECUTE | WRITE | READ | TRUNCATE
# How many rights each version knows; whatever is known and not given is refused.
RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
NEWEST = 16
TCP = 0b11  # to listen and to connect
SIGNALS_AND_SOCKETS = 0b11  # to processes outside

# Where a program's shared libraries are.
LIBRARIES = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store", "/etc/ld.so.cache")
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")


@dataclass(frozen=True)
class Machine:
    """What system calls are called on a kind of processor: the first two make sockets, the others lead around a filter
    or into other processes."""

    audit: int
    calls: tuple[int, ...]


# socket, socketpair, ptrace, process_vm_readv, process_vm_writev, io_uring_setup
MACHINES = {
    "x86_64": Machine(0xC000003E, (41, 53, 101, 310, 311, 425)),
    "aarch64": Machine(0xC00000B7, (198, 199, 117, 270, 271, 425)),
}
X32 = 0x40000000  # calls by another numbering of x86-64


class Sandbox:
    """What one program may reach. Made by the parent; entered by the child before it becomes the program."""

    def __init__(self, program: str, folder: Path, descriptors: Sequence[int]) -> None:
        """`folder` may be read and written, the open files of `descriptors` may be read."""
        self._rules = _ruleset(program, folder, descriptors)
        self._filter = _filter()

    def enter(self) -> None:
        """Irrevocably, for the calling process and its children. Only system calls: it runs between fork and exec.

        Raises OSError where the kernel refuses what it said it can do: then the program must not start.
        """
        if _libc is None or (self._rules is None and self._filter is None):
            return
        _must(_libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        if self._rules is not None:
            _must(_libc.syscall(RESTRICT_SELF, self._rules, 0))
        if self._filter is not None:
            _must(_libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(self._filter), 0, 0))

    def close(self) -> None:
        """The parent needs it no more."""
        if self._rules is not None:
            os.close(self._rules)
            self._rules = None


def missing() -> list[str]:
    """What this system cannot do."""
    lacking = [] if version() else ["Landlock (Linux 5.13 or later)"]
    return lacking if _libc is not None and platform.machine() in MACHINES else [*lacking, "seccomp"]


@cache
def version() -> int:
    """Of Landlock; 0 for none."""
    return max(0, _libc.syscall(CREATE_RULESET, None, 0, 1)) if _libc is not None else 0


def _must(result: int) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno(), "the program cannot be shut in")


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint)]


class _Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction))]


def _filter() -> _Filter | None:
    """A filter that refuses, with EPERM, the calls of this machine and all of another numbering."""
    machine = MACHINES.get(platform.machine()) if _libc is not None else None
    if machine is None:
        return None
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    allow, refuse = 0x7FFF0000, 0x00050000 | 1
    number, audit = 0, 4  # where the kernel tells them
    tests = [(equal, call) for call in machine.calls]
    if platform.machine() == "x86_64":
        tests.append((at_least, X32))
    lines = [(load, 0, 0, audit), (equal, 1, 0, machine.audit), (answer, 0, 0, refuse), (load, 0, 0, number)]
    lines += [(code, len(tests) - place, 0, value) for place, (code, value) in enumerate(tests)]
    lines += [(answer, 0, 0, allow), (answer, 0, 0, refuse)]
    program = (_Instruction * len(lines))(*(_Instruction(*line) for line in lines))
    return _Filter(len(lines), program)


def _ruleset(program: str, folder: Path, descriptors: Sequence[int]) -> int | None:
    """The file descriptor of a Landlock ruleset; None where there is no Landlock."""
    if _libc is None or not version():
        return None
    handled = (1 << RIGHTS.get(version(), NEWEST)) - 1
    parts = [handled, *([TCP] if version() >= 4 else []), *([SIGNALS_AND_SOCKETS] if version() >= 6 else [])]
    attributes = struct.pack(f"{len(parts)}Q", *parts)
    ruleset: int = _libc.syscall(CREATE_RULESET, attributes, len(attributes), 0)
    _must(ruleset)
    with suppress(OSError):
        os.set_inheritable(ruleset, False)
    _allow_paths(ruleset, [program, *LIBRARIES], (EXECUTE | READ | LIST) & handled)
    _allow_paths(ruleset, DEVICES, (READ | WRITE) & handled)
    _allow_paths(ruleset, [folder], (READ | WRITE | LIST | REMOVE | MAKE | TRUNCATE) & handled)
    for descriptor in descriptors:
        _allow(ruleset, descriptor, READ)
    return ruleset


def _allow_paths(ruleset: int, paths: Iterable[str | Path], rights: int) -> None:
    for path in paths:
        with suppress(FileNotFoundError, NotADirectoryError):
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
            try:
                _allow(ruleset, descriptor, rights if Path(path).is_dir() else rights & OF_FILES)
            finally:
                os.close(descriptor)


def _allow(ruleset: int, descriptor: int, rights: int) -> None:
    assert _libc is not None
    _must(_libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0))
