import type { KerasLoader, KerasName } from "../../core/keras-facts";
import { judgeGlobal } from "../pickle/globals/judge";
import { ATTRIBUTES, CLASSES, CLASS_NAMES, FUNCTIONS, OPERATORS, SYMBOLS, WORDS } from "./allow-list";
import { gadget, operatorDanger, symbolDanger } from "./gadgets";

export type KerasVerdict =
  | { readonly verdict: "safe" }
  | { readonly verdict: "dangerous"; readonly reason: string }
  /** Found only where the code that loads the model has registered it. */
  | { readonly verdict: "custom" }
  | { readonly verdict: "unlisted" };

const SAFE: KerasVerdict = { verdict: "safe" };
const CUSTOM: KerasVerdict = { verdict: "custom" };
const UNLISTED: KerasVerdict = { verdict: "unlisted" };

/** What is known of a name in a configuration: exact names of Keras, then the dangerous side; the rest is reported. */
export function judgeName(name: KerasName, loader: KerasLoader): KerasVerdict {
  switch (name.use) {
    case "class":
    case "function":
      return judgeObject(name, loader);
    case "word":
      return words().has(name.name) ? SAFE : CUSTOM;
    case "symbol":
      return listed(symbolDanger(name.name), symbols().has(name.name));
    case "operator":
      return listed(operatorDanger(name.name), operators().has(name.name));
    case "attribute":
      return attributes().has(name.name) ? SAFE : UNLISTED;
  }
}

function listed(reason: string | undefined, isListed: boolean): KerasVerdict {
  if (reason !== undefined) return { verdict: "dangerous", reason };
  return isListed ? SAFE : UNLISTED;
}

function judgeObject(name: KerasName, loader: KerasLoader): KerasVerdict {
  const { module, registered } = name;
  const isListed = module !== undefined && isKnown(name, module);
  if (isListed && registered === undefined) return SAFE;
  if (isOfHub(name)) return SAFE;
  const reason = module === undefined || isListed ? undefined : danger(module, name.name);
  if (reason !== undefined) return { verdict: "dangerous", reason };
  // What is registered under this name comes before Keras's own of the same class.
  if (registered !== undefined) return CUSTOM;
  if (module !== undefined && module !== "builtins") return module === "__main__" ? CUSTOM : UNLISTED;
  const known = name.use === "class" ? classNames() : words();
  if (known.has(name.name)) return SAFE;
  // A SavedModel has the graph of a class that nobody registered, and is rebuilt from that.
  const isRebuilt = loader === "saved-model" && module === undefined && !name.name.includes(">");
  return isRebuilt ? SAFE : CUSTOM;
}

/**
 * Models and layers of KerasHub, and of KerasNLP and KerasCV before it, under the names that they register: their presets
 * are configurations of these. What they open (a vocabulary by path) is looked at apart.
 */
function isOfHub({ use, module, name, registered }: KerasName): boolean {
  const library = /^(keras_(?:hub|nlp|cv))\.(?:src\.)?(?:models|layers|tokenizers)(?:\.\w+)*$/.exec(module ?? "")?.[1];
  if (use !== "class" || library === undefined || !/^[A-Z]\w*$/.test(name)) return false;
  return registered === undefined || registered === `${library}>${name}`;
}

function danger(module: string, name: string): string | undefined {
  const inside = gadget(module, name);
  if (inside !== undefined) return inside;
  if (isOfKeras(module)) return undefined;
  const judged = judgeGlobal(module, name);
  return judged.verdict === "dangerous" ? judged.reason : undefined;
}

/** Keras under the names that it has had: in TensorFlow, as a package of its own, with and without `src`. */
export function isOfKeras(module: string): boolean {
  return /^(?:keras|tf_keras|tensorflow\.keras|tensorflow\.python\.keras|tensorflow_core\.python\.keras)(?:\.|$)/.test(
    module,
  );
}

function isKnown({ use, name }: KerasName, module: string): boolean {
  const table = use === "class" ? classes() : functions();
  return homesOf(module).some((home) => table.has(`${home}.${name}`));
}

/** The module itself, and where the version that the list is made from has what it held. */
function homesOf(module: string): string[] {
  const inKeras = module
    .replace(/^tensorflow(?:_core)?\.python\.keras(?=\.|$)/, "keras")
    .replace(/^tensorflow\.keras(?=\.|$)/, "keras")
    .replace(/^tf_keras(?=\.|$)/, "keras");
  return [module, inKeras, inKeras.replace(/^keras\.(?:src\.)?/, "tf_keras.src.")];
}

const classes = once(() => dotted(CLASSES));
const functions = once(() => dotted(FUNCTIONS));
const symbols = once(() => dotted(SYMBOLS));
const classNames = once(() => new Set(CLASS_NAMES.split(" ")));
const words = once(() => new Set([...WORDS.split(" "), ...classNames()]));
const operators = once(() => new Set(OPERATORS.split(" ")));
const attributes = once(() => new Set(ATTRIBUTES.split(" ")));

/** `module: name name module: ...` as dotted names. */
function dotted(table: string): ReadonlySet<string> {
  const names = new Set<string>();
  let home = "";
  for (const word of table.split(" "))
    if (word.endsWith(":")) home = word === ":" ? "" : `${word.slice(0, -1)}.`;
    else names.add(home + word);
  return names;
}

/** The lists are only taken apart where a Keras model is judged. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
