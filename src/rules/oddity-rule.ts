import type { ArchiveFact, ArchiveOddity } from "../core/archive-facts";
import { defineRule, type Rule, type RuleMeta } from "../core/rule";
import type { Severity } from "../core/severity";
import { shorten } from "../core/text";
import { reportMany } from "./report-many";

interface OddityMeta extends RuleMeta {
  readonly oddity: ArchiveOddity;
  /** Severity in an archive that has nothing of a model about it, where it is another one. */
  readonly plain?: Severity;
}

/** Containers that all kinds of files use. */
const PLAIN = ["zip", "tar"];

/** A rule that gives one oddity of archives its weight: the archive formats have already said what is odd. */
export function oddityRule(meta: OddityMeta): Rule<"archive"> {
  const { oddity, plain, ...rest } = meta;
  return defineRule({
    ...rest,
    on: "archive",
    *check({ archive, at }) {
      yield* reportMany(
        archive.oddities.filter((fact) => fact.oddity === oddity),
        (fact) => ({
          message: wording(fact),
          at: placed(at, fact),
          key: [fact.member ?? "", oddity],
          ...(plain !== undefined && PLAIN.includes(archive.container) ? { severity: plain } : {}),
        }),
        (more) => ({
          message: `and ${more} more of the same in this ${archive.container} archive`,
          key: ["more", oddity],
        }),
      );
    },
  });
}

/** Characters of a member's name in a message. */
const MAX_NAME = 160;

function wording(fact: ArchiveFact): string {
  return fact.member === undefined ? fact.detail : `member ${shorten(fact.member, MAX_NAME)}: ${fact.detail}`;
}

function placed<L extends object>(at: L, fact: ArchiveFact): L {
  return fact.offset === undefined ? at : { ...at, offset: fact.offset };
}
