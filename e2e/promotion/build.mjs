/** A repository whose workflow builds a model: what it holds, and the gate by act that scans and signs it. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLEAN_HUB } from "../hub.mjs";
import { ADVISORIES } from "../packages.mjs";
import { IDENTITY, REPOSITORY } from "../sigstore/clients.mjs";
import { prepareRepository, signByAction } from "../sigstore/signed-by-action.mjs";

const ISSUER = "http://127.0.0.1:7001";
const [WORKFLOW, REF] = IDENTITY.replace("https://github.com/", "").split("@");

/** The policy of the repository: who builds, and who has to say yes. */
export const POLICY = `version: 1
signers:
  - workflow: ${WORKFLOW}
    refs: [${REF}]
    repository: ${REPOSITORY}
    issuer: ${ISSUER}
promotion:
  require: [verdict]
  approvals:
    - role: security
      people: [sam, sue]
    - role: platform
      people: [pia, sam]
`;

const FILES = {
  ...CLEAN_HUB,
  ".model-assay.yml": POLICY,
  "requirements.txt": "assay-demo-07==1.6.0\nassay-demo-08==1.7.0\n",
  "models/tagger/README.md": "---\nlicense: mit\n---\n# A tagger\n",
  "models/tagger/config.json": '{\n  "architectures": ["BertForTokenClassification"],\n  "model_type": "bert"\n}\n',
  "models/tagger/model.safetensors": CLEAN_HUB["models/chat/model.safetensors"],
};

/** What OSV has, before and after somebody finds a flaw in a package that the model was built with. */
const [FLAW, ELSEWHERE] = ADVISORIES;

export function prepareBuild(directory) {
  const build = join(directory, "build");
  mkdirSync(build);
  const clean = database(join(directory, "osv-clean"), [ELSEWHERE]);
  return {
    ...prepareRepository(build, FILES),
    inputs: { osv: "database", "osv-database": clean },
    clean,
    flawed: database(join(directory, "osv-flawed"), [ELSEWHERE, FLAW]),
  };
}

/** OSV's file of an ecosystem, as its bucket has it. Python writes zip files everywhere that this runs. */
function database(directory, records) {
  const ecosystem = join(directory, "PyPI");
  mkdirSync(ecosystem, { recursive: true });
  const files = records.map((record) => {
    const path = join(ecosystem, `${record.id}.json`);
    writeFileSync(path, JSON.stringify(record));
    return path;
  });
  const made = spawnSync("python3", ["-m", "zipfile", "-c", join(ecosystem, "all.zip"), ...files], {
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(`no database: ${made.stderr}`);
  return directory;
}

/** Signs, and takes the model with its statements to where a release keeps them. */
export async function buildModel(stack, build) {
  const signed = await signByAction(stack, build);
  copyRelease(signed, build.directory);
  return { release: join(build.directory, "release"), secrets: signed.secrets };
}

/** The model's directory, and the statements beside it. */
export function copyRelease({ tree, bundles }, directory) {
  const release = join(directory, "release");
  cpSync(join(tree, "models", "chat"), join(release, "chat"), { recursive: true });
  cpSync(bundles, join(release, "attestations"), { recursive: true });
}
