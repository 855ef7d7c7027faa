import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { approveCommand } from "../../../src/app/attest/command-approve";
import { collectApprovals } from "../../../src/app/promote/approvals/collect";
import { subjectOf } from "../../../src/app/promote/approvals/subject";
import { contentOf } from "../../../src/app/verify/path-content";
import { createKeySigner } from "../../../src/attest/key-signer";
import { readBundle } from "../../../src/verify/read-bundle";
import { removeRepos, temporaryDirectory } from "../../support/repo";
import { runCommand } from "../../support/run-command";

let directory: string;
let fingerprint: string;
const at = (name: string) => join(directory, name);
beforeAll(() => {
  directory = temporaryDirectory();
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = String(privateKey.export({ format: "pem", type: "pkcs8" }));
  const signer = createKeySigner({ privateKey: pem });
  fingerprint = signer.fingerprint;
  writeFileSync(at("ada.pem"), pem);
  writeFileSync(at("ada.pub"), signer.publicKey);
  mkdirSync(at("chat"));
  writeFileSync(at("chat/config.json"), "{}");
  writeFileSync(at("chat/weights.bin"), "weights");
});
afterAll(removeRepos);

const approve = (...argv: string[]) => runCommand(approveCommand, ["approve", ...argv], directory);

/** Who approved, by a file that the command wrote, of what lies at a path now. */
async function approved(file: string, path: string) {
  const signers = [{ person: "ada", signer: { key: fingerprint } }];
  return collectApprovals({
    required: [{ role: "security", count: 1, people: [], teams: [], environments: [], signers }],
    subject: subjectOf(await contentOf(path)),
    offline: true,
    statements: [readBundle(readFileSync(file, "utf8"), file)],
    keys: [at("ada.pub")],
    verify: { bundles: [], signers: [], offline: true },
    env: {},
    http: () => {
      throw new Error("no network");
    },
    now: new Date(),
  });
}

describe("approve", () => {
  test("writes a signed approval beside the model, and says what to do with it", async () => {
    const { code, stdout } = await approve(
      "chat",
      "--role",
      "security",
      "--comment",
      "read it all",
      "--key",
      "ada.pem",
    );
    const file = at("chat.approval-security.sigstore.json");
    expect(code).toBe(0);
    expect(stdout).toContain("Approved for security: chat (2 files, root digest sha256:");
    expect(stdout).toContain(`model-assay promote chat --approval ${file}`);
    const found = await approved(file, at("chat"));
    expect(found.refused).toEqual([]);
    expect(found.approvals).toMatchObject([{ by: "ada", role: "security", source: "statement" }]);
    // A signature that comes later is no part of the model; another file is.
    writeFileSync(at("chat/model.sig"), "{}");
    expect((await approved(file, at("chat"))).refused).toEqual([]);
    writeFileSync(at("chat/weights.bin"), "other weights");
    const [refused] = (await approved(file, at("chat"))).refused;
    expect(refused).toMatchObject({ kind: "wrong-subject" });
    expect(refused!.message).toContain("chat is not what was signed");
  });

  test("takes a single file, and a name for what it writes", async () => {
    writeFileSync(at("model.onnx"), "model");
    const { stdout } = await approve("model.onnx", "--role", "security", "--key", "ada.pem", "-o", "yes.json");
    expect(stdout).toContain(
      "Approved for security: model.onnx (1 file, sha256:9372c470eeadd5ecd9c3c74c2b3cb633f8e2f2fad799250a0f70d652b6b825e4)",
    );
    expect((await approved(at("yes.json"), at("model.onnx"))).approvals).toHaveLength(1);
  });

  test("writes the bundle alone where it goes to standard output, and a role's odd signs not into a name", async () => {
    const { stdout } = await approve("model.onnx", "--role", "security", "--key", "ada.pem", "-o", "-");
    expect(JSON.parse(stdout)).toHaveProperty("dsseEnvelope");
    await approve("model.onnx", "--role", "../the board", "--key", "ada.pem");
    expect(existsSync(at("model.onnx.approval-..-the-board.sigstore.json"))).toBe(true);
  });

  test.each<[string, string[], RegExp]>([
    ["nothing", ["--role", "security"], /^approve takes one file or directory/],
    ["two things", ["chat", "model.onnx", "--role", "security"], /^approve takes one file or directory/],
    ["no role", ["chat"], /^approve: for which role\? --role NAME/],
    ["an empty role", ["chat", "--role", ""], /^approve: for which role\?/],
    [
      "a path that is not there",
      ["gone", "--role", "security", "--key", "ada.pem"],
      /^approve: there is no file or directory gone/,
    ],
    [
      "a link",
      ["linked", "--role", "security", "--key", "ada.pem"],
      /^approve: linked is not signed: config\.json is a symbolic link/,
    ],
    [
      "a long role",
      ["chat", "--role", "r".repeat(101), "--key", "ada.pem"],
      /^approve: The approval is not signed: a role has/,
    ],
    ["no key", ["chat", "--role", "security"], /with what\? --key FILE/],
    [
      "a place inside of the model",
      ["chat", "--role", "security", "--key", "ada.pem", "-o", "chat/yes.json"],
      /^output: chat\/yes\.json is inside of what is approved/,
    ],
    [
      "a directory that is not there",
      ["chat", "--role", "security", "--key", "ada.pem", "-o", "no/yes.json"],
      /^output: there is no directory no/,
    ],
  ])("refuses %s", async (_, argv, words) => {
    if (!existsSync(at("linked"))) {
      mkdirSync(at("linked"));
      symlinkSync("/etc/hostname", at("linked/config.json"));
    }
    await expect(approve(...argv)).rejects.toThrow(words);
  });
});
