"""One target under atheris (libFuzzer), in a process of its own: ``python -m tests.fuzz.guided TARGET FOLDER ...``.

Further arguments are libFuzzer's. The folder keeps the inputs that reached new code. The modules under test are
imported here with their branches counted, so nothing may have imported them before.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import atheris

from tests.fuzz.names import MODULES


def main(name: str, folder: Path, *more: str) -> None:
    """Run until the inputs asked for are done, which ends the process, or an input is a fault."""
    with atheris.instrument_imports(include=list(MODULES[name])):
        from tests.fuzz.targets import load

        target = load(name)
    folder.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds:
        (folder / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    words = folder.with_suffix(".words")
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words))
    arguments = [sys.argv[0], f"-max_len={target.longest}", f"-dict={words}", *more, str(folder)]
    atheris.Setup(arguments, target.run)
    atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{octet:02x}" for octet in word)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
