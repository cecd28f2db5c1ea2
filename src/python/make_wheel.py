"""Writes the package in a folder as a wheel, with nothing but Python: make_wheel.py PACKAGE VERSION OUTPUT_FOLDER."""

import base64
import hashlib
import sys
import sysconfig
import zipfile
from pathlib import Path


def entry(data):
    """Hash and size as RECORD has them (PEP 376, PEP 427)."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"sha256={digest},{len(data)}"


def main(package, version, output):
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    tag = f"{python}-{python}-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"
    info = f"fokker-{version}.dist-info"
    files = {f"fokker/{path.name}": path.read_bytes() for path in sorted(Path(package).iterdir())
             if path.suffix in (".py", ".pyi", ".so") or path.name == "py.typed"}
    files[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: fokker\nVersion: {version}\n"
        "Summary: Fokker-Planck equation forward and time-reversed, checked against particles\n"
        f"Requires-Python: ==3.{sys.version_info.minor}.*\nRequires-Dist: numpy\nRequires-Dist: xarray\n").encode()
    files[f"{info}/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: fokker\nRoot-Is-Purelib: false\nTag: {tag}\n").encode()
    record = "".join(f"{name},{entry(data)}\n" for name, data in files.items()) + f"{info}/RECORD,,\n"
    files[f"{info}/RECORD"] = record.encode()
    target = Path(output) / f"fokker-{version}-{tag}.whl"
    target.parent.mkdir(parents=True, exist_ok=True)
    for old in target.parent.glob("fokker-*.whl"):
        old.unlink()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            # a fixed date: the same files give the same bytes
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


main(*sys.argv[1:])
