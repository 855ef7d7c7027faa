import type { Said, Source } from "../core/card-facts";
import type { InventoryModel } from "../core/inventory";
import { MAX_LIST_LENGTH, oneLine, prose } from "./clean";
import { portOf, sliceOf, textsOf } from "./facts";
import type { ComponentData, FieldSource, ModelCard, NamedValue } from "./model/component";
import { propertiesOf } from "./properties";

/** What `approach.type` may be (schema 1.6 and 1.7). */
const APPROACHES = ["supervised", "unsupervised", "reinforcement-learning", "semi-supervised", "self-supervised"];

/** A card, and where each of its fields was read. */
export interface CardWithSources {
  readonly card: ModelCard | undefined;
  readonly sources: readonly FieldSource[];
}

/** The model card from what documents and headers say; `datasets` are the references of its data sets. */
export function modelCardOf(
  model: InventoryModel,
  datasets: readonly Said<{ readonly ref: string } | ComponentData>[],
): CardWithSources {
  const sources: FieldSource[] = [];
  const at = (path: readonly (string | number)[], source: Source) =>
    sources.push({ path: ["modelCard", ...path], at: source });
  const card: ModelCard = {
    ...part<ModelCard>("modelParameters", parametersOf(model, datasets, at)),
    ...part<ModelCard>("quantitativeAnalysis", analysisOf(model, at)),
    ...part<ModelCard>("considerations", considerationsOf(model, at)),
    ...part<ModelCard>("properties", metricProperties(model)),
  };
  return { card: Object.keys(card).length === 0 ? undefined : card, sources };
}

type Parameters = NonNullable<ModelCard["modelParameters"]>;
type Considerations = NonNullable<ModelCard["considerations"]>;
type Note = (path: readonly (string | number)[], source: Source) => void;

function parametersOf(
  model: InventoryModel,
  datasets: readonly Said<{ readonly ref: string } | ComponentData>[],
  at: Note,
): Parameters {
  const first = (field: string, kind: "task" | "family" | "architecture" | "approach", allowed?: readonly string[]) => {
    const texts = textsOf(model.facts, oneLine, kind);
    const found = texts.find(({ value }) => allowed === undefined || allowed.includes(value));
    if (found !== undefined) at(["modelParameters", field], found.at);
    return found?.value;
  };
  const list = <T>(field: string, values: readonly Said<T>[]): T[] =>
    values.slice(0, MAX_LIST_LENGTH).map((said, index) => {
      at(["modelParameters", field, index], said.at);
      return said.value;
    });
  const ports = (said: InventoryModel["inputs"]) =>
    said.map((each) => ({ at: each.at, value: { format: portOf(each.value) } }));
  const approach = first("approach", "approach", APPROACHES);
  return {
    ...part<Parameters>("approach", approach === undefined ? {} : { type: approach }),
    ...part<Parameters>("task", first("task", "task")),
    ...part<Parameters>("architectureFamily", first("architectureFamily", "family")),
    ...part<Parameters>("modelArchitecture", first("modelArchitecture", "architecture")),
    ...part<Parameters>("datasets", list("datasets", datasets)),
    ...part<Parameters>("inputs", list("inputs", ports(model.inputs))),
    ...part<Parameters>("outputs", list("outputs", ports(model.outputs))),
  };
}

function analysisOf(model: InventoryModel, at: Note): object {
  const metrics = model.metrics.slice(0, MAX_LIST_LENGTH).map(({ value, at: source }, index) => {
    at(["quantitativeAnalysis", "performanceMetrics", index], source);
    const slice = sliceOf(value);
    return { type: oneLine(value.type), value: oneLine(value.value), ...(slice === "" ? {} : { slice }) };
  });
  return part("performanceMetrics", metrics);
}

/** Who has checked a metric has no field of its own: a property says it for each. */
function metricProperties(model: InventoryModel): NamedValue[] {
  return propertiesOf(
    model.metrics.map(({ value }) => {
      const slice = sliceOf(value);
      const name = [oneLine(value.name ?? value.type), value.task === undefined ? "" : oneLine(value.task), slice];
      return [value.verified === true ? "verified-metric" : "unverified-metric", name.filter(Boolean).join("; ")];
    }),
  );
}

function considerationsOf(model: InventoryModel, at: Note): Considerations {
  const list = (
    field: string,
    kinds: readonly ("use" | "user" | "limitation" | "out-of-scope" | "tradeoff" | "bias")[],
  ) =>
    kinds
      .flatMap((kind) =>
        textsOf(model.facts, prose, kind).map((each) => ({
          ...each,
          value: kind === "out-of-scope" ? `Out of scope: ${each.value}` : each.value,
        })),
      )
      .slice(0, MAX_LIST_LENGTH)
      .map((each, index) => {
        at(["considerations", field, index], each.at);
        return each.value;
      });
  return {
    ...part<Considerations>("users", list("users", ["user"])),
    ...part<Considerations>("useCases", list("useCases", ["use"])),
    ...part<Considerations>("technicalLimitations", list("technicalLimitations", ["limitation", "out-of-scope"])),
    ...part<Considerations>("performanceTradeoffs", list("performanceTradeoffs", ["tradeoff"])),
    ...part<Considerations>(
      "ethicalConsiderations",
      list("ethicalConsiderations", ["bias"]).map((name) => ({ name })),
    ),
  };
}

/** A field, unless it is empty. */
function part<T extends object>(name: keyof T, value: unknown): Partial<T> {
  const empty =
    value === undefined || value === "" || (typeof value === "object" && Object.keys(value as object).length === 0);
  return (empty ? {} : { [name]: value }) as Partial<T>;
}
