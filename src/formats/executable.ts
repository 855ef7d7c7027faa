import type { Budget } from "../core/budget";
import { Malformed, OutOfBounds, type ByteSource } from "../core/bytes";
import type { ExecutableFacts } from "../core/executable-facts";
import type { Format } from "../core/format";
import type { Artifact } from "../core/subject";
import { latin1 } from "../core/text";
import { isModelName } from "./model-names";
import { zipDirectoryOf } from "./zip/claim";
import { openZip } from "./zip/open";

/** Where a DOS program says where its PE header is (PE format, "MS-DOS stub"). */
const PE_POINTER = 0x3c;
/** A PE header stands near the beginning, though Windows takes it anywhere; a number beyond is chance. Bytes. */
const MAX_PE_OFFSET = 64 * 1024 ** 2;
/** Where ELF says what kind of object it is (System V ABI, "ELF Header"). */
const ELF_TYPE = 16;
/** Mach-O in both byte orders, 32 and 64 bits; the fat one shares its magic with Java and has few architectures. */
const MACH_O = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);
const FAT = 0xcafebabe;
const MAX_ARCHITECTURES = 20;

/** Names under which code is no surprise. */
const HONEST = /\.(so(\.\d+)*|dll|dylib|exe|pyd|sys|ko|o|a|sh|bash|py|pl|rb|bat|cmd|cubin|node|wasm|class)$/i;
/** Archives of software and of anything: what is in them is no model by itself. */
const SOFTWARE =
  /\.(whl|egg|jar|war|zip|tar|tgz|tar\.(gz|xz|bz2|zst)|gz|xz|zst|bz2|conda|nupkg|deb|rpm|apk|docx|xlsx|pptx)$/i;
/** `torch.export` with AOTInductor puts shared libraries into its package, TorchServe may have any file. */
const COMPILED = /\.(pt2|mar)$/i;

/**
 * Programs and scripts, where a model or a part of one is expected. The program of a repository under a name
 * of its own is none of our business, so it is not claimed.
 */
export const executable: Format = {
  id: "executable",
  title: "program or script",
  extensions: [],
  claims: (artifact, { budget }) =>
    placeOf(artifact) !== undefined && programIn(artifact.bytes) !== undefined && !holdsGguf(artifact, budget),
  *open(artifact) {
    const { at, bytes } = artifact;
    const executable = { what: programIn(bytes)!, ...placeOf(artifact)! };
    yield { kind: "executable", at, executable };
  },
};

/**
 * What llamafile makes: one program for six systems, with weights in a zip at its end. Running it is its purpose,
 * so it is said to be a program, and its weights are looked at.
 */
export const llamafile: Format = {
  id: "llamafile",
  title: "llamafile",
  refines: "zip",
  extensions: [".llamafile"],
  claims: (artifact, { budget }) => programIn(artifact.bytes) !== undefined && holdsGguf(artifact, budget),
  *open(artifact, context) {
    const executable = { what: programIn(artifact.bytes)!, place: "file", name: "model", container: "model" } as const;
    yield { kind: "executable", at: artifact.at, executable };
    yield* openZip(artifact, context, "llamafile");
  },
};

function holdsGguf(artifact: Artifact, budget: Budget): boolean {
  try {
    return zipDirectoryOf(artifact, budget)?.entries.some(({ name }) => name.endsWith(".gguf")) === true;
  } catch (error) {
    if (error instanceof Malformed || error instanceof OutOfBounds) return false;
    throw error;
  }
}

function placeOf(artifact: Artifact): Omit<ExecutableFacts, "what"> | undefined {
  const { at, nested } = artifact;
  const own = at.inside.at(-1) ?? at.path;
  const name = isModelName(own) ? "model" : HONEST.test(own) ? "honest" : "other";
  const container = SOFTWARE.test(at.path) ? "software" : COMPILED.test(at.path) ? "compiled" : "model";
  if (at.inside.length === 0) return name === "model" ? { place: "file", name, container } : undefined;
  return { place: nested === true ? "hidden" : "member", name, container };
}

/** What kind of program the bytes begin, `undefined` where they begin none. Exact enough for random bytes. */
export function programIn(bytes: ByteSource): string | undefined {
  const head = Buffer.from(bytes.window(0, 256));
  if (head.length < 8) return undefined;
  const magic = head.readUInt32BE(0);
  if (magic === 0x7f454c46 && isElf(head)) return "a Linux program (ELF)";
  if (MACH_O.has(magic)) return "a macOS program (Mach-O)";
  if (magic === FAT && head.readUInt32BE(4) <= MAX_ARCHITECTURES) return "a macOS program (universal Mach-O)";
  if (magic === FAT) return isJavaClass(head) ? "a Java class" : undefined;
  if (/^(MZqFpD='|jartsr=')/.test(latin1(head.subarray(0, 8)))) return "an Actually Portable Executable";
  if (head.toString("latin1", 0, 2) === "MZ" && isPe(bytes, head)) return "a Windows program (PE)";
  if (head.toString("latin1", 0, 4) === "\0asm" && head.readUInt32LE(4) === 1) return "a WebAssembly module";
  const script = /^#![ \t]{0,4}\/[\w./+-]{1,80}(?:[ \t]{1,4}[\w./+=-]{1,40}){0,4}\s/.exec(latin1(head));
  return script === null ? undefined : `a script (${script[0].trim()})`;
}

/**
 * Behind the magic: class, byte order and version, or what kind of object it is (`e_type`: 1 to 4, or a range of the system's), in either byte order. Linux
 * runs a program whatever the class, byte order and version before that say (fs/binfmt_elf.c).
 */
function isElf(head: Buffer): boolean {
  if ([1, 2].includes(head[4]!) && [1, 2].includes(head[5]!) && head[6] === 1) return true;
  if (head.length < ELF_TYPE + 2) return false;
  return [head.readUInt16LE(ELF_TYPE), head.readUInt16BE(ELF_TYPE)].some((type) => type >= 1 && type <= 4);
}

/** Major versions of the class file format: 45 (1.1) and up. */
function isJavaClass(head: Buffer): boolean {
  const major = head.readUInt16BE(6);
  return major >= 45 && major < 100;
}

function isPe(bytes: ByteSource, head: Buffer): boolean {
  if (head.length < PE_POINTER + 4) return false;
  const at = head.readUInt32LE(PE_POINTER);
  return at <= MAX_PE_OFFSET && latin1(bytes.window(at, 4)) === "PE\0\0";
}
