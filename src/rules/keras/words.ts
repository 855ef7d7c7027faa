import type { KerasName } from "../../core/keras-facts";

/** What the model does with a name, as the verb of a message. */
export function verb({ use, called }: KerasName): string {
  if (called) return "calls";
  return use === "class" ? "builds" : "refers to";
}

/** The name as people would write it; TensorFlow's symbols with `tf`. */
export function fullName({ use, module, name }: KerasName): string {
  if (use === "symbol") return `tf.${name}`;
  if (use === "operator") return `the operator ${name}`;
  if (use === "attribute") return `the attribute ${name} of a tensor`;
  return module === undefined || module === "builtins" ? name : `${module}.${name}`;
}

/** What makes it the same finding elsewhere. */
export function keyOf({ use, module, name, registered }: KerasName): string[] {
  return [use, module ?? "", name, registered ?? ""];
}
