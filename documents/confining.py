"""Walls around the gate's child process that the kernel builds: namespaces, an empty root, no powers, limits.

Each wall is built where the system allows it; the limits are always in force. Nothing here imports Django, and nothing
runs in a process with threads, since the kernel refuses that.
"""

import ctypes
import os
import resource
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_MOUNTS, _HOST_NAME, _IPC, _USER, _PROCESSES, _NETWORK = (
    0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
WALLS = ("network", "mounts", "processes", "ipc")
"""What a confined process has for itself: none of them is shared with anybody."""
_FLAGS = {"network": _NETWORK, "mounts": _MOUNTS, "processes": _PROCESSES, "ipc": _IPC | _HOST_NAME}
_SIGNAL_AT_PARENTS_DEATH, _NO_NEW_PRIVILEGES = 1, 38
_NOTHING_RUNS, _BIND, _NOT_SHARED = 2 | 4 | 8, 4096 | 16384, 16384 | 1 << 18
"""Without powers, devices and programs; a folder shown in a second place; all mounts for oneself alone (mount(2))."""
_CAPABILITIES_VERSION = 0x20080522
_EMPTY_ROOT = "/proc/self/fdinfo"
"""A folder in which nobody can make anything; it holds the numbers of the process's own pipes, and no file."""
_libc = ctypes.CDLL(None, use_errno=True)


def wall_off() -> tuple[str, ...]:
    """Give this process namespaces of its own; returns those of `WALLS` that stand now. The next fork is in them."""
    user, group = os.geteuid(), os.getegid()
    if _libc.unshare(_USER):
        return ()
    built = tuple(name for name in WALLS if not _libc.unshare(_FLAGS[name]))
    _keep_names(user, group)
    return built


def _keep_names(user: int, group: int) -> None:
    """Files of the account stay its own inside; no other account exists there."""
    for file, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        try:
            with open(f"/proc/self/{file}", "w") as names:
                names.write(line)
        except OSError:
            return


def lock_in() -> bool:
    """Leave this process with an empty root and without any power for good; whether the root could be changed.

    Whatever has to be read from the disk must be open, or in memory, before.
    """
    try:
        os.chroot(_EMPTY_ROOT)
        os.chdir("/")
    except OSError:
        has_root = False
    else:
        has_root = True
    drop_powers()
    return has_root


def drop_powers() -> None:
    """No changing of roots, mounts, accounts or limits from here on, in no program that is started either."""
    _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION, 0)
    _libc.capset(header, (ctypes.c_uint32 * 6)())


def hide(paths: Iterable[Path], *, but: Path) -> None:
    """Cover folders and files for this process and all it starts, except one folder, where it may have its own mounts.

    Raises OSError if it may, and something could be read all the same.
    """
    if _libc.unshare(_MOUNTS):
        return
    _mount("none", Path("/"), None, _NOT_SHARED)  # before all else: nobody but us may find anything covered
    kept = os.open(but, os.O_PATH | os.O_DIRECTORY)
    for path in paths:
        if path.is_dir():
            _mount("none", path, b"tmpfs", _NOTHING_RUNS)
        elif path.exists():
            _mount(os.devnull, path, None, _BIND)
    if not but.exists():
        but.mkdir(parents=True)
        _mount(f"/proc/self/fd/{kept}", but, None, _BIND)
    os.close(kept)


def _mount(source: str, target: Path, kind: bytes | None, flags: int) -> None:
    if _libc.mount(source.encode(), os.fsencode(target), kind, flags, None):
        raise OSError(ctypes.get_errno(), "cannot be covered", str(target))


def end_with_parent(sign: int) -> None:
    """Let the kernel send this signal once the thread that started this process is gone."""
    _libc.prctl(_SIGNAL_AT_PARENTS_DEATH, sign, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a program may take: bytes of address space, seconds of computing, bytes of a file, open files."""

    memory: int
    cpu_seconds: int
    largest_file: int
    open_files: int

    @property
    def limits(self) -> tuple[tuple[int, int], ...]:
        return (
            (resource.RLIMIT_AS, self.memory),
            (resource.RLIMIT_CPU, self.cpu_seconds),
            (resource.RLIMIT_FSIZE, self.largest_file),
            (resource.RLIMIT_NOFILE, self.open_files),
        )


def run(
    program: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    *,
    bounds: Bounds,
    hidden: Iterable[Path],
    folder: Path,
    given: int | None = None,
    answer: int | None = None,
) -> str:
    """Run another program within bounds and without powers; "" if it ended well, else a code of `refusals`.

    It works in `folder`, the only place that it may see among the `hidden` ones, where the system allows to hide. It
    reads from `given` and writes to `answer`, if these are open files, and hears and says nothing else. It stays in the
    caller's process group: whoever ends that group ends it too.
    """
    child = os.fork()
    if child == 0:
        try:  # it turns into the program, or ends
            limit(bounds.limits)
            hide(hidden, but=folder)
            drop_powers()
            os.umask(0o077)
            os.chdir(folder)
            nothing = os.open(os.devnull, os.O_RDWR)
            for stream, own in enumerate((given, answer, None)):  # the pipes of the gate are none of its business
                os.dup2(nothing if own is None else own, stream)
            os.execve(program, [*arguments], environment)
        finally:
            os._exit(1)
    _, status, used = os.wait4(child, 0)
    if status == 0:
        return ""
    return "too_slow" if used.ru_utime + used.ru_stime >= bounds.cpu_seconds - 1 else "damaged"


def limit(limits: Iterable[tuple[int, int]]) -> None:
    """Limits by kind (`resource.RLIMIT_…`), which nobody can raise again; no memory image is ever written."""
    for kind, most in (*limits, (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (most, most))
