/** An object or list of the document: its path, its key or that of the list that it is in, and what is there. */
interface Place {
  readonly path: string;
  readonly key: string;
  readonly value: object;
}

type Fields = Readonly<Record<string, unknown>>;

const SURROGATE = /\p{Surrogate}/u;
const BOM_LINK = /^urn:cdx:/;
/** A purl names a package for everyone: a path of one machine does not. */
const LOCAL_PURL =
  /^pkg:[^?]*(@(\.|%2F|\/|[A-Za-z](:|%3A)(\\|%5C|%2F|\/))|%5C|\/\.\.?(\/|@|$))|[?&][^=&]*=(\.{0,2}(\/|%2F)|file:|~)/i;

/** Keys under which references stand that lead into the document, as text or as a list of texts. */
const LINKS = new Set([
  "ref",
  "dependsOn",
  "provides",
  "assemblies",
  "dependencies",
  "vulnerabilities",
  "attributedTo",
  "process",
]);

/** References that are not unique or lead nowhere, purls with a local path, text that is not well-formed. */
export function referenceProblems(document: object): string[] {
  const texts = new Texts();
  const open: Place[] = [{ path: "", key: "", value: document }];
  // Without recursion; a place is made of what holds others only, for most of a document is text.
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { path, key: list, value } = place;
    const inList = Array.isArray(value);
    for (const [name, inner] of Object.entries(value)) {
      const key = inList ? list : name;
      if (!inList && SURROGATE.test(name)) texts.problems.push(`${path}/${name} is not well-formed`);
      if (typeof inner === "string") texts.meet(path, name, key, inner);
      else if (typeof inner === "object" && inner !== null)
        open.push({ path: `${path}/${name}`, key, value: inner as object });
    }
  }
  return [...texts.problems, ...texts.lost(), ...pointerProblems(document as Fields)];
}

/** What is wrong with the texts of a document, by the field that they stand in. */
class Texts {
  readonly problems: string[] = [];
  private readonly known = new Set<string>();
  private readonly links: (readonly [path: string, name: string, value: string])[] = [];

  meet(path: string, name: string, key: string, value: string): void {
    if (SURROGATE.test(value)) this.problems.push(`${path}/${name} is not well-formed`);
    if (key === "bom-ref") {
      if (this.known.has(value)) this.problems.push(`${path}/${name} is not unique: ${value}`);
      this.known.add(value);
    } else if (LINKS.has(key)) this.links.push([path, name, value]);
    else if (key === "purl" && LOCAL_PURL.test(value)) this.problems.push(`${path}/${name} has a local path: ${value}`);
  }

  /** Links that lead nowhere. */
  lost(): string[] {
    return this.links
      .filter(([, , value]) => !BOM_LINK.test(value) && !this.known.has(value))
      .map(([path, name, value]) => `${path}/${name} leads nowhere: ${value}`);
  }
}

/** Citations whose pointer leads to no field. */
function pointerProblems(document: Fields): string[] {
  const citations = Array.isArray(document.citations) ? (document.citations as Fields[]) : [];
  const pointers = citations.flatMap(({ pointers: each }) => (Array.isArray(each) ? (each as string[]) : []));
  return pointers
    .filter((pointer) => at(document, pointer) === undefined)
    .map((each) => `citation leads nowhere: ${each}`);
}

function at(document: unknown, pointer: string): unknown {
  let here = document;
  for (const key of pointer.split("/").slice(1)) {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, name)) return undefined;
    here = (here as Fields)[name];
  }
  return here;
}
