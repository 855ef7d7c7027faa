import type { CodeFacts } from "../../core/code-facts";
import type { GraphFacts, GraphValue } from "../../core/graph-facts";
import type { InspectedFact } from "../../core/inspection";
import type { ReferenceFacts } from "../../core/reference-facts";
import type { WeightsFacts } from "../../core/weights-facts";
import { count } from "../quantities";
import { pickleLines } from "./pickle-lines";

type Lines = {
  readonly [K in InspectedFact["kind"]]: (fact: Extract<InspectedFact, { kind: K }>) => readonly string[];
};

/** One fact as lines of text, raw: no opinion, no advice. A kind that is missing here does not compile. */
export function factLines(fact: InspectedFact): readonly string[] {
  return (LINES[fact.kind] as (fact: InspectedFact) => readonly string[])(fact);
}

const LINES: Lines = {
  pickle: ({ pickle }) => pickleLines(pickle),
  weights: ({ weights }) => weightsLines(weights),
  array: ({ array }) => [
    array.problem === undefined
      ? `array ${array.dtype} [${array.shape.join(", ")}]${array.fortranOrder ? ", by columns" : ""}${array.hasObjects ? ", of Python objects" : ""}`
      : `array: ${array.problem}`,
  ],
  graph: ({ graph }) => graphLines(graph),
  archive: ({ archive }) => [
    `${archive.container}, ${count(archive.members, "member")}`,
    ...archive.oddities.map(({ oddity, detail }) => `  ${oddity}: ${detail}`),
  ],
  keras: ({ keras }) => [
    `Keras configuration (${keras.loader}), ${count(keras.objects, "object")}`,
    ...pairs(keras.metadata),
    ...keras.names.map(({ use, name, module, where, count: times }) => {
      return `  ${use} ${module === undefined ? "" : `${module}.`}${name}, ${where}${times === 1 ? "" : `, ${times} times`}`;
    }),
    ...keras.codes.map(({ where, digest }) => `  code by value, ${where} (${digest})`),
    ...keras.files.map((file) => `  file ${JSON.stringify(file)}`),
    ...keras.repeats.map((repeat) => `  twice ${JSON.stringify(repeat)}`),
  ],
  hdf5: ({ hdf5 }) =>
    hdf5.seen.map(({ what, part, detail }) => `${what}${part === "" ? "" : ` at ${part}`}: ${detail}`),
  layout: ({ layout }) =>
    layout.oddities.map(({ oddity, part, detail }) => `${oddity}${part === undefined ? "" : ` of ${part}`}: ${detail}`),
  link: ({ link }) => [`address in ${link.place}: ${link.shown}`],
  external: ({ external: { role, path, state, size } }) => [
    `${role} ${path}: ${state}${size === undefined ? "" : `, ${count(size, "byte")}`}`,
  ],
  secret: ({ secret: { what, shown, place } }) => [`${what}: ${shown}${place === undefined ? "" : ` in ${place}`}`],
  executable: ({ executable: { what, place } }) => [`${what} (${place})`],
  template: ({ template }) => [
    `chat template${template.place === undefined ? "" : ` in ${template.place}`}`,
    ...template.accesses.map(
      ({ name = "?", text, templateLine }) => `  line ${templateLine}: reaches for ${name}: ${text}`,
    ),
    ...template.calls.map(({ text, templateLine }) => `  line ${templateLine}: calls ${text}`),
    ...template.loads.map(({ tag, template: name = "?", templateLine }) => `  line ${templateLine}: ${tag} ${name}`),
    ...template.work.map(({ what, text, templateLine }) => `  line ${templateLine}: ${what}: ${text}`),
    ...template.tags.map(({ name, templateLine }) => `  line ${templateLine}: tag ${name}`),
  ],
  code: ({ at, code }) => [`${at.line === undefined ? "" : `line ${at.line}: `}${codeUse(code)}`],
  skops: ({ skops }) => [
    `skops${skops.version === undefined ? "" : ` ${skops.version}`}`,
    ...skops.names.map(({ module, name, use, field }) => `  ${module}.${name}: ${use} at ${field}`),
  ],
  "served-code": ({ served }) => served.code.map(({ role, name, state }) => `${role} ${name}: ${state}`),
  reference: ({ reference }) => [`${reference.field}: ${target(reference.target)}`],
  environment: ({ environment: { option } }) => [`${option.kind}: ${option.text}`],
  trailing: ({ bytes, after }) => [`${count(bytes, "byte")} after ${after}`],
  unreadable: ({ reason, detail }) => [`cannot be read (${reason}): ${detail}`],
};

function weightsLines({ tensors, parameters, dtypes, state, metadata, lists }: WeightsFacts): string[] {
  const kinds = Object.entries(dtypes).map(([dtype, elements]) => `${dtype} ${elements.toLocaleString("en-US")}`);
  return [
    `${count(tensors, "tensor")}, ${parameters.toLocaleString("en-US")} parameters${kinds.length === 0 ? "" : `: ${kinds.join(", ")}`}`,
    ...(state === undefined
      ? []
      : [
          `  no parameters: ${Object.entries(state)
            .map(([dtype, n]) => `${dtype} ${n}`)
            .join(", ")}`,
        ]),
    ...pairs(metadata),
    ...Object.entries(lists ?? {}).map(([key, values]) => `  ${key} = [${values.join(", ")}]`),
  ];
}

function graphLines({ format, operators, inputs, outputs, metadata }: GraphFacts): string[] {
  const value = ({ name, dtype, shape }: GraphValue) => `${name} ${dtype} [${shape.join(", ")}]`;
  return [
    `graph (${format})`,
    ...pairs(metadata),
    ...inputs.map((each) => `  in  ${value(each)}`),
    ...outputs.map((each) => `  out ${value(each)}`),
    ...operators.map(({ name, domain, count: times, constants }) => {
      const said = constants === undefined || constants.length === 0 ? "" : ` (${constants.join(", ")})`;
      return `  ${domain === undefined ? "" : `${domain}::`}${name}${said}${times === 1 ? "" : ` x ${times.toLocaleString("en-US")}`}`;
    }),
  ];
}

function pairs(metadata: Readonly<Record<string, string>>): string[] {
  return Object.entries(metadata).map(([key, value]) => `  ${key} = ${value}`);
}

function codeUse({ use }: CodeFacts): string {
  return use.source;
}

function target(found: ReferenceFacts["target"]): string {
  switch (found.kind) {
    case "code":
      return `code of the model, ${found.path}: ${found.names.join(", ")} (${found.state})`;
    case "elsewhere":
      return `code of ${found.repository}: ${found.names.join(", ")}`;
    case "callable":
      return `${found.name}${found.arguments.length === 0 ? "" : `(${found.arguments.map(([key, text]) => `${key}=${text}`).join(", ")})`}`;
    case "kernel":
      return `kernel ${found.repository}${found.revision === undefined ? "" : `@${found.revision}`}`;
    case "model":
      return `model ${found.name}${found.revision === undefined ? "" : ` at ${found.revision}`}`;
    case "trust":
      return "code that comes with a model may run";
  }
}
