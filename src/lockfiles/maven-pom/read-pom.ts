import type * as Saxes from "saxes";
import { Malformed } from "../../core/bytes";

/** Loaded on first use, so that a run without Maven does not pay for it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const saxes = (): typeof Saxes => require("saxes") as typeof Saxes;

/** Characters of one file. The largest real ones have some hundred thousand. CWE-400. */
const MAX_POM = 4 * 1024 ** 2;
/** Elements inside each other; plugins' configurations have some twenty. CWE-674. */
const MAX_DEPTH = 200;
/** Dependencies of one file; the largest real ones manage some thousand. CWE-770. */
const MAX_DEPENDENCIES = 20_000;
/** Characters of one value. CWE-400. */
const MAX_VALUE = 1000;

/** Values as written: properties are not put in. */
export interface PomDependency {
  readonly line: number;
  /** In a profile, which is on only where somebody wants it. */
  readonly profile: boolean;
  readonly groupId?: string;
  readonly artifactId?: string;
  readonly version?: string;
  readonly scope?: string;
  readonly type?: string;
  readonly classifier?: string;
  readonly systemPath?: string;
}

export interface Pom {
  readonly groupId?: string;
  readonly artifactId?: string;
  readonly version?: string;
  readonly parent?: PomParent;
  readonly properties: ReadonlyMap<string, string>;
  readonly dependencies: readonly PomDependency[];
  readonly managed: readonly PomDependency[];
}

export interface PomParent {
  readonly groupId?: string;
  readonly artifactId?: string;
  readonly version?: string;
  /** Empty where the file says that there is none; absent where it says nothing, which is `../pom.xml`. */
  readonly relativePath?: string;
}

/**
 * A project object model (https://maven.apache.org/pom.html). No entity is expanded but the five of XML, nothing is fetched.
 * Throws `Malformed` with the place in characters.
 */
export function readPom(text: string): Pom {
  if (text.length > MAX_POM)
    throw new Malformed(`it is XML of more than ${MAX_POM.toLocaleString("en-US")} characters`);
  const nul = text.indexOf("\0");
  if (nul >= 0) throw new Malformed("it is no XML: it has a NUL byte", nul);
  const reader = new Reader();
  const parser = new (saxes().SaxesParser)({ xmlns: false });
  parser.on("error", (error) => {
    // Maven knows the names of HTML's letters (`&oslash;`). They stay as they are: no version has one.
    if (!/undefined entity/.test(error.message))
      throw new Malformed(`it is no XML: ${error.message.replace(/^[^:]*\d:\d+: /, "")}`, parser.position);
  });
  parser.on("doctype", (doctype) => {
    if (/<!ENTITY/i.test(doctype)) throw new Malformed("it declares entities, which are not read", parser.position);
  });
  parser.on("opentagstart", ({ name }) => reader.open(name, parser.line, parser.position));
  parser.on("text", (value) => reader.text(value));
  parser.on("cdata", (value) => reader.text(value));
  parser.on("closetag", () => reader.close());
  parser.write(text).close();
  return reader.pom();
}

const DEPENDENCIES = ["project/dependencies/dependency", "project/profiles/profile/dependencies/dependency"];
const MANAGED = DEPENDENCIES.map((each) => each.replace("/dependencies/", "/dependencyManagement/dependencies/"));
const PROPERTIES = ["project/properties", "project/profiles/profile/properties"];

/** Keeps what is at the paths of interest; names come from the input. */
class Reader {
  private readonly path: string[] = [];
  private value = "";
  private dependency: (Record<string, string> & object) | undefined;
  private line = 0;
  private readonly own = new Map<string, string>();
  private readonly parent = new Map<string, string>();
  private readonly properties = new Map<string, string>();
  private readonly dependencies: PomDependency[] = [];
  private readonly managed: PomDependency[] = [];

  open(name: string, line: number, place: number): void {
    if (this.path.length >= MAX_DEPTH)
      throw new Malformed(`it has more than ${MAX_DEPTH} elements inside each other`, place);
    this.path.push(name.slice(name.indexOf(":") + 1).slice(0, MAX_VALUE));
    this.value = "";
    if (this.path.length === 1 && this.path[0] !== "project")
      throw new Malformed("it is no POM: it has no <project>", place);
    if (this.path.at(-1) === "dependency") {
      this.dependency = Object.create(null) as Record<string, string>;
      this.line = line;
    }
  }

  text(value: string): void {
    if (this.value.length <= MAX_VALUE) this.value += value.slice(0, MAX_VALUE + 1);
  }

  close(): void {
    const name = this.path.at(-1)!;
    const value = this.value.trim();
    // Only a bounded number of steps up is looked at, so that depth costs nothing.
    const inside = this.path.length > 8 ? "" : this.path.slice(0, -1).join("/");
    const whole = `${inside}/${name}`;
    if (inside === "project") this.own.set(name, value);
    else if (inside === "project/parent") this.parent.set(name, value);
    else if (PROPERTIES.includes(inside)) this.property(inside, name, value);
    else if (DEPENDENCIES.includes(whole) || MANAGED.includes(whole)) this.depend(whole);
    else if (this.dependency !== undefined && (DEPENDENCIES.includes(inside) || MANAGED.includes(inside)))
      this.dependency[name] = value;
    this.value = "";
    this.path.pop();
  }

  /** What a profile says does not go before what is always on. */
  private property(inside: string, name: string, value: string): void {
    if (inside === PROPERTIES[0] || !this.properties.has(name)) this.properties.set(name, value);
  }

  private depend(path: string): void {
    const dependency = { ...this.dependency, line: this.line, profile: path.includes("/profile/") };
    (MANAGED.includes(path) ? this.managed : this.dependencies).push(dependency);
    this.dependency = undefined;
    if (this.managed.length + this.dependencies.length > MAX_DEPENDENCIES)
      throw new Malformed(`it has more than ${MAX_DEPENDENCIES.toLocaleString("en-US")} dependencies`);
  }

  pom(): Pom {
    const { own, parent, properties, dependencies, managed } = this;
    return {
      ...coordinates(own),
      ...(parent.size === 0 ? {} : { parent: { ...coordinates(parent), ...only(parent, "relativePath") } }),
      properties,
      dependencies,
      managed,
    };
  }
}

function coordinates(values: ReadonlyMap<string, string>) {
  return { ...only(values, "groupId"), ...only(values, "artifactId"), ...only(values, "version") };
}

function only<Name extends string>(values: ReadonlyMap<string, string>, name: Name): { [key in Name]?: string } {
  const value = values.get(name);
  return value === undefined ? {} : ({ [name]: value } as { [key in Name]?: string });
}
