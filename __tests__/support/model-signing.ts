import { createHash, createSign, generateKeyPairSync } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DSSE_PAYLOAD_TYPE } from "../../src/core/attestation";
import { sha256 } from "./statements";

/** The Python that has the reference implementation; the tests with it say that they were skipped where it is not named. */
export const PYTHON = process.env["MODEL_ASSAY_MODEL_SIGNING"];
/** The specification's schemas and vectors, which are beside this repository. */
export const OMS = process.env["MODEL_ASSAY_OMS"] ?? "/work/shared/data/oms";

/** An EC key in files, and a bundle of a payload that it signed: made by hand, so that it proves the payload alone. */
export function makeKey(directory: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const paths = { private: join(directory, "key.pem"), public: join(directory, "key.pub") };
  writeFileSync(paths.public, pem);
  writeFileSync(paths.private, privateKey.export({ type: "sec1", format: "pem" }));
  const bundle = (payload: Uint8Array): string => {
    const header = `DSSEv1 ${DSSE_PAYLOAD_TYPE.length} ${DSSE_PAYLOAD_TYPE} ${payload.length} `;
    const sig = createSign("sha256").update(header).update(payload).sign(privateKey, "base64");
    const base64 = Buffer.from(payload).toString("base64");
    return JSON.stringify({
      mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      verificationMaterial: { publicKey: { hint: createHash("sha256").update(pem).digest("hex") }, tlogEntries: [] },
      dsseEnvelope: { payload: base64, payloadType: DSSE_PAYLOAD_TYPE, signatures: [{ sig, keyid: "" }] },
    });
  };
  return { paths, bundle };
}

/** Runs `model_signing` and gives whether it agreed, with what it said. */
export function modelSigning(...args: readonly string[]): { ok: boolean; said: string } {
  try {
    const said = execFileSync(PYTHON!, ["-m", "model_signing", ...args], {
      encoding: "utf8",
      stdio: "pipe",
      timeout: 120_000,
    });
    return { ok: true, said };
  } catch (error) {
    return { ok: false, said: String((error as { stderr?: string }).stderr) };
  }
}

export function payloadOf(bundle: string): Uint8Array {
  const { dsseEnvelope } = JSON.parse(readFileSync(bundle, "utf8")) as { dsseEnvelope: { payload: string } };
  return Buffer.from(dsseEnvelope.payload, "base64");
}

export function writeModel(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
}

/** What stands below a directory, hashed here and not by what is tested. */
export function contentOf(directory: string) {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const pathOf = (entry: (typeof entries)[number]) => join(entry.parentPath, entry.name).slice(directory.length + 1);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => ({ path: pathOf(entry), sha256: sha256(readFileSync(join(entry.parentPath, entry.name))) }));
  return { files, links: entries.filter((entry) => entry.isSymbolicLink()).map(pathOf) };
}
