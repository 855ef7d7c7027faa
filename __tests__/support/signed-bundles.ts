import { DSSE_PAYLOAD_TYPE } from "../../src/core/attestation";
import { createKeylessSigner } from "../../src/attest/signer";
import { readTrustConfig } from "../../src/attest/trust-config";
import { createHttpClient } from "../../src/host/http";
import { readTrustedRoot, type Trust } from "../../src/verify/trusted-root";
import { startSigstore, type ConfigWishes } from "./sigstore-server";

export const PAYLOAD = Buffer.from(JSON.stringify({ _type: "https://in-toto.io/Statement/v1", subject: [] }));
export const WORKFLOW = "https://github.com/acme/ci/.github/workflows/model-build.yml@refs/tags/v1";

/** A bundle as JSON that a test may change. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;

/** A Sigstore on loopback that signs, and whom to trust for it. */
export async function startSigning() {
  const sigstore = await startSigstore();
  const http = createHttpClient({ env: {} });
  return {
    sigstore,
    trust: (): Trust & { kind: "sigstore" } => ({
      kind: "sigstore",
      root: readTrustedRoot(JSON.stringify(sigstore.trustedRoot()), "root.json"),
    }),
    /** `wishes`: log 1, 2 or none, with or without a timestamp authority. */
    async bundle(wishes: ConfigWishes, claims: Record<string, unknown> = {}, payload = PAYLOAD): Promise<Loose> {
      const { endpoints } = readTrustConfig(JSON.stringify(sigstore.clientTrustConfig(wishes)), "own.json", Date.now());
      const getIdToken = async (audience: string) => sigstore.token({ audience, claims });
      const { json } = await createKeylessSigner({ endpoints, http, getIdToken }).sign(payload, DSSE_PAYLOAD_TYPE);
      return JSON.parse(json) as Loose;
    },
    async close() {
      await http.close();
      await sigstore.close();
    },
  };
}

/** What a promise is refused for: its kind and its words. Fails where it is not refused, or by another error. */
export async function refusalOf(promise: Promise<unknown>): Promise<{ kind: string; message: string }> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason as { name: string; kind: string; message: string },
  );
  expect(error).toMatchObject({ name: "Refused" });
  return { kind: error!.kind, message: error!.message };
}

/** Another byte in the middle of base64. */
export function flipped(base64: string, at = 0.5): string {
  const bytes = Buffer.from(base64, "base64");
  bytes[Math.floor(bytes.length * at)]! ^= 1;
  return bytes.toString("base64");
}
