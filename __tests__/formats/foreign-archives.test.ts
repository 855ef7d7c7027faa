import { rar, sevenZip } from "../../src/formats/foreign-archives";
import { claims, see } from "../support/see";

/** nullifAI (ReversingLabs, 2025): models in 7z on Hugging Face, which scanners passed over. */
const SEVEN_ZIP = Uint8Array.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]);
const RAR4 = Buffer.from("Rar!\x1a\x07\x00rest", "latin1");
const RAR5 = Buffer.from("Rar!\x1a\x07\x01\x00rest", "latin1");

test.each([
  ["a 7z archive", sevenZip, SEVEN_ZIP],
  ["a RAR archive", rar, RAR4],
  ["a RAR archive", rar, RAR5],
])("%s is recognised and not read", (title, format, bytes) => {
  expect(claims(format, bytes)).toBe(true);
  expect(see(format, bytes).subjects).toEqual([
    {
      kind: "unreadable",
      at: { path: "m", inside: [] },
      reason: "unsupported",
      detail: `this is ${title}, which is not read here and which no model library loads`,
    },
  ]);
});

test("other bytes are neither", () => {
  for (const bytes of [
    new Uint8Array(0),
    SEVEN_ZIP.subarray(0, 5),
    Buffer.from("Rar!"),
    Buffer.from("Rar!\x1a\x07\x02"),
  ])
    expect([sevenZip, rar].some((format) => claims(format, bytes))).toBe(false);
});
