import type { AdvisorySource, PackageRecords } from "../core/advisory";

/**
 * Asks a second source for what the first could not answer: a database that is kept, when the API cannot be reached. What
 * both cannot answer stays failed, with the reasons of both. `onUse` is told when the second one has answered.
 */
export function withFallback(first: AdvisorySource, second: AdvisorySource, onUse: () => void): AdvisorySource {
  return {
    describe: () => first.describe(),
    async recordsOf(queries) {
      const answers: PackageRecords[] = [...(await first.recordsOf(queries))];
      const open = queries.map((query, i) => ({ query, i })).filter(({ i }) => "failed" in (answers[i] ?? FAILED));
      if (open.length === 0) return answers;
      const again = await second.recordsOf(open.map(({ query }) => query));
      for (const [k, { i }] of open.entries()) {
        const [before, after] = [answers[i] ?? FAILED, again[k] ?? FAILED];
        if (!("failed" in after)) onUse();
        answers[i] = "failed" in after && "failed" in before ? { failed: `${before.failed}; ${after.failed}` } : after;
      }
      return answers;
    },
  };
}

const FAILED: PackageRecords = { failed: "no answer" };
