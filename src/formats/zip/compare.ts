import type { ArchiveFact } from "../../core/archive-facts";
import { nameOddity } from "../member-names";
import { FLAG, IN_ZIP64, type CentralEntry, type HeaderFields, type LocalHeader } from "./records";

/** Bits that say how a member was written and change nothing for who reads it: 1, 2, 3, 11 (APPNOTE 4.4.4). */
const NORMAL_FLAGS = 0b0000_1000_0000_1110;

/** Bits that make a reader refuse or decrypt; the others may differ between the headers in honest files. */
const COMPARED_FLAGS = ~NORMAL_FLAGS & 0xffff;

/** File types in a Unix mode. */
const MODE_TYPE = 0xf000;
const MODE_SYMLINK = 0xa000;
const SPECIAL_TYPES = new Map([
  [0x1000, "a fifo"],
  [0x2000, "a character device"],
  [0x6000, "a block device"],
  [0xc000, "a socket"],
]);

/** Python compares the names and refuses; PyTorch's reader and 7-Zip take the directory's, streaming readers the other. */
export function* compareHeaders(entry: CentralEntry, local: LocalHeader): Generator<ArchiveFact> {
  const differ = (detail: string): ArchiveFact => ({
    oddity: "header-mismatch",
    member: entry.name,
    detail,
    offset: local.at,
  });
  if (entry.rawName !== local.rawName) yield differ(`its local header names it ${local.name}`);
  if (entry.method !== local.method)
    yield differ(`its method is ${entry.method} in the directory, ${local.method} in its local header`);
  if (((entry.flags ^ local.flags) & COMPARED_FLAGS) !== 0)
    yield differ(`its flags are ${hex(entry.flags)} in the directory, ${hex(local.flags)} in its local header`);
  for (const [words, listed, own] of [
    ["checksum", entry.crc, local.crc],
    ["packed size", entry.packed, local.packed],
    ["size", entry.size, local.size],
  ] as const)
    if (listed !== own && !isLeftOut(own, local))
      yield differ(`its ${words} is ${listed} in the directory, ${own} in its local header`);
  if (entry.method === 0 && entry.packed !== entry.size)
    yield differ(`it is not compressed, but has ${entry.packed} packed and ${entry.size} unpacked bytes`);
}

/** Who writes without knowing the sizes yet leaves zeros (or the Zip64 mark) and a descriptor behind the data. */
export function isLeftOut(value: number, local: LocalHeader): boolean {
  return (local.flags & (FLAG.dataDescriptor | FLAG.masked)) !== 0 && (value === 0 || value === IN_ZIP64);
}

/** What is odd about one header by itself. */
export function* oddHeader(header: HeaderFields, mode: number): Generator<ArchiveFact> {
  const member = header.name;
  for (const name of new Set([header.name, header.unicodeName ?? header.name])) {
    const oddity = nameOddity(name);
    if (oddity !== undefined) yield { ...oddity, member };
  }
  const flags = header.flags & ~NORMAL_FLAGS & ~FLAG.encrypted;
  if (flags !== 0) yield { oddity: "flag-bits", member, detail: `the flag bits ${bitsOf(flags)} are set` };
  const special = SPECIAL_TYPES.get(mode & MODE_TYPE);
  if (special !== undefined) yield { oddity: "special-file", member, detail: `it is ${special}` };
}

export function isSymlink(mode: number): boolean {
  return (mode & MODE_TYPE) === MODE_SYMLINK;
}

/** Names that some reader takes for the same file: `\` for `/`, and `./` in front or between. */
export function sameNameKey(name: string): string {
  return name
    .split(/[/\\]/)
    .filter((part) => part !== "." && part !== "")
    .join("/");
}

function bitsOf(flags: number): string {
  return Array.from({ length: 16 }, (_, bit) => bit)
    .filter((bit) => (flags & (1 << bit)) !== 0)
    .join(", ");
}

function hex(flags: number): string {
  return `0x${flags.toString(16)}`;
}
