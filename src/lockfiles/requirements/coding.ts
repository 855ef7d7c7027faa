/** Where pip looks for a coding line, as Python does (https://peps.python.org/pep-0263/): the first two lines. */
const CODING = /coding[:=][ \t]*([-\w.]{1,64})/;
const UTF_8 = /^(?:utf-?8(?:-sig)?|ascii|us-ascii)$/;
/** What differs from UTF-8 only beyond ASCII. */
const LIKE_ASCII = /^(?:latin-?1|iso-?8859-?\d{1,2}|(?:cp|windows-?)125\d|koi8-[ru])$/;

/**
 * The coding that a requirements file names in its first two lines, where pip then reads another text than the one that is
 * given here: in UTF-7 a comment may end in the middle (`+AAo-`), in Latin-1 the byte 0x85 ends a line.
 */
export function otherCoding(text: string): string | undefined {
  for (const line of text.slice(0, 2048).split("\n", 2)) {
    const name = line.startsWith("#") ? CODING.exec(line)?.[1] : undefined;
    if (name === undefined) continue;
    const plain = name.toLowerCase().replaceAll("_", "-");
    return UTF_8.test(plain) || (LIKE_ASCII.test(plain) && /^[\0-\x7f]*$/.test(text)) ? undefined : name;
  }
  return undefined;
}
