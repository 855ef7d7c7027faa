import type { Value } from "../../../core/pickle-facts";
import { dotted } from "../globals/judge";

/** A value in words, where it stands for something that should have been a name. */
export function described(value: Value): string {
  switch (value.kind) {
    case "literal":
      return `a literal ${value.type}`;
    case "global":
      return dotted(value.global);
    case "call":
      return value.call.callee === undefined ? "a call's result" : `the result of ${dotted(value.call.callee)}`;
    case "container":
      return `a ${value.type}`;
    case "persistent":
      return "a persistent id";
    case "unknown":
      return value.why;
  }
}
