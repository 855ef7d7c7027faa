import type { ByteSource } from "../core/bytes";
import type { Format } from "../core/format";

/** Their magics as little-endian numbers: `ggml`, `ggmf`, `ggjt`, `ggla`, `ggsn` (llama.cpp before August 2023). */
const MAGICS = new Map([
  [0x67676d6c, "GGML without a version"],
  [0x67676d66, "GGMF"],
  [0x67676a74, "GGJT"],
  [0x67676c61, "GGLA, an adapter"],
  [0x6767736e, "GGSN, a session"],
]);
/** A version, or the size of a vocabulary, stands behind the magic; text has more there. */
const MAX_NEXT = 2 ** 24;

/** What came before GGUF: a fixed list of numbers, then tensors. Recognised and listed, not looked into. */
export const ggml: Format = {
  id: "ggml",
  title: "GGML, GGMF, GGJT or GGLA file",
  extensions: [],
  claims: ({ bytes }) => kindOf(bytes) !== undefined,
  *open({ at, bytes }) {
    const detail = `${kindOf(bytes)} is recognised, and not looked into: convert it to GGUF`;
    yield { kind: "unreadable", at, reason: "unsupported", detail };
  },
};

function kindOf(bytes: ByteSource): string | undefined {
  const head = Buffer.from(bytes.window(0, 8));
  if (head.length < 8 || head.readUInt32LE(4) > MAX_NEXT) return undefined;
  return MAGICS.get(head.readUInt32LE(0));
}
