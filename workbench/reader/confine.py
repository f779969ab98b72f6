"""Taking away what a decoder of strangers' pictures never needs (464.10(a)): sockets, files, new rights, memory.

Linux alone: seccomp (seccomp(2)) lets no process of the reader make a socket of any kind, whoever started it; Landlock
(landlock(7)) lets it read the programs and nothing else. Both are inherited and can't be given back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import struct
from collections.abc import Iterable
from pathlib import Path

from workbench.errors import ConfigError

_NO_NEW_PRIVS, _SECCOMP, _FILTER = 38, 22, 2
_ARCHES = {"x86_64": (0xC000003E, 41, 101), "aarch64": (0xC00000B7, 198, 117)}
"""Of each kind of machine: its mark in audit events, and the numbers of socket and ptrace."""
_IO_URING = (425, 426, 427)
_X32 = 0x40000000
_LOAD, _EQUAL, _ABOVE, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
_RULESET, _RULE, _RESTRICT = 444, 445, 446
_FILES = (1 << 13) - 1
"""Every right on files that the first Landlock knows."""
_READING = 0b1101
"""To execute, to read a file, to list a folder."""
_libc = ctypes.CDLL(None, use_errno=True)


def no_network() -> None:
    """No socket from here on, nor a look into other processes; ``ConfigError`` where the system can't promise it."""
    machine = platform.machine()
    if machine not in _ARCHES:
        raise ConfigError(f"Photographs can't be read apart on this kind of machine ({machine}).", section="464.10(a)")
    arch, *refused = _ARCHES[machine]
    numbers = (*refused, *_IO_URING)
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, arch), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    steps += [(_ABOVE, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    for number in numbers:
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    steps.append((_RETURN, 0, 0, _ALLOW))
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    held = ctypes.create_string_buffer(program)
    filters = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(held))
    _call("no_new_privs", _libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0))
    _call("seccomp", _libc.prctl(_SECCOMP, _FILTER, ctypes.create_string_buffer(filters), 0, 0))


def only_programs(folders: Iterable[Path]) -> bool:
    """No file from here on but those below these folders, to be read; False where the kernel has no Landlock."""
    attributes = ctypes.create_string_buffer(struct.pack("Q", _FILES))
    ruleset = _libc.syscall(_RULESET, attributes, 8, 0)
    if ruleset < 0:
        return False
    try:
        for folder in folders:
            _allow(ruleset, folder)
        _call("no_new_privs", _libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0))
        _call("landlock", _libc.syscall(_RESTRICT, ruleset, 0))
    finally:
        os.close(ruleset)
    return True


def at_most(octets: int) -> None:
    """No more memory than this, address space counted; what asks for more gets a ``MemoryError``."""
    resource.setrlimit(resource.RLIMIT_AS, (octets, octets))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow(ruleset: int, folder: Path) -> None:
    try:
        place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights = _READING if folder.is_dir() else _READING & 0b101
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, place))
        _call("landlock", _libc.syscall(_RULE, ruleset, 1, rule, 0))
    finally:
        os.close(place)


def _call(what: str, answer: int) -> None:
    if answer != 0:
        raise ConfigError(
            "The reader of photographs can't be shut off from network and files on this system.",
            how="Use a Linux kernel with seccomp; nothing else of the workbench depends on it.",
            section="464.10(a)",
            diagnostic=f"{what}: {os.strerror(ctypes.get_errno())}",
        )
