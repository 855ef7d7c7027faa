import type { CallUse } from "../../core/code-facts";
import { defineRule } from "../../core/rule";
import { argument, callOf, lastPart, nameIn, ofCall, severityOf, shown, whence } from "./calls";

const LOADS = new Set(["yaml.load", "yaml.load_all", "ruamel.yaml.load", "ruamel.yaml.load_all", "ruamel_yaml.load"]);
const UNSAFE = new Set(["yaml.unsafe_load", "yaml.unsafe_load_all"]);
/** Called themselves: `yaml.Loader(stream).get_data()`. */
const DIRECT = new Set(["yaml.Loader", "yaml.UnsafeLoader", "yaml.CLoader", "yaml.CUnsafeLoader"]);
const READERS = new Set(["ruamel.yaml.YAML", "ruamel_yaml.YAML"]);
/** Loaders that make objects of any class. `FullLoader` does not, from PyYAML 5.4 on. */
const UNSAFE_LOADERS = new Set(["Loader", "UnsafeLoader", "CLoader", "CUnsafeLoader"]);

/** Why: YAML has tags that make Python objects. A loader that follows them runs what the text says. */
export const unsafeYamlLoad = defineRule({
  id: "MA-LDR-003",
  name: "unsafe-yaml-load",
  on: "code",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "Code loads YAML with a loader that makes any object",
  remedy: "Use yaml.safe_load, or Loader=yaml.SafeLoader.",
  *check({ code }) {
    const call = callOf(code);
    const how = call && unsafeWay(call);
    if (call === undefined || how === undefined) return;
    const name = shown(call.names[0]!);
    const stream = argument(call, 0, "stream");
    const origin = READERS.has(name) ? undefined : stream?.origin;
    if (origin?.kind === "own") return;
    yield ofCall(call, {
      message: `${name} ${how}: a tag in the text makes any Python object${whence(origin)}`,
      severity: severityOf(origin),
      key: [name, how, stream?.source ?? ""],
    });
  },
});

function unsafeWay(call: CallUse): string | undefined {
  if (nameIn(call, UNSAFE) !== undefined) return "is the unsafe loader";
  if (nameIn(call, DIRECT) !== undefined) return "makes any object";
  if (nameIn(call, READERS) !== undefined)
    return argument(call, -1, "typ")?.literal === "unsafe" ? 'is asked for typ="unsafe"' : undefined;
  if (nameIn(call, LOADS) === undefined) return undefined;
  const loader = argument(call, 1, "Loader");
  if (loader === undefined)
    return call.open ? undefined : "is called without a Loader, which older versions take for an unsafe one";
  const name = loader.names?.find((each) => /^(ruamel[._])?yaml\./.test(each) && UNSAFE_LOADERS.has(lastPart(each)));
  return name === undefined ? undefined : `is called with ${name}`;
}
