import type { Policy } from "../core/policy";
import { reaches } from "../core/severity";
import { placeMatcher } from "../core/model-place";
import { twice, type Notice } from "./notice";

/** Places of every kind: what lets all of them in lets everything in. */
const ANY_PLACES = ["huggingface.co/a/b", "huggingface.co/gpt2", "example.com/x/y/z.bin", "s3/bucket/x", "local/m"];

/** Lists that let in what another one does not, and say the same twice. */
export function contradictions({ formats, sources, licenses }: Policy): Notice[] {
  const low = (text: string): string => text.toLowerCase();
  const allowed = (section: string, lists: readonly (readonly string[])[], deny: readonly string[]): Notice[] => {
    const denied = new Set(deny.map(low));
    const list = lists.flat();
    const both = list.flatMap((entry, at): Notice[] => {
      if (!denied.has(low(entry))) return [];
      const message = `${entry} stands under ${section}.deny too, which counts: it does not come in`;
      return [{ path: [section, "allow", at], message }];
    });
    return [...both, ...twice(list, [section, "allow"], (entry) => [low(entry)])];
  };
  const everything = sources.allow.flat().flatMap((pattern, at): Notice[] => {
    const matches = placeMatcher([[pattern]]);
    if (!ANY_PLACES.every(matches)) return [];
    return [{ path: ["sources", "allow", at], message: "this lets every source in, if only it is recorded" }];
  });
  return [
    ...allowed("formats", formats.allow, formats.deny),
    ...allowed("licenses", licenses.allow, licenses.deny),
    ...allowed("sources", sources.allow, []),
    ...everything,
    ...twice(formats.deny, ["formats", "deny"], (entry) => [entry]),
    ...twice(licenses.deny, ["licenses", "deny"], (entry) => [low(entry)]),
  ];
}

/** Keys that do nothing here, or let nothing through at all. `own`: it is the repository's own policy. */
export function inVain(policy: Policy, own: boolean): Notice[] {
  const { dependencies, failOn, delegates, revoked, signatures, signers } = policy;
  const threshold = dependencies.failOn ?? failOn;
  const grace = Object.keys(dependencies.grace) as (keyof typeof dependencies.grace)[];
  const notices: Notice[] = grace
    .filter((severity) => !reaches(severity, threshold))
    .map((severity) => ({
      path: ["dependencies", "grace", severity],
      message: `flaws of severity ${severity} do not fail the job (the threshold is ${threshold}), so they need no grace`,
    }));
  const say = (path: Notice["path"], message: string) => void notices.push({ path, message });
  if (own && delegates.length > 0)
    say(
      ["delegates"],
      "this counts only where the file is used as an organisation's policy: for this repository it does nothing",
    );
  if (signatures.require && signers.length === 0)
    say(["signatures", "require"], "models have to be signed by one of signers, and none is listed: no model passes");
  return [
    ...notices,
    ...twice(revoked, ["revoked"], (one) =>
      one.kind === "digest" ? [one.sha256] : [JSON.stringify(Object.entries(one.signer).sort()), one.since],
    ),
  ];
}
