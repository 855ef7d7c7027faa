/** The decision, as a deployment asks for it: by `verify`, by `promote --stage deployment` without GitHub, and by cosign. */
import { join } from "node:path";
import { CLI, COSIGN, IDENTITY, signerOptions, TYPES } from "../sigstore/clients.mjs";
import { statementOf } from "./promote.mjs";

/** @param {import("../sigstore/stack.mjs").Stack} stack */
export function tryDeployments(stack, build, model, decisions) {
  const path = join(model.release, "chat");
  const ours = (decision) => [
    ...[...CLI, "verify", path, "--bundle", decision, "--type", "decision"],
    ...["--trusted-root", stack.file("trusted_root.json"), "--offline", ...signerOptions(stack, IDENTITY)],
  ];
  const deploy = (decision, directory = path) => [
    ...[...CLI, "promote", directory, "--stage", "deployment", "--bundle", decision],
    ...["--trusted-root", stack.file("trusted_root.json"), "--offline", ...signerOptions(stack, IDENTITY)],
  ];
  const cosign = (decision) => [
    ...[COSIGN, "verify-blob-attestation", "--bundle", decision, "--new-bundle-format"],
    ...["--trusted-root", stack.file("trusted_root.json"), "--type", TYPES.verdict],
    ...["--certificate-identity", IDENTITY, "--certificate-oidc-issuer", stack.issuer, join(path, "model.safetensors")],
  ];
  const { passes, missing } = decisions;
  const asked = (title, command, status, words) => {
    const ran = stack.run(command, { cwd: build.directory });
    const problems = [];
    if (ran.status !== status) problems.push(`it ended with ${ran.status}, not ${status}: ${ran.output.slice(-600)}`);
    if (!words.test(ran.output)) problems.push(`it does not say ${words}: ${ran.output.slice(-600)}`);
    return { title, problems };
  };
  return [
    asked("the decision is verified in one call, without the network", ours(passes), 0, /promoted|may be promoted/),
    asked("a decision that failed is no permission", ours(missing), 1, /FAILED|fail/),
    asked("the stage deployment takes the decision", deploy(passes), 0, /[Pp]ass/),
    asked("the stage deployment refuses a failed one", deploy(missing), 1, /decision/i),
    asked(
      "the stage deployment refuses another model",
      deploy(passes, join(build.workspace, "models", "tagger")),
      1,
      /integrity|decision/i,
    ),
    asked("cosign verifies the decision's statement", cosign(passes), 0, /Verified OK/),
    { title: "the properties of a failed decision hold no pass", problems: propertiesOf(missing) },
  ];
}

function propertiesOf(decision) {
  const { properties } = statementOf(decision).predicate;
  return properties.some((each) => each === "MODEL_ASSAY_PROMOTION_PASS") ? [`it says ${properties.join(", ")}`] : [];
}
