import {
  attribute,
  constant,
  domain,
  external,
  localFunction,
  model,
  named,
  node,
  pair,
  raw,
  string,
  subgraph,
  tensor,
  weight,
} from "../support/onnx-builder";
import { REAL_ONNX } from "../support/onnx-sample";
import { bytesField, float, group, inner, int, text } from "../support/protobuf-builder";

const DATA = external(["location", "d/../m.data"], ["offset", "16"], ["length", "16"], ["__class__", "x"]);

/** ONNX models: a real one, one with every kind of reference, one that is nested and calls itself. */
export const ONNX: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  { name: "real.onnx", bytes: REAL_ONNX },
  {
    name: "odd.onnx",
    bytes: model(
      [
        node("PyOp", domain("p"), named("n"), string("module", "m"), attribute("f", float(2, 1))),
        node(
          "EPContext",
          domain("com.microsoft"),
          string("ep_cache_context", "/x"),
          attribute("embed_mode", int(3, 0)),
        ),
        node("Constant", constant(...tensor("c", 22, [3, 3]), raw(5))),
        weight(...tensor("w", 1, [4]), DATA),
        weight(...tensor("v", 7, [2, -1]), group(90, int(1, 1))),
        inner(15, inner(1, ...tensor("s", 1, [2]), raw(8)), inner(2, ...tensor("i", 7, [2]), raw(16))),
      ],
      pair(14, "token", `hf_${"AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh"}`),
      bytesField(99, Buffer.concat([Buffer.from("\x80\x02cos\nsystem\n.", "latin1"), Buffer.alloc(5000)])),
      text(6, "a description"),
    ),
  },
  {
    name: "deep.onnx",
    bytes: model(
      [
        node(
          "If",
          subgraph("t", node("Loop", subgraph("b", node("f", domain("d")), weight(...tensor("w", 1, [1]), raw(4))))),
        ),
      ],
      localFunction("f", "d", node("g", domain("d")), node("g", domain("d"))),
      localFunction("g", "d", node("f", domain("d")), node("Constant", constant(...tensor("w", 1, [4]), DATA))),
      inner(20, inner(1, node("Relu")), inner(2, node("Relu"))),
    ),
  },
];
