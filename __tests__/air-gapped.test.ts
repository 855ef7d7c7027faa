import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { omsStatement } from "../src/attest/oms-manifest";
import { statementBytes } from "../src/attest/statement";
import { DIST } from "./support/command";
import { removeRepos, temporaryDirectory } from "./support/repo";
import { startSigning } from "./support/signed-bundles";
import { file } from "./support/statements";

afterAll(removeRepos);

const FILES = { "config.json": "{}", "model.safetensors": "weights" };

function run(script: string, ...args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent" };
    execFile("sh", [script, ...args], { env, timeout: 120_000 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
    );
  });
}

test("the script for where there is no network verifies what approved signers signed, and ends badly for all else", async () => {
  const signing = await startSigning();
  try {
    const base = temporaryDirectory();
    const model = (name: string, files: Record<string, string>): string => {
      mkdirSync(join(base, name));
      for (const [path, text] of Object.entries(files)) writeFileSync(join(base, name, path), text);
      return join(base, name);
    };
    const statement = omsStatement({
      name: "chat",
      files: Object.entries(FILES).map(([p, t]) => file(p, t)),
      links: [],
    });
    const bundle = await signing.bundle({ log: 2, tsa: true }, {}, Buffer.from(statementBytes(statement)));
    const good = model("chat", { ...FILES, "model.sig": JSON.stringify(bundle) });
    const changed = model("changed", { ...FILES, "config.json": "{ }", "model.sig": JSON.stringify(bundle) });
    const script = join(base, "verify.sh");
    copyFileSync(join(__dirname, "../examples/air-gapped/verify.sh"), script);
    symlinkSync(DIST, join(base, "dist"));
    expect(await run(script, good)).toMatchObject({
      code: 2,
      said: expect.stringContaining("trusted_root.json is missing"),
    });
    writeFileSync(join(base, "trusted_root.json"), JSON.stringify(signing.sigstore.trustedRoot()));
    const approve = (refs: string): void =>
      writeFileSync(
        join(base, "signers.yml"),
        `version: 1\nsigners:\n  - workflow: acme/ci/.github/workflows/model-build.yml\n    refs: [${refs}]\n    issuer: ${signing.sigstore.urls.oidc}\n`,
      );
    approve("refs/tags/v1");
    expect(await run(script)).toMatchObject({ code: 2 });
    expect(await run(script, good)).toMatchObject({ code: 0, said: expect.stringContaining("Verified: ") });
    expect(await run(script, changed, good)).toMatchObject({
      code: 1,
      said: expect.stringContaining("[file-changed]"),
    });
    approve("refs/tags/v2");
    expect(await run(script, good)).toMatchObject({ code: 1, said: expect.stringContaining("[wrong-identity]") });
  } finally {
    await signing.close();
  }
});
