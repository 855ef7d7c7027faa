import { gguf } from "../support/gguf-builder";
import { indexText } from "../support/index-text";
import { entry, floats, safetensorsFile } from "../support/safetensors-builder";

/** safetensors files, their index, and GGUF files of every version, with what is odd in them. */
export const WEIGHTS: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  { name: "plain.safetensors", bytes: floats({ "a.weight": 4, b: 3 }, { format: "pt", url: "https://example.org" }) },
  {
    name: "odd.safetensors",
    bytes: safetensorsFile(
      {
        __metadata__: { x: "gASVAAAA" },
        a: entry("F4", [4], 0, 2),
        b: entry("BF16", [2, 2], 1, 9),
        e: entry("U8", [0], 3, 3),
      },
      12,
    ),
  },
  {
    name: "model.safetensors.index.json",
    bytes: Buffer.from(indexText({ a: "s1.safetensors", b: "../s2.safetensors" }, 16)),
  },
  {
    name: "v1.gguf",
    bytes: gguf({ version: 1 }).text("general.name", "n").texts("t", ["a", "b"]).tensor("w", [8]).build(),
  },
  {
    name: "v3.gguf",
    bytes: gguf({ alignment: 64 })
      .text("general.url", "javascript:x")
      .text("tokenizer.chat_template", "{{ messages[0]['content'] }}")
      .u32("general.alignment", 64)
      .raw("nested", 9, Buffer.from("090000000100000000000000" + "000000000200000000000000" + "0102", "hex"))
      .tensor("w", [32, 2], { type: 8, size: 68 })
      .tensor("v", [4, 4])
      .build(),
  },
  {
    name: "m-00001-of-00003.gguf",
    bytes: gguf({ big: true })
      .u16("split.no", 0)
      .u16("split.count", 3)
      .texts("tokens", ["x", "y"])
      .tensor("w", [8])
      .build(),
  },
  { name: "former.ggml", bytes: Buffer.concat([Buffer.from("tjgg"), Buffer.of(3, 0, 0, 0), Buffer.alloc(40)]) },
];
