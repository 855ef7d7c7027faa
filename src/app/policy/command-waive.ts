import { ConfigurationError } from "../../core/host";
import { utcDay } from "../../core/time";
import { isDay } from "../../policy/document";
import { withIgnoredAdvisory, withWaiver } from "../../policy/edit";
import { escapeTerminal } from "../../report/escape-terminal";
import type { Arguments } from "../arguments";
import { freshReport } from "../fresh-report";
import { readPolicy } from "../read-policy";
import {
  MAX_POLICY_BYTES,
  MAX_REPORT_BYTES,
  policyPath,
  readEdited,
  shownPath,
  textOf,
  writePolicy,
} from "./policy-file";
import { readReport, type ReportToWaive } from "./report-to-waive";
import { entryFor, type Entry, type Words } from "./waiver-for";

/**
 * `waive FINDING --reason TEXT --until DAY [--approved-by NAME] [--report FILE]`: writes the entry that lets one finding pass. It is
 * looked up in a report, or in what the whole tree has now. An entry of the same file for the same finding is replaced: a waiver is renewed.
 */
export async function waiveCommand(args: Arguments): Promise<number> {
  const [id, ...more] = args.operands;
  const { reason, until, approvedBy } = args;
  if (id === undefined || more.length > 0 || reason === undefined || until === undefined)
    throw new ConfigurationError(
      'waive needs a finding, a reason and a day: model-assay waive 0a1b2c3d4e5f --reason "replaced in March" --until 2027-01-31',
    );
  if (!isDay(until)) throw new ConfigurationError(`until must be a day such as 2027-06-30, not "${until}"`);
  const today = utcDay(new Date());
  if (until < today) throw new ConfigurationError(`until: ${until} is past; a waiver holds up to and with that day`);
  const path = policyPath(args.config);
  const before = textOf(path, MAX_POLICY_BYTES) ?? "version: 1\n";
  const own = await readPolicy(before, path);
  const words: Words = { reason, until, ...(approvedBy === undefined ? {} : { approvedBy }) };
  const entry = entryFor(await reportFor(args), id, words, own);
  const after = await write(before, entry);
  await readEdited(after, path, "waive");
  writePolicy(path, after, "replace");
  process.stdout.write(`${escapeTerminal(`${shownPath(path)}: ${entry.says} until ${until}.`)}\n`);
  process.stdout.write("In a pull request this takes effect once it is on the base branch.\n");
  return 0;
}

function write(text: string, entry: Entry): Promise<string> {
  return entry.kind === "waiver" ? withWaiver(text, entry.waiver) : withIgnoredAdvisory(text, entry.ignore);
}

async function reportFor(args: Arguments): Promise<ReportToWaive> {
  const { report } = args;
  if (report !== undefined) {
    const text = textOf(report, MAX_REPORT_BYTES);
    if (text === undefined) throw new ConfigurationError(`report: there is no ${report}`);
    return readReport(text, report);
  }
  return freshReport(args);
}
