import { defineRule } from "../../core/rule";

/** Names that promise data without code, and the formats that keep the promise. */
const PROMISES: Readonly<Record<string, readonly string[]>> = {
  ".safetensors": ["safetensors"],
  ".gguf": ["gguf"],
  ".onnx": ["onnx"],
  ".tflite": ["tflite"],
  ".h5": ["hdf5", "keras-h5"],
  ".hdf5": ["hdf5", "keras-h5"],
  ".keras": ["keras", "hdf5", "keras-h5"],
  ".npz": ["npz", "zip"], // an archive of no arrays is a zip
  ".skops": ["skops"],
};

/** Formats that have a rule of their own under a model's name. */
const SAID_ELSEWHERE = ["executable", "7z", "rar"];

/**
 * Why: reviewers and policies trust a file by its name. A pickle called `.safetensors` passes their eyes, and
 * `torch.load` opens it all the same.
 */
export const disguisedContent = defineRule({
  id: "MA-ARC-013",
  name: "disguised-content",
  on: "file",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A file is of another format than its name promises",
  remedy: "Give the file the extension of what it is, and have it reviewed as that.",
  *check({ claimedBy, at }) {
    const name = (at.inside.at(-1) ?? at.path).toLowerCase();
    const extension = name.slice(name.lastIndexOf("."));
    const kept = Object.hasOwn(PROMISES, extension) ? PROMISES[extension]! : undefined;
    if (kept === undefined || claimedBy.length === 0 || claimedBy.some((format) => kept.includes(format))) return;
    if (claimedBy.every((format) => SAID_ELSEWHERE.includes(format))) return;
    yield {
      message: `the name promises ${kept[0]!}, the content is ${claimedBy.join(" and ")}`,
      key: [extension, ...claimedBy],
    };
  },
});
