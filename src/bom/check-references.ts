/** One place of the document: its path, its key or that of the list that it is in, and what is there. */
interface Place {
  readonly path: string;
  readonly key: string;
  readonly value: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

const SURROGATE = /\p{Surrogate}/u;
const BOM_LINK = /^urn:cdx:/;
/** A purl names a package for everyone: a path of one machine does not. */
const LOCAL_PURL =
  /^pkg:[^?]*(@(\.|%2F|\/|[A-Za-z](:|%3A)(\\|%5C|%2F|\/))|%5C|\/\.\.?(\/|@|$))|[?&][^=]*=(\.{0,2}(\/|%2F)|file:|~)/i;

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
  const problems: string[] = [];
  const known = new Set<string>();
  const links: Place[] = [];
  for (const place of places(document)) {
    const { path, key, value } = place;
    if (SURROGATE.test(key) || (typeof value === "string" && SURROGATE.test(value)))
      problems.push(`${path} is not well-formed`);
    if (key === "bom-ref" && typeof value === "string") {
      if (known.has(value)) problems.push(`${path} is not unique: ${value}`);
      known.add(value);
    } else if (typeof value === "string" && LINKS.has(key)) links.push(place);
    if (key === "purl" && typeof value === "string" && LOCAL_PURL.test(value))
      problems.push(`${path} has a local path: ${value}`);
  }
  for (const { path, value } of links)
    if (!BOM_LINK.test(value as string) && !known.has(value as string))
      problems.push(`${path} leads nowhere: ${String(value)}`);
  return [...problems, ...pointerProblems(document as Fields)];
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

/** Everything in the document, without recursion. */
function* places(document: object): Generator<Place> {
  const open: Place[] = [{ path: "", key: "", value: document }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    yield place;
    const { path, value } = place;
    if (typeof value !== "object" || value === null) continue;
    const list = Array.isArray(value);
    for (const [key, inner] of Object.entries(value))
      open.push({ path: `${path}/${key}`, key: list ? place.key : key, value: inner });
  }
}
