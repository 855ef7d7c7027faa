import type { Format, OpenContext } from "../../core/format";
import type { Location } from "../../core/location";
import type { Neighbour } from "../../core/neighbours";
import type { ServedCode } from "../../core/served-code-facts";
import type { Artifact, Subject } from "../../core/subject";
import { utf8 } from "../../core/text";
import { itemsOf, member, membersOf, stringOf, type JsonNode } from "../../syntax/json";
import { Lines } from "../../syntax/lines";
import { MAX_YAML, parseYaml } from "../../syntax/yaml-places";
import { externalFile } from "../external-file";
import { wholeText } from "../hub/config";
import { secretsIn } from "../secrets";

/** Keys of a flavour that its loader joins to the model's directory and opens (mlflow 3.17, `load_model` of each). */
const PATHS = ["data", "model_path", "pickled_model", "python_model", "model_data", "model_binary", "code"];

/** The file that makes a directory an MLflow model: which library loads it, from which files, with which code. */
export const mlmodel: Format = {
  id: "mlmodel",
  title: "MLflow model",
  extensions: [],
  text: "config",
  claims: ({ at, bytes }) =>
    (at.inside.at(-1) ?? at.path).replace(/^.*\//, "") === "MLmodel" &&
    utf8(bytes.window(0, 65536)).includes("flavors"),
  open,
};

function* open(artifact: Artifact, context: OpenContext): Generator<Subject> {
  const { at } = artifact;
  const text = utf8(wholeText(artifact, context, MAX_YAML));
  const lines = new Lines(text);
  const place = (node: JsonNode): Location => ({ ...at, line: lines.lineOf(node.start) });
  const { roots, problems } = parseYaml(text);
  if (problems.length > 0)
    yield { kind: "unreadable", at, reason: "malformed", detail: `it is no YAML: ${problems[0]}` };
  yield* secretsIn(text, at, undefined, lines);
  const neighbours = context.neighbours(artifact);
  for (const { key, value } of membersOf(member(roots[0], "flavors"))) {
    context.budget.spend("fields", 1);
    for (const [node, role, path] of pathsOf(value, key))
      yield* externalFile(place(node), { format: "mlmodel", role, path }, neighbours);
    for (const [node, code] of codeOf(value, (path) => neighbours.look(path).kind))
      yield { kind: "served-code", at: place(node), served: { format: "mlmodel", code: [code] } };
    for (const node of itemsOf(member(value, "skops_trusted_types"))) {
      const name = stringOf(node) ?? "";
      const dot = name.lastIndexOf(".");
      const trusted = { module: name.slice(0, Math.max(0, dot)), name: name.slice(dot + 1) };
      const field = `flavors.${key}.skops_trusted_types`;
      yield {
        kind: "skops",
        at: place(node),
        skops: { names: [{ ...trusted, use: "restored", loader: "trusted types", field, count: 1 }] },
      };
    }
  }
}

function pathsOf(flavour: JsonNode, name: string): [JsonNode, string, string][] {
  const named = PATHS.map((key): [JsonNode | undefined, string] => [member(flavour, key), `${name} ${key}`]);
  const artifacts = membersOf(member(flavour, "artifacts")).map(({ key, value }): [JsonNode | undefined, string] => [
    member(value, "path"),
    `artifact ${key}`,
  ]);
  return [...named, ...artifacts].flatMap(([node, role]): [JsonNode, string, string][] => {
    const path = stringOf(node);
    return node === undefined || path === undefined ? [] : [[node, role, path]];
  });
}

/** Python that the loader imports: a module of its own choice, or a script that builds the model. */
function* codeOf(flavour: JsonNode, look: (path: string) => Neighbour["kind"]): Generator<[JsonNode, ServedCode]> {
  const found = (paths: readonly string[], otherwise: ServedCode["state"]): ServedCode["state"] => {
    const kinds = paths.map(look);
    return kinds.includes("file") ? "beside" : kinds.includes("unknown") ? "packaged" : otherwise;
  };
  const loader = member(flavour, "loader_module");
  const module = stringOf(loader);
  if (loader !== undefined && module !== undefined && !/^mlflow(\.\w+)*$/.test(module)) {
    const folder = stringOf(member(flavour, "code")) ?? "code";
    const file = `${folder}/${module.replaceAll(".", "/")}`;
    const state = found([`${file}.py`, `${file}/__init__.py`], "elsewhere");
    yield [loader, { role: "loader module", name: module, state }];
  }
  const script = member(flavour, "model_code_path");
  const written = stringOf(script);
  if (script === undefined || written === undefined) return;
  const name = written.replace(/^.*[/\\]/, ""); // MLflow writes where the script was, and reads the copy
  yield [script, { role: "model script", name, state: found([name], "absent") }];
}
