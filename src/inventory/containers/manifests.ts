import { withoutCredentials } from "../../lockfiles/address";
import { itemsOf, member, membersOf, objectsOf, stringOf, type JsonNode } from "../../syntax/json";
import { Lines } from "../../syntax/lines";
import { yamlOf } from "../json-text";
import { baseName } from "../paths";

/** An image, or (`served`) a model's address, as a file names it. */
export interface NamedImage {
  readonly image: string;
  /** From 1. */
  readonly line: number;
  readonly use: "base" | "deployed" | "action" | "served";
}

interface Named {
  readonly node: JsonNode | undefined;
  readonly use: NamedImage["use"];
}

const CONTAINERS: ReadonlySet<string> = new Set(["containers", "initContainers", "ephemeralContainers"]);
/** A text without one of these names no image; most YAML is therefore never parsed. */
const WORTH_READING = /\bimage["']?\s*:|\bcontainer["']?\s*:|docker:\/\/|storageUri/;

export function isManifest(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** The images of compose files, Kubernetes manifests, workflows and actions. What cannot be read as YAML names none. */
export function* manifestImages(text: string, path: string): Generator<NamedImage> {
  if (!isManifest(path) || !WORTH_READING.test(text)) return;
  const lines = new Lines(text);
  for (const root of yamlOf(text))
    for (const { node, use } of namedIn(root, path)) {
      const written = stringOf(node);
      const docker = written?.startsWith("docker://") === true ? written.slice("docker://".length) : written;
      if (docker === undefined || docker === "") continue;
      const image = use === "served" ? withoutCredentials(docker) : docker;
      yield { image, line: lines.lineOf(node!.start), use };
    }
}

function namedIn(root: JsonNode, path: string): Iterable<Named> {
  const name = baseName(path);
  if (/(^|\/)\.(github|gitea|forgejo)\/workflows\/[^/]+$/.test(path)) return workflow(root);
  if (/^action\.ya?ml$/.test(name)) return action(root);
  if (/^(docker-)?compose[\w.-]*\.ya?ml$/i.test(name)) return compose(root);
  return stringOf(member(root, "apiVersion")) && stringOf(member(root, "kind")) ? kubernetes(root) : [];
}

/** A service that is built here names what it will be called, which is no image that anyone has. */
function* compose(root: JsonNode): Generator<Named> {
  for (const { value } of membersOf(member(root, "services")))
    if (member(value, "build") === undefined) yield { node: member(value, "image"), use: "deployed" };
}

/** Lists of containers wherever they stand: pods, templates of pods, runtimes of KServe. Lists of objects are followed too. */
function* kubernetes(root: JsonNode): Generator<Named> {
  const kserve = stringOf(member(root, "apiVersion"))!.includes("kserve");
  for (const { node } of objectsOf(root))
    for (const { key, value } of node.members)
      if (CONTAINERS.has(key)) yield* itemsOf(value).map(deployed);
      else if (kserve && key === "storageUri") yield { node: value, use: "served" };
}

const deployed = (container: JsonNode): Named => ({ node: member(container, "image"), use: "deployed" });

function* workflow(root: JsonNode): Generator<Named> {
  for (const { value: job } of membersOf(member(root, "jobs"))) {
    const container = member(job, "container");
    yield { node: container?.kind === "object" ? member(container, "image") : container, use: "action" };
    for (const { value } of membersOf(member(job, "services"))) yield { node: member(value, "image"), use: "action" };
    yield* steps(member(job, "steps"));
  }
}

function* action(root: JsonNode): Generator<Named> {
  const image = member(root, "runs", "image");
  if (stringOf(image)?.startsWith("docker://") === true) yield { node: image, use: "action" };
  yield* steps(member(root, "runs", "steps"));
}

function* steps(list: JsonNode | undefined): Generator<Named> {
  for (const step of itemsOf(list)) {
    const uses = member(step, "uses");
    if (stringOf(uses)?.startsWith("docker://") === true) yield { node: uses, use: "action" };
  }
}
