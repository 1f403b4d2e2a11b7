"""How much memory this process has held at most."""

from pathlib import Path


def peak_mb() -> float:
    """The most that was resident since this program began; `getrusage` would count what its parent held, too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024
