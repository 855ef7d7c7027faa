import { zip as format } from "../../src/formats/zip";
import { claims, see } from "../support/see";
import { mutations, truncations } from "../support/damage";
import { zip } from "../support/zip-builder";

/** One of everything: each record of a zip is in it. */
const small = zip(
  [
    { name: "m/data.pkl", data: "x".repeat(40), method: 8, descriptor: "signed" },
    { name: "m/version", data: "3\n" },
    { name: "m/data/0", data: "0123456789", descriptor: "zip64" },
    { name: "inner.zip", data: zip([{ name: "a", data: "a" }]) },
    { name: "hidden", data: "y", hidden: true },
  ],
  { zip64: true, comment: "comment", prefix: "#!" },
);

/** `see` rethrows what a format may not throw, so that running is the test. */
const limits = { inflated: 1 << 20, members: 1000, nested: 1000 };

test("every truncation", () => {
  for (const file of truncations(small)) {
    claims(format, file);
    see(format, file, { limits });
  }
});

test("4,000 changes of a few bytes, within seconds", () => {
  for (const file of mutations(small, 4000)) {
    claims(format, file);
    see(format, file, { limits });
  }
});

test("a megabyte of signatures is not quadratic", () => {
  for (const signature of ["PK\x03\x04", "PK\x01\x02", "PK\x05\x06", "PK\x03\x04\x14\0\0\0\0\0\0\0!\0"]) {
    const start = performance.now();
    see(format, zip([{ name: "a", before: signature.repeat(1_000_000 / signature.length) }]), { limits, read: 64 });
    expect(performance.now() - start).toBeLessThan(120_000);
  }
});
