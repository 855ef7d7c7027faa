import type { LockPractice } from "../../core/package-facts";
import { withoutCredentials } from "../address";
import { indexSource } from "../python-locked";

const LOCAL = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/i;

/** What an option of pip says of where packages come from; that `--index-url` is another one is said elsewhere. */
export function indexPractices(option: string, value: string): LockPractice[] {
  const what = withoutCredentials(value);
  switch (option) {
    case "--index-url":
      return overPlainHttp(value, what);
    case "--extra-index-url":
      return indexSource(value) === undefined
        ? []
        : [
            { kind: "extra-index", what, detail: "pip takes the best version of all indexes" },
            ...overPlainHttp(value, what),
          ];
    case "--find-links":
      return /^(?:https?|ftp):/i.test(value)
        ? [
            { kind: "extra-index", what, detail: "pip takes packages from this page too" },
            ...overPlainHttp(value, what),
          ]
        : [];
    case "--trusted-host":
      return [{ kind: "no-verification", what, detail: "pip does not check the certificate of this host" }];
    case "--no-require-hashes":
      return [{ kind: "no-verification", what: option, detail: "pip does not check hashes" }];
    default:
      return [];
  }
}

function overPlainHttp(url: string, what: string): LockPractice[] {
  return /^http:/i.test(url) && !LOCAL.test(url)
    ? [{ kind: "no-verification", what, detail: "what comes over plain HTTP can be changed on its way" }]
    : [];
}
