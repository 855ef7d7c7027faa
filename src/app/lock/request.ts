import { ConfigurationError } from "../../core/host";

/** What the options of `lock` say. */
export interface LockWords {
  readonly path?: string | undefined;
  readonly revision?: string | undefined;
  readonly download?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly remote?: boolean | undefined;
  readonly timeout?: string | undefined;
}

export interface LockRequest {
  readonly path?: string;
  readonly revision?: string;
  readonly download: boolean;
  readonly force: boolean;
  readonly remote: boolean;
  /** Milliseconds of one request to a source. */
  readonly timeoutMs?: number;
}

/** Seconds that may be asked for: an hour. */
const MAX_TIMEOUT_S = 3600;

/** Throws `ConfigurationError` for a value that cannot be. */
export function readLock(words: LockWords): LockRequest {
  const seconds = words.timeout === undefined ? undefined : Number(words.timeout);
  if (seconds !== undefined && !(seconds > 0 && seconds <= MAX_TIMEOUT_S))
    throw new ConfigurationError(`timeout: a number of seconds up to ${MAX_TIMEOUT_S}`);
  return {
    download: words.download === true,
    force: words.force === true,
    remote: words.remote === true,
    ...(words.path === undefined ? {} : { path: words.path }),
    ...(words.revision === undefined ? {} : { revision: words.revision }),
    ...(seconds === undefined ? {} : { timeoutMs: seconds * 1000 }),
  };
}
