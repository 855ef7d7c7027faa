import { CALL_HANDLERS } from "./handlers-call";
import { CONTAINER_HANDLERS } from "./handlers-container";
import { LITERAL_HANDLERS } from "./handlers-literal";
import { STACK_HANDLERS } from "./handlers-stack";
import type { Handler } from "./machine";
import { OPCODES } from "./opcodes";

const BY_NAME: Readonly<Record<string, Handler>> = {
  ...LITERAL_HANDLERS,
  ...STACK_HANDLERS,
  ...CONTAINER_HANDLERS,
  ...CALL_HANDLERS,
};

/** Handlers by opcode byte. */
export const HANDLERS: readonly (Handler | undefined)[] = (() => {
  const table: (Handler | undefined)[] = new Array(256).fill(undefined);
  for (const { name, code } of OPCODES) table[code] = BY_NAME[name];
  return table;
})();
