import type { Lockfile, LockText } from "../../lockfiles/read";

/** Characters of all lockfiles of a run, and of what they include each time they do. Large monorepos have some 30 million. CWE-770. */
const MAX_TEXT = 128 * 1024 ** 2;

/** What the lockfiles of a run may hold together: what comes behind is told, and not read. */
export class TextAllowance {
  constructor(private left = MAX_TEXT) {}

  /** A lockfile whose text is read when it is asked for, so that not all of them are in memory at once. */
  within({ path, syntax, read, context }: Omit<Lockfile, "text"> & { read(): LockText }): Lockfile {
    return {
      path,
      syntax,
      context: {
        ...context,
        include: (each) => {
          if (this.left <= 0) return { missing: "too-large", path: each };
          const found = context.include(each);
          if ("text" in found) this.left -= found.text.length;
          return found;
        },
      },
      text: () => {
        if (this.left <= 0) return SPENT;
        const text = read();
        if (typeof text === "string") this.left -= text.length;
        return text;
      },
    };
  }
}

const SPENT: LockText = {
  reason: "limit",
  detail: `the lockfiles before it have more than ${MAX_TEXT} characters, so it was not read`,
};
