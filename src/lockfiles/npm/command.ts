/** A name of npm's registry; `-` at the beginning would be an option. */
const NAME = /^(?:@[\w~][\w~.-]*\/)?[\w~][\w~.-]*$/;
const VERSION = /^\d[\w.+-]*$/;

/** Whether a command with these can be offered for typing: names come from the input, and a shell reads the command. */
export function isSafeToType(name: string, version: string): boolean {
  return NAME.test(name) && VERSION.test(version);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
