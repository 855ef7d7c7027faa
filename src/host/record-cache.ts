import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { RecordCache } from "../core/record-cache";
import type { Env } from "./git";

/** Bytes of the file, and of what one run adds. All records of PyPI that are no malware have 70 million. CWE-770. */
export const MAX_CACHE_BYTES = 128 * 1024 ** 2;
/** Bytes of one record that is kept. The longest real ones have 300,000. */
const MAX_RECORD_BYTES = 4 * 1024 ** 2;
const FILE = "records-1.txt";
const NEWLINE = 0x0a;

/** The directory for records: `XDG_CACHE_HOME`, else `~/.cache`, on Windows `LOCALAPPDATA`. Absent where none is known. */
export function recordCacheDirectory(env: Env, platform: string = process.platform): string | undefined {
  const home =
    platform === "win32" ? env["LOCALAPPDATA"] : env["XDG_CACHE_HOME"] || join(env["HOME"] || homedir(), ".cache");
  return home ? join(home, "model-assay", "osv-records") : undefined;
}

/**
 * Records on disk, all in one file that is read once: a line each, `<crc32 of the rest> <id> <modified> <json>`. Files
 * of their own are read as fast, but 5,000 of them take 2 to 20 times as long to write, and their size must be kept in
 * bounds one by one. A run appends in one write, so that two runs at once do no harm:
 * a line that another one cut in two has the wrong sum and is not there. A file that has grown too large is written anew
 * with what this run asked for and the latest of the others.
 */
export function openRecordCache(directory: string, maxBytes = MAX_CACHE_BYTES): RecordCache {
  return new FileCache(directory, maxBytes);
}

/** Where a record's line is in the file. */
interface Line {
  readonly start: number;
  readonly end: number;
  asked: boolean;
}

class FileCache implements RecordCache {
  private bytes: Uint8Array = new Uint8Array(0);
  private lines: Map<string, Line> | undefined;
  private readonly added = new Map<string, Buffer>();
  private addedBytes = 0;

  constructor(
    private readonly directory: string,
    private readonly maxBytes: number,
  ) {}

  get(id: string, modified: string): string | undefined {
    const key = keyOf(id, modified);
    const line = key === undefined ? undefined : this.read().get(key);
    if (line === undefined) return undefined;
    const text = textOf(this.bytes.subarray(line.start, line.end));
    if (text === undefined) return undefined;
    line.asked = true;
    return text.slice(key!.length + 1);
  }

  put(id: string, modified: string, json: string): void {
    const key = keyOf(id, modified);
    if (key === undefined || this.added.has(key)) return;
    // A line's end inside of JSON is white space: within a string it is written with a backslash.
    const rest = Buffer.from(`${key} ${json.replace(/[\r\n]+/g, " ")}`);
    if (rest.length > MAX_RECORD_BYTES || this.addedBytes + rest.length > this.maxBytes / 2) return;
    const line = Buffer.concat([Buffer.from(`${sum(rest)} `), rest, Buffer.from("\n")]);
    this.added.set(key, line);
    this.addedBytes += line.length;
  }

  flush(): void {
    if (this.added.size === 0) return;
    const more = Buffer.concat([...this.added.values()]);
    this.added.clear();
    this.addedBytes = 0;
    try {
      mkdirSync(this.directory, { recursive: true, mode: 0o700 });
      if (sizeOf(this.path) + more.length <= this.maxBytes) {
        // What stands behind the last line's end is a line that was cut: it must not swallow the next one.
        appendFileSync(this.path, Buffer.concat([Buffer.from("\n"), more]), { mode: 0o600 });
      } else this.rewrite(more);
    } catch {
      // A cache that cannot be written (a full or read-only disk) costs time and no answer.
    }
  }

  private get path(): string {
    return join(this.directory, FILE);
  }

  /** The lines of the file by key; of two with one key the later counts. Sums are looked at when a line is asked for. */
  private read(): Map<string, Line> {
    if (this.lines !== undefined) return this.lines;
    const lines = (this.lines = new Map<string, Line>());
    try {
      if (sizeOf(this.path) <= this.maxBytes) this.bytes = readFileSync(this.path);
    } catch {
      return lines;
    }
    for (let start = 0; start < this.bytes.length;) {
      const next = this.bytes.indexOf(NEWLINE, start);
      const end = next < 0 ? this.bytes.length : next;
      const head = Buffer.from(
        this.bytes.buffer,
        this.bytes.byteOffset + start,
        Math.min(end - start, MAX_HEAD),
      ).toString("latin1");
      const key = HEAD.exec(head)?.[1];
      if (key !== undefined) {
        // Put in again, so that the order is the order of the file.
        lines.delete(key);
        lines.set(key, { start, end, asked: false });
      }
      start = end + 1;
    }
    return lines;
  }

  private rewrite(more: Buffer): void {
    const keep: Uint8Array[] = [];
    let left = this.maxBytes / 2 - more.length;
    const latestFirst = [...this.read().values()].reverse();
    for (const line of [...latestFirst.filter(({ asked }) => asked), ...latestFirst.filter(({ asked }) => !asked)]) {
      left -= line.end - line.start + 1;
      if (left < 0) break;
      keep.push(NEWLINE_BYTES, this.bytes.subarray(line.start, line.end));
    }
    keep.reverse().push(NEWLINE_BYTES, more);
    const temporary = join(this.directory, `${FILE}.${randomBytes(6).toString("hex")}`);
    try {
      writeFileSync(temporary, Buffer.concat(keep), { mode: 0o600, flag: "wx" });
      renameSync(temporary, this.path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }
}

const NEWLINE_BYTES = Uint8Array.of(NEWLINE);
/** Ids have no spaces, times neither. */
const HEAD = /^[0-9a-f]{8} (\S+ \S+) /;
const MAX_HEAD = 8 + 1 + 128 + 1 + 40 + 1;

function keyOf(id: string, modified: string): string | undefined {
  return /^[!-~]{1,128}$/.test(id) && /^[!-~]{1,40}$/.test(modified) ? `${id} ${modified}` : undefined;
}

function textOf(line: Uint8Array): string | undefined {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  return text.toString("latin1", 0, 8) === sum(text.subarray(9)) ? text.toString("utf8", 9) : undefined;
}

/** Tells damage, not malice: the directory is the user's own. */
function sum(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, "0");
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
