import type { Check, VerifiedBuild } from "../core/promotion";
import type { PromotionEvidence } from "../core/policy";
import { answered, count, named } from "./check";
import { modelFiles, uncovered, type PromotedContent, type Vouching } from "./content";
import type { ManifestFacts } from "./integrity";

/** A provenance whose signature holds, by an approved builder. */
export interface BuildFacts extends Vouching {
  readonly build: VerifiedBuild;
  /** What the certificate does not say too: the statement is its signer's word alone there. */
  readonly unconfirmed: readonly string[];
  /** Of what went in, what is told without a digest or commit. */
  readonly unpinned: readonly string[];
}

/** A verdict of the gate. */
export interface VerdictFacts extends Vouching {
  readonly result: string;
  /** RFC 3339, UTC. */
  readonly time: string;
}

/** What GitHub says of the signature of a commit. */
export type CommitSignature =
  | { readonly kind: "verified" }
  /** `reason` as GitHub names it: `unsigned`, `unknown_key`. */
  | { readonly kind: "not-verified"; readonly reason: string }
  | { readonly kind: "not-asked"; readonly why: string };

export interface ProvenanceFacts {
  readonly content: PromotedContent;
  readonly builds: readonly BuildFacts[];
  readonly verdicts: readonly VerdictFacts[];
  readonly require: readonly PromotionEvidence[];
  /** By commit, of those that count. */
  readonly commits: ReadonlyMap<string, CommitSignature>;
  /** Why a provenance or verdict was refused, in words. */
  readonly refused: readonly string[];
}

/** Whether approved workflows built the weights, from which commit, and what else the policy wants to know of that. */
export function checkProvenance(facts: ProvenanceFacts): Check {
  const { content, builds, refused, require } = facts;
  const counting = countingBuilds(builds, content);
  if (counting.length === 0) return answered("provenance", { problems: [...refused, ...why(facts)] });
  const wanted = require.map((what) => WANTED[what](facts, counting));
  return answered("provenance", {
    evidence: [
      ...counting.map(
        ({ build, by }) => `built from ${build.repository} at ${build.commit} by ${build.builder} (signed by ${by})`,
      ),
      ...data(counting),
      ...wanted.flatMap(({ evidence = [] }) => evidence),
    ],
    problems: wanted.flatMap(({ problems = [] }) => problems),
    open: wanted.flatMap(({ open = [] }) => open),
  });
}

/** One build that made all weights, else all that made some, where together they made all. Empty: the weights come from nowhere. */
export function countingBuilds(builds: readonly BuildFacts[], { weights }: PromotedContent): readonly BuildFacts[] {
  const sound = builds.filter(({ unconfirmed }) => unconfirmed.length === 0);
  const whole = sound.find((each) => uncovered(weights, [each]).length === 0);
  if (whole !== undefined) return [whole];
  return uncovered(weights, sound).length === 0 ? sound : [];
}

/**
 * The one commit that everything here was made at, for reviews; in words why there is not one. Undefined: nothing says it. Weights come from builds, and what no build
 * made, code beside them, from the run that signed the manifest: reviewers of one commit have not seen what comes from another.
 */
export function commitToReview(
  content: PromotedContent,
  builds: readonly BuildFacts[],
  manifests: readonly Pick<ManifestFacts, "source" | "bundle">[],
): { readonly repository: string; readonly commit: string } | { readonly why: string } | undefined {
  const counting = countingBuilds(builds, content);
  const [first, ...others] = counting.map(({ build }) => build);
  if (first === undefined) return undefined;
  const { repository, commit } = first;
  const isSame = (each: { readonly repository: string; readonly commit: string }) =>
    each.repository === repository && each.commit === commit;
  const other = others.find((each) => !isSame(each));
  if (other !== undefined)
    return { why: `The weights were built at several commits, ${commit} and ${other.commit}, and reviews are of one` };
  const paths = modelFiles(content).map(({ path }) => path);
  const bare = uncovered(paths, counting);
  const [manifest] = manifests;
  if (bare.length === 0 || manifest?.source === undefined) return { repository, commit };
  if (manifests.some(({ source }) => source === undefined || isSame(source))) return { repository, commit };
  const { source, bundle } = manifest;
  return {
    why: `The weights were built from ${repository} at ${commit}, and only ${bundle}, signed by a run of ${source.repository} at ${source.commit}, vouches for ${named(bare)}: reviews of one commit say nothing of the other`,
  };
}

function why({ builds, content }: ProvenanceFacts): string[] {
  const hollow = builds.filter(({ unconfirmed }) => unconfirmed.length > 0);
  const sound = builds.filter(({ unconfirmed }) => unconfirmed.length === 0);
  const bare = uncovered(content.weights, sound);
  return [
    ...hollow.map(
      ({ bundle, by, unconfirmed }) =>
        `${bundle}: that ${by} says so is all there is: no certificate of a build service confirms the ${unconfirmed.join(", ")}`,
    ),
    `No provenance (SLSA v1) by an approved build workflow covers ${count(bare.length, "file")}: ${named(bare)}. Sign one where it is built, and name its bundle (--bundle)`,
  ];
}

function data(builds: readonly BuildFacts[]): string[] {
  const all = [...new Set(builds.flatMap(({ build }) => build.data))];
  return all.length === 0 ? [] : [`made from ${named(all)}`];
}

type Found = Omit<Parameters<typeof answered>[1], never>;

const WANTED: Readonly<
  Record<PromotionEvidence, (facts: ProvenanceFacts, counting: readonly BuildFacts[]) => Partial<Found>>
> = {
  data: (_facts, counting) => {
    const unpinned = counting.flatMap((each) => each.unpinned);
    if (unpinned.length > 0)
      return { problems: [`The provenance names data without a digest or commit: ${named(unpinned)}`] };
    return counting.some(({ build }) => build.data.length === 0)
      ? { problems: ["The provenance does not name the datasets and base models that went in, which the policy wants"] }
      : {};
  },
  verdict: ({ verdicts, content }) => {
    const bare = content.weights.filter((path) => lastVerdict(verdicts, path) === undefined);
    if (bare.length > 0)
      return { problems: [`No signed verdict of the gate covers ${count(bare.length, "file")}: ${named(bare)}`] };
    const failed = content.weights.filter((path) => lastVerdict(verdicts, path)?.result !== "pass");
    if (failed.length > 0)
      return {
        problems: [`The last verdict of the gate is ${lastVerdict(verdicts, failed[0]!)!.result} for ${named(failed)}`],
      };
    return { evidence: verdicts.map(({ time, by }) => `passed the gate at ${time} (signed by ${by})`) };
  },
  "signed-commit": ({ commits }, counting) => {
    const answers = counting.map(({ build }) => ({ commit: build.commit, answer: commits.get(build.commit) }));
    return {
      evidence: answers.flatMap(({ commit, answer }) =>
        answer?.kind === "verified" ? [`the commit ${commit} is signed, as GitHub verified`] : [],
      ),
      problems: answers.flatMap(({ commit, answer }) =>
        answer?.kind === "not-verified"
          ? [`The commit ${commit} is not signed as GitHub verifies it: ${answer.reason}`]
          : [],
      ),
      open: answers.flatMap(({ commit, answer }) =>
        answer === undefined || answer.kind === "not-asked"
          ? [`Whether the commit ${commit} is signed is not known: ${answer?.why ?? "it was not asked"}`]
          : [],
      ),
    };
  },
};

/** The gate may have looked more than once; what it said last counts. Of two at once, the one that is no pass. */
function lastVerdict(verdicts: readonly VerdictFacts[], path: string): VerdictFacts | undefined {
  return verdicts
    .filter(({ files }) => files.has(path))
    .reduce<VerdictFacts | undefined>((last, each) => {
      if (last === undefined) return each;
      const [a, b] = [Date.parse(last.time), Date.parse(each.time)];
      return b > a || (b === a && each.result !== "pass") ? each : last;
    }, undefined);
}
