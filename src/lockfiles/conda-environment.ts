import type { LockEntry, LockfileSyntax } from "../core/lockfile";
import type { Location } from "../core/location";
import type { JsonNode } from "../syntax/json";
import { Lines } from "../syntax/lines";
import { parseYaml } from "../syntax/yaml-places";
import { condaPackage, parseCondaSpec } from "./conda-spec";
import { withoutCredentials } from "./address";
import { parseRequirement } from "./pep508";
import { purl } from "./purl";
import { packageOf } from "./python-package";
import { entriesOf } from "./requirements/entries";
import { Reading } from "./requirements/reading";

/** Entries of one file that cannot be read, and are told. CWE-770. */
const MAX_PROBLEMS = 20;
const ALIAS = "this stands for a list elsewhere in the file, which is not followed";
const NAMES = /^(?!.*lock)(?:.*environment.*|conda(?:[-_.].*)?|(?:.*[-_.])?env(?:[-_.].*)?|python_env)\.ya?ml$/i;

/**
 * What people ask conda for (https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html), and what MLflow keeps beside a model:
 * `conda.yaml` and `python_env.yaml`.
 */
export const condaEnvironment: LockfileSyntax = {
  id: "conda-environment",
  title: "conda environment",
  includes: true,
  claims: (path) => NAMES.test(path.slice(path.lastIndexOf("/") + 1).slice(-300)),
  sniff: (head) => /(?:^|[{,\s])["']?(?:dependencies|channels)["']?\s*:/.test(head),
  *parse(text, context): Generator<LockEntry> {
    const { roots, problems } = parseYaml(text);
    const [problem] = problems;
    if (problem !== undefined) {
      const detail = `it is no YAML: ${problem}`;
      yield { kind: "unreadable", at: { path: context.path, inside: [], line: 1 }, reason: "malformed", detail };
    }
    const environment = new Environment(text, context.path);
    for (const root of roots) yield* environment.read(root);
    const reading = new Reading(context);
    reading.readLines(environment.pip);
    yield* entriesOf(reading);
  },
  upgrade: ({ file, name, version }) => `edit ${file}: ${name}==${version}`,
};

class Environment {
  /** Lines of pip's requirements that stand in the file. */
  readonly pip: { text: string; at: Location }[] = [];
  private readonly lines: Lines;
  private channel: string | undefined;
  private problems = 0;

  constructor(
    private readonly text: string,
    private readonly path: string,
  ) {
    this.lines = new Lines(text);
  }

  *read(root: JsonNode): Generator<LockEntry> {
    if (root.kind !== "object") return;
    const channels = root.members.filter(({ key }) => key === "channels").flatMap(({ value }) => textsOf(value));
    const named = channels.map(({ text }) => withoutCredentials(text)).filter((each) => each !== "nodefaults");
    // Where there are several, the solver decides.
    this.channel = named.length === 1 ? named[0] : undefined;
    const isPython = root.members.some(({ key }) => key === "python" || key === "build_dependencies");
    // A key may stand twice; which of them counts is the reader's affair.
    for (const { key, value } of root.members) {
      if (key === "dependencies") yield* isPython ? this.pythonLines(value) : this.dependencies(value);
      if (key === "<<") yield* this.unreadable(value, ALIAS);
      if (key === "build_dependencies") yield* this.build(value);
      if (key === "python" && value.kind === "scalar") yield* this.python(value);
    }
  }

  private *dependencies(list: JsonNode): Generator<LockEntry> {
    for (const item of list.kind === "array" ? list.items : [list]) {
      if (item.kind !== "object") {
        yield* this.spec(item);
        continue;
      }
      for (const { key, value } of item.members)
        if (key === "pip") yield* this.pythonLines(value);
        // `sel(linux): name` of micromamba, and whatever else holds specifications.
        else for (const each of value.kind === "array" ? value.items : [value]) yield* this.spec(each);
    }
  }

  private *spec(item: JsonNode): Generator<LockEntry> {
    if (this.isAlias(item)) return yield* this.unreadable(item, ALIAS);
    if (item.kind === "scalar" && item.value === null) return;
    const spec = item.kind === "scalar" ? parseCondaSpec(String(item.value)) : undefined;
    if (spec !== undefined) yield { kind: "package", pkg: condaPackage(spec, this.at(item), this.channel) };
    else yield* this.unreadable(item, "this names no package of conda");
  }

  private *pythonLines(list: JsonNode): Generator<LockEntry> {
    if (this.isAlias(list)) return yield* this.unreadable(list, ALIAS);
    for (const { text, node } of textsOf(list)) this.pip.push({ text, at: this.at(node) });
    const items = list.kind === "array" ? list.items : [];
    const other = items.find((node) => node.kind !== "scalar" || this.isAlias(node));
    if (other !== undefined) yield* this.unreadable(other, "this is no requirement that pip reads");
  }

  /** What builds the environment: `pip==23.1`. */
  private *build(list: JsonNode): Generator<LockEntry> {
    if (this.isAlias(list)) return yield* this.unreadable(list, ALIAS);
    for (const { text, node } of textsOf(list)) {
      const read = parseRequirement(text);
      if (read === undefined) yield* this.unreadable(node, "this is no requirement that pip reads");
      else yield { kind: "package", pkg: packageOf(read, this.at(node), { group: "build" }) };
    }
  }

  /** The interpreter, as text: `3.10` is no number. */
  private *python(node: JsonNode): Generator<LockEntry> {
    const version = this.text.slice(node.start, node.end).replace(/^["']|["']$/g, "");
    if (!/^\d[\w.+-]{0,50}$/.test(version)) return;
    const at = this.at(node);
    yield {
      kind: "package",
      pkg: { name: "python", version, purl: purl("generic", undefined, "python", version), at },
    };
  }

  /** An alias of a list is read as nothing, so that nothing is ever copied. */
  private isAlias(node: JsonNode): boolean {
    return node.kind === "scalar" && node.value === null && this.text[node.start] === "*";
  }

  private *unreadable(node: JsonNode, detail: string): Generator<LockEntry> {
    if (++this.problems <= MAX_PROBLEMS) yield { kind: "unreadable", at: this.at(node), reason: "malformed", detail };
  }

  private at({ start }: JsonNode): Location {
    return { path: this.path, inside: [], line: this.lines.lineOf(start) };
  }
}

function textsOf(list: JsonNode): { text: string; node: JsonNode }[] {
  const items = list.kind === "array" ? list.items : [list];
  return items.flatMap((node) =>
    node.kind === "scalar" && node.value !== null ? [{ text: String(node.value), node }] : [],
  );
}
