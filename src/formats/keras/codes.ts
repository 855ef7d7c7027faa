import { member, stringOf, type JsonNode, type JsonObject } from "../../syntax/json";
import { readFunctionDump, type ReadCode } from "./code";

export interface CodeHere {
  readonly key: string;
  readonly code: ReadCode;
}

/** What a Lambda layer takes functions for. */
const ROLES = ["function", "output_shape", "mask"] as const;

/**
 * Python code by value in one object of a configuration. Keras 3 writes `{"class_name": "__lambda__"}`, wherever a
 * function may stand; Keras 2 writes a list in the Lambda layer's own configuration, with its type beside it.
 */
export function codesOf(node: JsonObject): CodeHere[] {
  const type = stringOf(member(node, "class_name"));
  if (type === "__lambda__") return lambdaObject(node);
  const inLambda = type === "Lambda" ? legacyCodes(member(node, "config"), true) : [];
  return [...inLambda, ...legacyCodes(node, false)];
}

function lambdaObject(node: JsonObject): CodeHere[] {
  const config = member(node, "config");
  const code = readFunctionDump(member(config, "value")) ??
    readFunctionDump(config) ?? { problem: "there is no bytecode where Keras looks for it", digest: "" };
  return [{ key: "", code }];
}

/** `isLambda`: a list counts as code whatever its type says, because that is what it would be loaded as. */
function legacyCodes(config: JsonNode | undefined, isLambda: boolean): CodeHere[] {
  return ROLES.flatMap((key) => {
    const value = member(config, key);
    const isMarked = stringOf(member(config, `${key}_type`)) === "lambda";
    if (!isMarked && !(isLambda && isList(value))) return [];
    const code = readFunctionDump(value);
    if (code !== undefined) return [{ key, code }];
    return isMarked ? [{ key, code: { problem: "there is no bytecode where Keras looks for it", digest: key } }] : [];
  });
}

function isList(value: JsonNode | undefined): boolean {
  return value?.kind === "array" || stringOf(member(value, "class_name")) === "__tuple__";
}
