import type { PipelineData, PipelineStage } from "../core/inventory";
import { pathAddress } from "./address";
import { byCodePoint } from "../core/order";
import { MAX_LIST_LENGTH, oneLine, prose } from "./clean";
import { placeOf } from "./facts";
import type { NamedValue } from "./model/component";
import { propertiesOf } from "./properties";
import { type References, refOf } from "./refs";

/** The workflow of GitHub that ran, where the one who calls knows it. Part of the bill: the same run gives the same. */
export interface WorkflowRun {
  /** `Train` */
  readonly name: string;
  /** `.github/workflows/train.yml` */
  readonly path?: string;
  /** `1234567890` */
  readonly runId?: string;
  /** Credentials removed. */
  readonly url?: string;
}

/** What made what: a workflow for each pipeline file with a task for each stage, and the workflow that ran. */
export function formulationOf(
  stages: readonly PipelineStage[],
  run: WorkflowRun | undefined,
  references: References,
  refs: ReadonlyMap<string, string>,
): object[] {
  const files = [...new Set(stages.map(({ at }) => at.path))].sort(byCodePoint);
  const workflows = [
    ...files.map((file) =>
      pipelineOf(
        file,
        stages.filter(({ at }) => at.path === file),
        references,
        refs,
      ),
    ),
    ...(run === undefined ? [] : [runOf(run, references)]),
  ];
  return workflows.length === 0 ? [] : [{ "bom-ref": references.claim("formulation"), workflows }];
}

function pipelineOf(
  file: string,
  stages: readonly PipelineStage[],
  references: References,
  refs: ReadonlyMap<string, string>,
): object {
  const bomRef = references.claim(refOf("workflow", file));
  const tasks = stages.slice(0, MAX_LIST_LENGTH).map((stage) => taskOf(stage, references, refs));
  const more = stages.length - tasks.length;
  return {
    "bom-ref": bomRef,
    uid: bomRef,
    name: oneLine(file),
    taskTypes: ["other"],
    tasks,
    ...(more > 0 ? { properties: propertiesOf([["left-out", `stages: ${more} of ${stages.length}`]]) } : {}),
  };
}

function taskOf(stage: PipelineStage, references: References, refs: ReadonlyMap<string, string>): object {
  const bomRef = references.claim(refOf("stage", `${stage.at.path}#${stage.name}`));
  const parameters = stage.parameters.slice(0, MAX_LIST_LENGTH).map(([name, value]) => ({
    name: oneLine(name),
    value: oneLine(value),
  }));
  const inputs = [
    ...stage.inputs.map((data) => ({ resource: resourceOf(data, refs) })),
    ...(parameters.length === 0 ? [] : [{ parameters: distinctJson(parameters) }]),
  ];
  const outputs = stage.outputs.map((data) => ({ type: "artifact", resource: resourceOf(data, refs) }));
  return {
    "bom-ref": bomRef,
    uid: bomRef,
    name: oneLine(stage.name) || "?",
    taskTypes: ["other"],
    ...(stage.command === undefined ? {} : { steps: [{ commands: [{ executed: prose(stage.command) }] }] }),
    ...list("inputs", inputs),
    ...list("outputs", outputs),
    properties: propertiesOf([
      ["source", placeOf(stage.at)],
      ...digestsOf("input", stage.inputs),
      ...digestsOf("output", stage.outputs),
    ]),
  };
}

/** DVC says MD5 alone; for directories it is of a listing, `<md5>.dir`. */
function digestsOf(kind: string, all: readonly PipelineData[]): (readonly [string, string | undefined])[] {
  return all.map(({ path, md5 }) => [`${kind}-md5`, md5 === undefined ? undefined : `${md5} ${path}`] as const);
}

function resourceOf({ path }: PipelineData, refs: ReadonlyMap<string, string>): object {
  const ref = refs.get(path);
  return ref === undefined ? { externalReference: { type: "other", url: pathAddress(oneLine(path)) || "." } } : { ref };
}

function runOf({ name, path, runId, url }: WorkflowRun, references: References): object {
  const bomRef = references.claim(refOf("workflow", `github-actions/${path ?? name}`));
  const properties: NamedValue[] = propertiesOf([
    ["run-id", runId],
    ["url", url],
    ["path", path],
  ]);
  return {
    "bom-ref": bomRef,
    uid: oneLine(runId ?? "") || bomRef,
    name: oneLine(name) || "?",
    taskTypes: ["other"],
    ...list("properties", properties),
  };
}

function list(name: string, values: readonly object[]): object {
  return values.length === 0 ? {} : { [name]: distinctJson(values.slice(0, MAX_LIST_LENGTH)) };
}

function distinctJson(values: readonly object[]): object[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
