import type { JsonMember, JsonNode } from "../../syntax/json";
import { jsonLock } from "./json-lock";

/**
 * Where the keys of a lock stand whose values are objects, asked for in the order of the text. Searching for the next one
 * natively is several times faster than a tree with places. What a search does not find (a key with escapes, numbers that
 * `JSON.parse` moves to the front) is looked up in the tree, which is made once. In a crafted text a key may be
 * taken for another one just before it: then a line is a little off, and nothing else.
 */
export class KeyPlaces {
  private from = 0;
  private tree: JsonNode | undefined;
  private readonly members = new Map<JsonNode, ReadonlyMap<string, JsonMember>>();

  constructor(private readonly text: string) {}

  /** In characters, of the key at the end of the path that is asked for where it is needed. */
  next(key: string, path: () => readonly string[]): number {
    if (this.tree === undefined) {
      const quoted = `${JSON.stringify(key)}:`;
      for (let at = this.text.indexOf(quoted, this.from); at >= 0; at = this.text.indexOf(quoted, at + 1))
        if (this.opensAt(at + quoted.length)) {
          this.from = at + quoted.length;
          return at;
        }
      this.tree = jsonLock(this.text);
    }
    let found: JsonMember | undefined;
    for (const name of path()) {
      found = this.membersOf(found?.value ?? this.tree).get(name);
      if (found === undefined) return 0;
    }
    return found?.at ?? 0;
  }

  private opensAt(place: number): boolean {
    let at = place;
    while (at < place + 8 && /\s/.test(this.text[at] ?? "")) at++;
    return this.text[at] === "{";
  }

  /** Of keys that stand twice the last one, as `JSON.parse` has it. */
  private membersOf(node: JsonNode): ReadonlyMap<string, JsonMember> {
    const known = this.members.get(node);
    if (known !== undefined) return known;
    const made = new Map(node.kind === "object" ? node.members.map((each) => [each.key, each]) : []);
    this.members.set(node, made);
    return made;
  }
}
