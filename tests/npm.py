"""Tools from npm's registry for tests and measurements, each as a lock file of its own has them."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORKSHOPS = ROOT / ".npm"  # where npm keeps what it installed from one run to the next
LONGEST = 300  # seconds


class ToolError(Exception):
    """A tool ended badly; holds what it said."""


def is_there() -> bool:
    """Whether this machine has node and npm."""
    return bool(shutil.which("node") and shutil.which("npm"))


def workshop(sources: Path) -> Path:
    """A folder with the npm and TypeScript files of `sources` and its packages, which are installed once."""
    folder = WORKSHOPS / sources.name
    folder.mkdir(parents=True, exist_ok=True)
    lock, installed = (sources / "package-lock.json").read_text(), folder / "installed.json"
    for source in sources.iterdir():
        if source.suffix in {".json", ".ts"}:
            shutil.copyfile(source, folder / source.name)
    if not installed.exists() or installed.read_text() != lock:
        run(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", patience=LONGEST)
        installed.write_text(lock)  # only once all is there
    return folder


def run(folder: Path, *command: str, patience: float = 120, **env: str) -> str:
    """What the command says in that folder; a ToolError where it does not end well within so many seconds."""
    env = {**os.environ, "NO_UPDATE_NOTIFIER": "1", **env}
    try:
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=patience)
    except subprocess.TimeoutExpired:
        raise ToolError(f"{' '.join(command)} did not end in {patience} s") from None
    if done.returncode:
        raise ToolError(
            f"{' '.join(command)} ended with {done.returncode}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        )
    return done.stdout
