import { deflateSync, gzipSync } from "node:zlib";
import { pickle, PickleBuilder } from "../support/pickle-builder";
import { zip, type ZipPart } from "../support/zip-builder";
import { reported } from "./reported";

const EVIL = pickle(2).call("os", "system", "echo").stop();
const WEIGHTS = pickle(2).call("collections", "OrderedDict").stop();
const shows = (bytes: Uint8Array, path?: string): void =>
  expect(reported(bytes, path).join("\n")).toContain("os.system");

/** A torch checkpoint around these members. */
const torch = (...parts: ZipPart[]): ZipPart[] => [...parts, { name: "m/version", data: "3\n" }];
const evilMember = (more: Partial<ZipPart> = {}): ZipPart => ({ name: "m/data.pkl", data: EVIL, ...more });

describe("zip: what one reader refuses and another loads", () => {
  test("GHSA-w8jq-xcqf-f792 the encryption flag of a member that is not encrypted", () => {
    shows(zip(torch(evilMember({ flags: 1 }))), "m.pt");
  });

  test.each([0x20, 0x40, 0x2000])("flag bit 0x%s", (bit) => shows(zip(torch(evilMember({ flags: bit }))), "m.pt"));

  test("GHSA-w8jq-xcqf-f792 a flag in the directory only", () => {
    shows(zip(torch(evilMember({ central: { flags: 1 } }))), "m.pt");
  });

  test("GHSA-7q5r-7gvp-wc82 local and central names differ", () => {
    shows(zip(torch(evilMember({ local: { name: "m/other.txt" } }))), "m.pt");
    shows(zip(torch(evilMember({ central: { name: "m/notes.txt" } }))), "m.pt");
  });

  test("GHSA-mjqp-26hc-grxg a wrong CRC", () => {
    shows(zip(torch(evilMember({ central: { crc: 1 } }))), "m.pt");
    shows(zip(torch(evilMember({ central: { crc: 1 }, local: { crc: 1 } }))), "m.pt");
  });

  test("GHSA-769v-p64c-89pr a member with another extension", () => {
    shows(zip(torch({ name: "m/data.pkl", data: WEIGHTS }, { name: "m/config.p", data: EVIL })), "m.pt");
    shows(zip(torch({ name: "m/data.pkl", data: WEIGHTS }, { name: "m/readme.txt", data: EVIL })), "m.pt");
    shows(zip(torch({ name: "m/data.pkl", data: WEIGHTS }, { name: "m/x", data: EVIL })), "m.pt");
  });

  test("duplicate members, whichever is read", () => {
    shows(zip(torch(evilMember(), { name: "m/data.pkl", data: WEIGHTS })), "m.pt");
    shows(zip(torch({ name: "m/data.pkl", data: WEIGHTS }, evilMember())), "m.pt");
  });

  test("a member that the directory does not list", () => {
    shows(zip(torch(evilMember({ hidden: true }), { name: "m/data.pkl", data: WEIGHTS })), "m.pt");
  });

  test("a pickle before the first member", () => {
    shows(zip(torch({ name: "m/data.pkl", data: WEIGHTS }), { prefix: EVIL }), "m.pt");
    shows(zip(torch({ name: "m/data.pkl", data: WEIGHTS }), { prefix: EVIL, absolute: true }), "m.pt");
  });

  test("a pickle behind the end", () => {
    shows(zip(torch({ name: "m/data.pkl", data: WEIGHTS }), { suffix: EVIL }), "m.pt");
  });

  test("a name that leaves the directory, and a link", () => {
    expect(reported(zip([{ name: "../../evil.pkl", data: WEIGHTS }]), "m.pt").join("\n")).toContain("MA-ARC-001");
    expect(reported(zip([{ name: "link", data: "/etc/passwd", mode: 0o120777 }]), "m.pt").join("\n")).toContain(
      "MA-ARC-002",
    );
  });

  test("deflated, and in Zip64", () => {
    shows(zip(torch(evilMember({ method: 8 }))), "m.pt");
    shows(zip(torch(evilMember()), { zip64: true }), "m.pt");
  });
});

describe("the name of the file does not decide", () => {
  test.each([
    "model.bin",
    "model.pt",
    "model.pth",
    "model.ckpt",
    "model.pkl",
    "model.joblib",
    "model.safetensors",
    "model",
    "notes.txt",
  ])("GHSA-jgw4-cr84-mqxg a plain pickle named %s", (path) => shows(EVIL, path));

  test.each(["model.bin", "model.pkl", "model.safetensors", "model"])("a torch zip named %s", (path) =>
    shows(zip(torch(evilMember())), path),
  );

  test("7z and rar under a model's name (nullifAI)", () => {
    const sevenZip = Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4, ...new Uint8Array(64));
    const rar = Uint8Array.of(0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x01, 0, ...new Uint8Array(64));
    for (const path of ["pytorch_model.bin", "model.pt", "model.pkl"]) {
      expect(reported(sevenZip, path).join("\n")).toContain("MA-ARC-011");
      expect(reported(rar, path).join("\n")).toContain("MA-ARC-011");
    }
  });

  test("a pickle, then a zip", () => {
    const harmless = zip(torch({ name: "m/data.pkl", data: WEIGHTS }));
    shows(Buffer.concat([EVIL, harmless]), "m.pt");
    shows(Buffer.concat([EVIL, harmless]), "m.pkl");
    shows(Buffer.concat([WEIGHTS, zip(torch(evilMember()))]), "m.pkl");
  });
});

/** The five pickles with which torch before 1.6 begins a checkpoint, `evil` in one of them. */
function legacy(evil: number): Uint8Array {
  const magic = (p: PickleBuilder) => p.long1([0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]);
  const streams: ((p: PickleBuilder) => PickleBuilder)[] = [
    magic,
    (p) => p.binint2(1001),
    (p) => p.emptyDict(),
    (p) => p.call("collections", "OrderedDict"),
    (p) => p.emptyList(),
  ];
  const parts = streams.map((write, i) => {
    const p = pickle(2);
    if (i === evil) p.call("os", "system", "echo").pop();
    return write(p).stop();
  });
  return Buffer.concat(parts);
}

describe("legacy torch", () => {
  test.each([0, 1, 2, 3, 4])("the payload in stream %i of five", (i) => shows(legacy(i), "m.pt"));

  test("GHSA-97f8-7cmv-76j2 (CVE-2026-53875) the magic number is computed by eval", () => {
    const magic = pickle(2).call("builtins", "eval", "119547037146038801333356").stop();
    const rest = legacy(-1).subarray(
      pickle(2)
        .long1(new Array(10).fill(0) as number[])
        .stop().length,
    );
    expect(reported(Buffer.concat([magic, rest]), "m.pt").join("\n")).toContain("builtins.eval");
  });
});

/** A tar with one plain file. */
function tar(name: string, data: Uint8Array): Uint8Array {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${data.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        0", 148);
  header.write("ustar\0" + "00", 257);
  const sum = header.reduce((a, b) => a + b, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512), Buffer.alloc(1024)]);
}

describe("containers in containers", () => {
  test("joblib, compressed", () => {
    shows(deflateSync(EVIL), "m.joblib");
    shows(gzipSync(EVIL), "m.joblib");
  });

  test("compressed twice", () => {
    shows(deflateSync(deflateSync(EVIL)), "m.joblib");
    shows(gzipSync(deflateSync(EVIL)), "m.pkl.gz");
  });

  test("tar in tar", () => shows(tar("inner.tar", tar("m.pkl", EVIL)), "m.tar"));

  test("a zip in a tar in a gzip", () => shows(gzipSync(tar("m.pt", zip(torch(evilMember())))), "m.nemo"));

  test("a zip in a zip", () => shows(zip([{ name: "inner.bin", data: zip(torch(evilMember())) }]), "m.pt"));
});
