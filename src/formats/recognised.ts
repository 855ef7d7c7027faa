import type { ByteSource } from "../core/bytes";
import type { Format } from "../core/format";
import { latin1 } from "../core/text";

/** A model format that is known by sight and not read yet: listed, so that nobody takes silence for a pass. */
interface Sight {
  readonly id: string;
  readonly title: string;
  /** Extensions that nothing else has; content under one that fails `looks` is said. */
  readonly extensions: readonly string[];
  looks(bytes: ByteSource): boolean;
}

const startsWith =
  (text: string, at = 0) =>
  (bytes: ByteSource): boolean =>
    latin1(bytes.window(at, text.length)) === text;

/** An XML text whose root is `name`, within its first 4 KiB: declarations and comments may come before. */
const hasRoot =
  (name: string, attribute: string) =>
  (bytes: ByteSource): boolean => {
    const head = latin1(bytes.window(0, 4096));
    return /^(\xef\xbb\xbf)?\s{0,64}</.test(head) && head.includes(`<${name} `) && head.includes(attribute);
  };

const SIGHTS: readonly Sight[] = [
  // executorch/schema/program.fbs: file_identifier "ET12", and its successors.
  {
    id: "executorch",
    title: "ExecuTorch program",
    extensions: [".pte"],
    looks: (bytes) => /^ET\d\d$/.test(latin1(bytes.window(4, 4))),
  },
  // The plan that TensorRT serialises; its magic is not documented, its readers look for it all the same.
  {
    id: "tensorrt",
    title: "TensorRT engine",
    extensions: [],
    looks: (bytes) => /^[fp]trt[^]{0,12}\0/.test(latin1(bytes.window(0, 32))),
  },
  // docs.openvino.ai, "OpenVINO IR format": a <net> of <layers>.
  { id: "openvino", title: "OpenVINO model", extensions: [], looks: hasRoot("net", "<layers>") },
  // dmg.org, PMML 4.4: the root element and its namespace.
  { id: "pmml", title: "PMML model", extensions: [".pmml"], looks: hasRoot("PMML", "dmg.org/PMML") },
  // R internals, "Serialization Formats": readRDS and load.
  {
    id: "r-data",
    title: "R data",
    extensions: [],
    looks: (bytes) => /^(RD[XA][23]\n|X\n\0\0\0[\x02\x03]|A\n[23]\n)/.test(latin1(bytes.window(0, 16))),
  },
  // MXNet's NDArray list (kMXAPINDArrayListMagic, 0x112), eight bytes, then a reserved zero.
  { id: "mxnet", title: "MXNet parameters", extensions: [], looks: startsWith("\x12\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0") },
  // catboost/libs/model: "CBM1", and the length of a FlatBuffers core.
  { id: "catboost", title: "CatBoost model", extensions: [".cbm"], looks: startsWith("CBM1") },
  // onnx.serialization: the same model as text of protobuf, as JSON, and in ONNX's own syntax (docs/Syntax.md).
  {
    id: "onnx-text",
    title: "ONNX model as text",
    extensions: [".onnxtxt", ".onnxjson"],
    looks: (bytes) =>
      /^\s{0,64}(ir_version\s{0,4}:|<\s{0,8}ir_version\s{0,4}:|\{\s{0,8}"irVersion"\s{0,4}:)/.test(
        latin1(bytes.window(0, 256)),
      ),
  },
  // XGBoost before 1.7 wrote a binary form of its own with this mark; later ones refuse it.
  {
    id: "xgboost-binary",
    title: "XGBoost model (old binary)",
    extensions: [],
    looks: (bytes) => /^binf[^]{0,12}\0/.test(latin1(bytes.window(0, 32))),
  },
];

export const recognisedFormats: readonly Format[] = SIGHTS.map(({ id, title, extensions, looks }) => ({
  id,
  title,
  extensions,
  claims: ({ bytes }) => looks(bytes),
  *open({ at }) {
    yield { kind: "unreadable", at, reason: "unsupported", detail: `${title} is recognised, and not looked into` };
  },
}));
