import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { omsStatement } from "../../src/attest/oms-manifest";
import { statementBytes } from "../../src/attest/statement";
import { read } from "../docs/pages";
import { DIST, type Ended } from "../support/command";
import { removeRepos, temporaryDirectory } from "../support/repo";
import { startSigning } from "../support/signed-bundles";
import { file } from "../support/statements";
import { runScript } from "./places";

/** The init container's command with the files of the ConfigMap, against models that an approved workflow signed, or that somebody changed. */

const FILES = { "config.json": "{}", "model.safetensors": "weights" };
const WORKFLOW = "acme/models/.github/workflows/models.yml";

interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
}
interface Pod {
  readonly securityContext: { readonly runAsUser: number };
  readonly initContainers: readonly [{ readonly command: string[]; readonly args: string[]; readonly volumeMounts: Mount[]; readonly securityContext: object }];
}

const [trust, deployment] = parseAllDocuments(read("examples/kubernetes/deployment.yaml")).map(
  (each) => each.toJS() as unknown,
) as [{ data: Record<string, string> }, { spec: { template: { spec: Pod } } }];
const pod = deployment.spec.template.spec;
const container = pod.initContainers[0];

/** A root with nothing but the system, Node, the bundle and the mounts, all of it read-only, is a matter of being allowed to mount. */
const MAY_MOUNT = process.getuid?.() === 0 && spawnSync("unshare", ["-m", "true"]).status === 0;

let signing: Awaited<ReturnType<typeof startSigning>>;
beforeAll(async () => (signing = await startSigning()));
afterAll(() => signing.close());
afterAll(removeRepos);

/** A signed model; `change` is what happened to it afterwards. `of`: the commit's branch. */
async function signedModel(ref = "refs/heads/main", change: Readonly<Record<string, string>> = {}): Promise<string> {
  const model = temporaryDirectory();
  const files = Object.entries(FILES).map(([path, text]) => file(path, text));
  const payload = Buffer.from(statementBytes(omsStatement({ name: "chat", files, links: [] })));
  const claims = { job_workflow_ref: `${WORKFLOW}@${ref}`, ref, repository: "acme/models", workflow_ref: `${WORKFLOW}@${ref}` };
  const bundle = await signing.bundle({ log: 2, tsa: true }, claims, payload);
  for (const [path, text] of Object.entries({ ...FILES, "model.sig": JSON.stringify(bundle), ...change }))
    writeFileSync(join(model, path), text);
  return model;
}

/** The ConfigMap as a kubelet mounts it: names that are links into a folder behind another link. All that is added is that the signers' issuer is the tests' own. */
function configMap(root = JSON.stringify(signing.sigstore.trustedRoot())): string {
  const directory = temporaryDirectory();
  const folder = join(directory, "..2026_11_21_10_00_00.1");
  mkdirSync(folder);
  symlinkSync("..2026_11_21_10_00_00.1", join(directory, "..data"));
  for (const [name, text] of Object.entries({ ...trust.data, "trusted_root.json": root })) {
    writeFileSync(join(folder, name), text);
    symlinkSync(`..data/${name}`, join(directory, name));
  }
  appendFileSync(join(folder, "signers.yml"), `    issuer: ${signing.sigstore.urls.oidc}\n`);
  return directory;
}

function start(model: string, config = configMap()): Promise<Ended> {
  const volumes: Readonly<Record<string, string>> = { model, trust: config };
  for (const volume of Object.values(volumes)) chmodSync(volume, 0o755);
  const places = container.volumeMounts.map(({ name, mountPath }) => ({ mountPath, source: volumes[name]! }));
  const command = [...container.command, ...container.args];
  const home = temporaryDirectory();
  if (!MAY_MOUNT) {
    const there = (word: string): string => {
      if (word.startsWith("/opt/model-assay/dist/")) return join(DIST, word.slice("/opt/model-assay/dist/".length));
      const place = places.find(({ mountPath }) => word === mountPath || word.startsWith(`${mountPath}/`));
      return place === undefined ? word : join(place.source, word.slice(place.mountPath.length));
    };
    return runScript(["sh", "-c"], command.map((word) => quote(there(word))).join(" "), { cwd: home, home, env: {} });
  }
  const root = join(home, "root");
  mkdirSync(root);
  const script = join(home, "start.sh");
  writeFileSync(script, isolated(root, places, command));
  return runScript(["unshare", "-mn", "sh"], script, { cwd: home, home, env: {} });
}

const programAt = (name: string): string => `"$(command -v ${name})"`;
const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** What a container is, near enough: mounts of its own, its user, no network, no capability, and a root that nobody can write to. */
function isolated(root: string, places: readonly { mountPath: string; source: string }[], command: readonly string[]): string {
  const at = (path: string): string => quote(join(root, path));
  const bind = (source: string, path: string): string =>
    `mkdir -p ${at(path)}; mount --bind ${quote(source)} ${at(path)}; mount -o remount,bind,ro ${at(path)}`;
  const user = pod.securityContext.runAsUser;
  return [
    "set -eu",
    `mount -t tmpfs tmpfs ${quote(root)}`,
    `for each in /usr /lib /lib64 /bin; do if [ -L "$each" ]; then cp -P "$each" ${quote(root)}; elif [ -d "$each" ]; then mkdir -p ${quote(root)}"$each"; mount --bind -o ro "$each" ${quote(root)}"$each"; fi; done`,
    `mkdir -p ${at("node")}; cp ${quote(process.execPath)} ${at("node/node")}`,
    bind(DIST, "/opt/model-assay/dist"),
    ...places.map(({ source, mountPath }) => bind(source, mountPath)),
    `mount -o remount,ro ${quote(root)}`,
    `setpriv=${programAt("setpriv")} chroot=${programAt("chroot")}`,
    `exec env -i PATH=/node HOME=/ "$setpriv" --no-new-privs -- "$chroot" --userspec=${user}:${user} ${quote(root)} ${command.map(quote).join(" ")}`,
  ].join("\n");
}

test("what an approved workflow signed starts", async () => {
  expect(await start(await signedModel())).toMatchObject({ code: 0, stdout: expect.stringContaining("Verified: ") });
});

test.each([
  ["a swapped weight", undefined, { "model.safetensors": "weightz" }, "[file-changed]"],
  ["an extra file", undefined, { "modeling.py": "import os" }, "modeling.py"],
  ["a model without a signature", undefined, { "model.sig": "" }, "model.sig"],
  ["another branch's signature", "refs/heads/topic", {}, "[wrong-identity]"],
])("%s does not", async (_, ref, change, words) => {
  const ended = await start(await signedModel(ref, change));
  expect(ended.code).not.toBe(0);
  expect(ended.stdout + ended.stderr).toContain(words);
});

test("the example's own placeholder for the trusted root starts nothing", async () => {
  expect(trust.data["trusted_root.json"]).toBe("{}");
  const ended = await start(await signedModel(), configMap(trust.data["trusted_root.json"]));
  expect(ended.code).not.toBe(0);
  expect(ended.stdout + ended.stderr).toContain("trusted_root.json");
});
