import type { Location } from "../../core/location";
import type { ServedCode } from "../../core/served-code-facts";
import type { Subject } from "../../core/subject";
import { shorten } from "../../core/text";
import { member, parseJson, stringOf, type JsonNode } from "../../syntax/json";
import { secretsIn } from "../secrets";

/** Handlers that TorchServe brings itself (ts/torch_handler, 0.12). */
const BUILT_IN = new Set(["image_classifier", "image_segmenter", "object_detector", "text_classifier", "base_handler"]);
const LEAVES = /^([/\\~]|[A-Za-z]:[/\\])|(^|[/\\])\.\.([/\\]|$)/;

/**
 * The code that a manifest of TorchServe names: its handler, and the file that defines the network. `files` are the
 * archive's members, and whether the repository has the same.
 */
export function* servedCode(
  text: string,
  at: Location,
  files: ReadonlyMap<string, "reviewed" | "packaged">,
): Generator<Subject> {
  let manifest: JsonNode;
  try {
    manifest = parseJson(text);
  } catch (error) {
    yield { kind: "unreadable", at, reason: "malformed", detail: shorten((error as Error).message, 200) };
    return;
  }
  const code = ["handler", "modelFile"].flatMap((role): ServedCode[] => {
    const name = stringOf(member(manifest, "model", role));
    return name === undefined ? [] : [{ role, name, state: stateOf(role, name, files) }];
  });
  yield { kind: "served-code", at, served: { format: "mar", code } };
  yield* secretsIn(text, at, "the manifest");
}

/** `handler` may name a function of its file behind a colon. */
function stateOf(
  role: string,
  written: string,
  files: ReadonlyMap<string, "reviewed" | "packaged">,
): ServedCode["state"] {
  const name = written.replace(/:[^/\\]*$/, "");
  if (role === "handler" && BUILT_IN.has(name)) return "built-in";
  if (LEAVES.test(written)) return "leaves";
  return files.get(name) ?? files.get(`${name}.py`) ?? "absent";
}
