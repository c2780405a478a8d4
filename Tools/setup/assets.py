"""Fetches what assets.lock pins, and unpacks it into folders of .deps.

    assets.py check FOLDER    exits 0 when every file of .deps/FOLDER is there with its pinned hash, 3 when something has to be
                              fetched, 4 when there is none for this kind of machine
    assets.py fetch FOLDER    fetches what is missing (run it with a Python that has pip)
"""

import hashlib
import os
import platform
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = ROOT / "Tools/setup/assets.lock"
WHEELS = ROOT / ".deps/wheels"
DEPS = ROOT / ".deps"


@dataclass
class Wheel:
    requirement: str
    filename: str
    sha256: str
    folder: str = "assets"  # of .deps
    members: list[tuple[str, str, str]] = field(default_factory=list)  # name in the wheel, name here, SHA-256

    @property
    def tags(self) -> list[str]:
        """What pip is told so that it takes this wheel, whichever Python runs it."""
        python, abi, machine = self.filename.removesuffix(".whl").split("-")[-3:]
        if machine == "any":
            return []
        return ["--python-version", python.removeprefix("cp"), "--implementation", "cp", "--abi", abi,
                *(word for name in machine.split(".") for word in ("--platform", name))]

    @property
    def is_for_this_machine(self) -> bool:
        machine = self.filename.removesuffix(".whl").rsplit("-", 1)[-1]
        return machine == "any" or machine.endswith("_" + platform.machine())


class Problem(Exception):
    """What went wrong and what to do, in a sentence for the person who ran the command."""


def read_lock() -> list[Wheel]:
    wheels: list[Wheel] = []
    folder = "assets"
    for number, line in enumerate(LOCK.read_text(encoding="utf-8").splitlines(), start=1):
        match line.split("#", 1)[0].split():
            case []:
                pass
            case ["into", name] if "/" not in name:
                folder = name
            case ["wheel", requirement, filename, sha256]:
                wheels.append(Wheel(requirement, filename, sha256, folder))
            case ["file", member, name, sha256] if wheels and "/" not in name:
                wheels[-1].members.append((member, name, sha256))
            case _:
                raise Problem(f"{LOCK}:{number} is neither a wheel nor a file line. Restore it with git.")
    return wheels


def has_hash(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def is_unpacked(wheel: Wheel) -> bool:
    return all(has_hash(DEPS / wheel.folder / name, sha256) for _, name, sha256 in wheel.members)


def download(wheel: Wheel) -> None:
    """pip refuses a wheel whose hash is not the pinned one; a wheel put into .deps/wheels by hand is taken when its hash is right."""
    if has_hash(WHEELS / wheel.filename, wheel.sha256):
        return
    (WHEELS / wheel.filename).unlink(missing_ok=True)
    WHEELS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        requirements = Path(folder) / "requirements.txt"
        requirements.write_text(f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n", encoding="utf-8")
        result = subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--retries", "2",
             "--no-deps", "--only-binary", ":all:", "--require-hashes", *wheel.tags, "-r", str(requirements), "-d", str(WHEELS)],
            stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if "DO NOT MATCH THE HASHES" in result.stderr:
        raise Problem(f"The package index offers another file for {wheel.requirement} than the one pinned in {LOCK}.\n"
                      f"It was not unpacked. Check which index pip uses (`pip config list`), then run this again.")
    if result.returncode != 0:
        raise Problem(f"Could not fetch {wheel.requirement} from PyPI. pip said:\n{result.stderr.strip()}\n"
                      f"Check the network connection and run this again. Without a network: put the file\n"
                      f"{wheel.filename} into {WHEELS} and run this again.")
    if not has_hash(WHEELS / wheel.filename, wheel.sha256):
        raise Problem(f"pip fetched {wheel.requirement}, but not as {wheel.filename} with its pinned hash. It was not unpacked.")


def unpack(wheel: Wheel) -> None:
    folder = DEPS / wheel.folder
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(WHEELS / wheel.filename) as archive:
        for member, name, sha256 in wheel.members:
            content = archive.read(member)
            if hashlib.sha256(content).hexdigest() != sha256:
                raise Problem(f"{member} in {wheel.filename} has another hash than the one pinned in {LOCK}. It was not unpacked.")
            # Written beside and renamed, so that an interrupted run leaves no half file under the final name.
            partial = folder / f".{name}.partial"
            partial.write_bytes(content)
            os.replace(partial, folder / name)


def main() -> int:
    match sys.argv[1:]:
        case ["check" | "fetch" as wish, folder]:
            pass
        case _:
            print(__doc__, file=sys.stderr)
            return 64
    wheels = [wheel for wheel in read_lock() if wheel.folder == folder]
    if not all(wheel.is_for_this_machine for wheel in wheels):
        return 4
    missing = [wheel for wheel in wheels if not is_unpacked(wheel)]
    if wish == "check":
        return 3 if missing else 0
    for wheel in missing:
        download(wheel)
        unpack(wheel)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Problem, OSError, KeyError, zipfile.BadZipFile) as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
