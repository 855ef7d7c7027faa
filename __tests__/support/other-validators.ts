import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Other people's validators and libraries, where they are installed; docs/bom.md names the variables. */
const PYTHON = process.env["MODEL_ASSAY_BOM_PYTHON"] ?? "";
const PYSPDX = process.env["MODEL_ASSAY_SPDX_TOOLS"] ?? "";
const SCHEMAS = join(__dirname, "../../node_modules/@cyclonedx/cyclonedx-library/res/schema");

/** A document on disk; `version` of CycloneDX, or `spdx`. */
export interface WrittenDocument {
  readonly path: string;
  readonly version: "1.6" | "1.7" | "spdx";
}

interface OtherValidator {
  readonly name: string;
  readonly installed: boolean;
  /** What it says against these documents: nothing, where all are valid. */
  problems(documents: readonly WrittenDocument[]): string;
}

const STRICT = `
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
for arg in sys.argv[1:]:
    version, path = arg.split("=", 1)
    error = JsonStrictValidator(SchemaVersion.from_version(version)).validate_str(open(path).read())
    if error: print(path, str(error)[:500])
`;

const MANY = { encoding: "utf8", maxBuffer: 64 * 1024 ** 2 } as const;

export const OTHER_VALIDATORS: readonly OtherValidator[] = [
  {
    name: "cyclonedx-python-lib (MODEL_ASSAY_BOM_PYTHON)",
    installed: existsSync(PYTHON),
    problems(documents) {
      const args = documents.flatMap(({ path, version }) => (version === "spdx" ? [] : [`${version}=${path}`]));
      return args.length === 0 ? "" : execFileSync(PYTHON, ["-c", STRICT, ...args], MANY);
    },
  },
  {
    name: "check-jsonschema (MODEL_ASSAY_BOM_PYTHON)",
    installed: existsSync(PYTHON),
    problems: (documents) =>
      (["1.6", "1.7"] as const)
        .map((version) => {
          const paths = documents.filter((each) => each.version === version).map(({ path }) => path);
          if (paths.length === 0) return "";
          const schema = join(SCHEMAS, `bom-${version}.SNAPSHOT.schema.json`);
          const args = ["-m", "check_jsonschema", "--base-uri", `file://${SCHEMAS}/`, "--schemafile", schema, ...paths];
          const { status, stdout, stderr } = spawnSync(PYTHON, args, MANY);
          return status === 0 ? "" : `${stdout}${stderr}`;
        })
        .join(""),
  },
  {
    name: "pyspdxtools (MODEL_ASSAY_SPDX_TOOLS)",
    installed: existsSync(PYSPDX),
    problems: (documents) =>
      documents
        .filter(({ version }) => version === "spdx")
        .map(({ path }) => {
          const { status, stdout, stderr } = spawnSync(PYSPDX, ["--infile", path], MANY);
          return status === 0 ? "" : `${path}: ${stdout}${stderr}`;
        })
        .join(""),
  },
];

/** What a library says of a model that it wrote. */
export interface RealModel {
  readonly name?: string;
  readonly kind?: string;
  readonly parameters?: number;
  readonly dtypes?: Readonly<Record<string, number>>;
  readonly architecture?: string;
  readonly family?: string;
  readonly task?: string;
  readonly license?: string;
  readonly base?: string;
  readonly datasets?: readonly string[];
  readonly metric?: string;
  readonly inputs?: number;
  readonly input?: string;
  readonly output?: string;
  readonly properties?: Readonly<Record<string, string>>;
}

/** What `write-real-models.py` can write. */
export const REAL_MODELS = [
  "transformers",
  "transformers_sharded",
  "peft",
  "gguf",
  "onnx",
  "keras",
  "sentence_transformers",
  "mlflow",
  "diffusers",
] as const;

/**
 * Has models written into a directory by the Pythons of MODEL_ASSAY_MODEL_PYTHON (several are separated as in PATH); each
 * writes what its libraries can write. What none of them can is not in the answer.
 */
export function writeRealModels(directory: string): ReadonlyMap<string, RealModel> {
  const found = new Map<string, RealModel>();
  for (const python of (process.env["MODEL_ASSAY_MODEL_PYTHON"] ?? "").split(delimiter)) {
    if (python === "" || !existsSync(python)) continue;
    const args = [join(__dirname, "write-real-models.py"), directory];
    const { status, stdout, stderr } = spawnSync(python, args, { ...MANY, timeout: 300_000 });
    if (status !== 0) throw new Error(`${python}: ${stderr.slice(-2000)}`);
    const said = JSON.parse(stdout.trim().split("\n").at(-1)!) as { written: Record<string, RealModel> };
    for (const [name, model] of Object.entries(said.written)) found.set(name, model);
  }
  return found;
}
