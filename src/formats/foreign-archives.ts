import type { Format } from "../core/format";

/** Archives that no model library reads: in a model's clothes they only hide from scanners (picklescan and `torch.load`, nullifAI 2025). */
function foreignArchive(id: string, title: string, magics: readonly (readonly number[])[]): Format {
  return {
    id,
    title,
    extensions: [],
    claims({ bytes }) {
      return magics.some((magic) => {
        const head = bytes.window(0, magic.length);
        return head.length === magic.length && magic.every((byte, i) => head[i] === byte);
      });
    },
    *open({ at }) {
      const detail = `this is ${title}, which is not read here and which no model library loads`;
      yield { kind: "unreadable", at, reason: "unsupported", detail };
    },
  };
}

/** 7zFormat.txt of the LZMA SDK: kSignature. */
export const sevenZip = foreignArchive("7z", "a 7z archive", [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]]);

/** RAR 1.5 to 4, and RAR 5. */
export const rar = foreignArchive("rar", "a RAR archive", [
  [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x00],
  [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x01, 0x00],
]);
