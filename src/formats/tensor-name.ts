const UPWARD = /(^|[/\\])\.\.([/\\]|$)/;

/** Why no library gives a tensor this name, and what it does to programs; `undefined` for plain names. */
export function nameProblem(name: string): string | undefined {
  if (name.includes("\0")) return "its name has a NUL, where readers in C end it";
  return UPWARD.test(name) ? "its name leads upwards where a program writes tensors into files" : undefined;
}
