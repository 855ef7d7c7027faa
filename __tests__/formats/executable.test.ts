import { FORMATS } from "../../src/formats";
import { isModelName } from "../../src/formats/model-names";
import { lines, scanBytes } from "../support/scan";
import { zip } from "../support/zip-builder";

/** Beginnings only: nothing here can run. */
const ELF = Buffer.concat([Buffer.from("7f454c4602010100", "hex"), Buffer.alloc(56)]);
const MACH_O = Buffer.concat([Buffer.from("cffaedfe07000001", "hex"), Buffer.alloc(56)]);
const PE = Buffer.alloc(128);
PE.write("MZ");
PE.writeUInt32LE(64, 0x3c);
PE.write("PE\0\0", 64);
const SCRIPT = Buffer.from("#!/usr/bin/env bash\necho hello\n");
const APE = Buffer.from("MZqFpD='\n\0\0\0\0\0\0\0\0");

const scan = (bytes: Uint8Array, path: string) => lines(scanBytes(bytes, path).findings);

test.each([
  ["model.pt", ELF, "a Linux program (ELF)"],
  ["pytorch_model.bin", ELF, "a Linux program (ELF)"],
  ["model.onnx", MACH_O, "a macOS program (Mach-O)"],
  ["weights.h5", PE, "a Windows program (PE)"],
  ["model.gguf", SCRIPT, "a script (#!/usr/bin/env bash)"],
  ["model.llamafile", APE, "an Actually Portable Executable"],
])("%s that is a program", (path, bytes, what) => {
  expect(scan(bytes, path)).toEqual([`high MA-ARC-012 ${path}: under a model's name is a program: ${what}`]);
  expect(scanBytes(bytes, path).format).toBe("executable");
});

test.each([
  ["a library under its own name", "libx.so", ELF],
  ["firmware", "firmware.bin", ELF],
  ["a script", "convert.sh", SCRIPT],
  ["two letters", "model.bin", Buffer.from("MZ and nothing of a header behind it, only words")],
])("%s is not listed as a program", (_, path, bytes) => {
  expect(scan(bytes, path).filter((line) => line.includes("ARC-012"))).toEqual([]);
  expect(scanBytes(bytes, path).format).not.toBe("executable");
});

test("a member of a model's container, and one of a wheel", () => {
  const parts = [
    { name: "m/data/0", data: ELF },
    { name: "m/lib.so", data: ELF },
  ];
  expect(scan(zip(parts), "model.keras").filter((line) => line.includes("ARC-012"))).toHaveLength(2);
  expect(scan(zip(parts), "package.whl")).toEqual([]);
  expect(scan(zip([{ name: "pkg/model.pt", data: ELF }]), "package.whl")).toEqual([
    "high MA-ARC-012 package.whl > pkg/model.pt: a member with a model's name is a program: a Linux program (ELF)",
  ]);
});

test("a llamafile is a program with weights in it, and not two things at once", () => {
  const llamafile = Buffer.concat([APE, zip([{ name: "model.gguf", data: "no weights" }])]);
  const result = scanBytes(llamafile, "model.llamafile");
  expect(result.format).toBe("llamafile");
  expect(lines(result.findings)).toContain(
    "high MA-ARC-012 model.llamafile: under a model's name is a program: an Actually Portable Executable",
  );
  expect(lines(result.findings).filter((line) => line.includes("ARC-010"))).toEqual([]);
});

test("every extension that a format promises is a model's name", () => {
  const promised = FORMATS.filter(({ text }) => text === undefined).flatMap(({ extensions }) => extensions);
  const unusual = [".pck", ".pcl", ".cpkl", ".cloudpickle", ".jbl"];
  expect(promised.filter((extension) => !isModelName(`x${extension}`) && !unusual.includes(extension))).toEqual([]);
});
