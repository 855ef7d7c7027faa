/** Whether a yarn.lock is one of yarn 2 or later, which is YAML with a part about itself. */
export function isBerry(head: string): boolean {
  return /^__metadata:/m.test(head);
}
