import { protoFields, protoText, type ProtoField } from "../../bytes/protobuf";
import type { Budget } from "../../core/budget";
import type { ByteSource } from "../../core/bytes";
import type { Found } from "./found";
import { PAIR, isKnown, type Message } from "./schema";

/** Bytes of a name that are read; of a text, `protoText` bounds them. */
const MAX_NAME = 1024;

/** Bytes of a file's name: no system opens a longer one, and a cut one would look for another file. */
const MAX_PATH = 65_536;

/** What every reader of a part of a model has: where it reads, what it may cost, and where it puts what it sees. */
export interface Reading {
  readonly bytes: ByteSource;
  readonly budget: Budget;
  readonly found: Found;
}

interface Payload {
  readonly start: number;
  readonly end: number;
}

/** The fields of a message that ONNX has; the others are noted. */
export function* knownFields(reading: Reading, table: Message, { start, end }: Payload): Generator<ProtoField> {
  for (const field of protoFields(reading.bytes, reading.budget, start, end))
    if (isKnown(table, field)) yield field;
    else reading.found.unknown(field.at, field.start, field.end);
}

export function nameOf({ bytes }: Reading, field: ProtoField | undefined): string {
  return field === undefined ? "" : protoText(bytes, field, MAX_NAME);
}

export function pathOf({ bytes }: Reading, field: ProtoField): string {
  return protoText(bytes, field, MAX_PATH);
}

/** ONNX's own domain has two names. */
export function domainOf(reading: Reading, field: ProtoField | undefined): string {
  const domain = nameOf(reading, field);
  return domain === "ai.onnx" ? "" : domain;
}

/** A text that people write: it is searched for secrets. */
export function description(reading: Reading, field: ProtoField, place: string): string {
  const text = protoText(reading.bytes, field);
  reading.found.text(text, place);
  return text;
}

/** A pair of metadata: its text is searched for secrets. */
export function pair(reading: Reading, field: ProtoField, place: string): { key: string; value: string } {
  let key = "";
  let value = "";
  for (const part of knownFields(reading, PAIR, field))
    if (part.number === 1) key = nameOf(reading, part);
    else value = protoText(reading.bytes, part);
  reading.found.text(value, key === "" ? place : `${place}, key ${key}`);
  return { key, value };
}
