import { createHash } from "node:crypto";
import { Malformed } from "../../core/bytes";
import type { PythonSummary } from "../../core/keras-facts";
import { shorten } from "../../core/text";
import { stringOf, itemsOf, member, type JsonNode } from "../../syntax/json";
import { readMarshal } from "../../syntax/marshal/read";
import { codesIn, constantsOf, namesOf } from "../../syntax/marshal/values";

/** Names and constants of one piece of code that are kept, and characters of each. CWE-770. */
const MAX_NAMES = 60;
const MAX_STRINGS = 20;
const MAX_TEXT = 160;

/** Bytecode of a configuration, read as far as it can be. */
export interface ReadCode {
  readonly python?: PythonSummary;
  readonly problem?: string;
  readonly digest: string;
}

/**
 * What `func_dump` of Keras wrote: marshalled bytecode in base64, alone, or first in a list or tuple with the
 * defaults and the closure (keras/src/utils/python_utils.py). `undefined` where the value is nothing of the kind.
 */
export function readFunctionDump(value: JsonNode | undefined): ReadCode | undefined {
  const parts = partsOf(value);
  const text = stringOf(parts[0]);
  if (text === undefined) return undefined;
  return { ...readBytecode(text, parts.slice(1).flatMap(stringsIn)), digest: digestOf(text) };
}

function partsOf(value: JsonNode | undefined): readonly (JsonNode | undefined)[] {
  if (value?.kind === "array") return value.items;
  if (value?.kind !== "object") return [value];
  const items = itemsOf(member(value, "items"));
  return items.length > 0 ? items : ["code", "defaults", "closure"].map((key) => member(value, key));
}

function readBytecode(text: string, passed: readonly string[]): Pick<ReadCode, "python" | "problem"> {
  try {
    const value = readMarshal(Buffer.from(text, "base64"));
    const codes = codesIn(value);
    const [outermost] = codes;
    if (outermost === undefined) return { problem: "it holds no code object" };
    return {
      python: {
        name: shorten(outermost.name, MAX_TEXT),
        file: shorten(outermost.file, MAX_TEXT),
        line: outermost.firstLine,
        names: kept(namesOf(codes), MAX_NAMES),
        strings: kept([...constantsOf(outermost), ...passed], MAX_STRINGS),
      },
    };
  } catch (error) {
    if (error instanceof Malformed) return { problem: error.message };
    throw error;
  }
}

function kept(texts: readonly string[], atMost: number): string[] {
  return [...new Set(texts)].slice(0, atMost).map((text) => shorten(text, MAX_TEXT));
}

/** Strings among the defaults and the closure: the code is called with them. */
function stringsIn(node: JsonNode | undefined): string[] {
  const text = stringOf(node);
  if (text !== undefined) return [text];
  return itemsOf(node).flatMap((item) => stringOf(item) ?? []);
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
