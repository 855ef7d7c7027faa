import type { AdvisorySource } from "../../core/advisory";
import type { FileSelection } from "../../core/host";
import type { Delegation, Policy } from "../../core/policy";
import type { RuleContext } from "../../core/rule";
import type { Env } from "../../host/git";
import type { OnAsking } from "../../host/http";
import type { Workspace } from "../../host/workspace";
import type { AuditRequest } from "./request";

/** What the audit needs of a run. */
export interface AuditRun {
  readonly workspace: Workspace;
  readonly selection: FileSelection;
  readonly request: AuditRequest;
  readonly context: RuleContext;
  readonly policy: Policy;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** What the organisation lets the repository loosen; absent where no organisation's policy is in force. */
  readonly delegates?: readonly Delegation[];
  /** The base's ignores count, not those of the change. */
  readonly baseDecides: boolean;
  readonly env: Env;
  /** Whether a cache could only be written by those who are trusted: not in a pull request. */
  readonly trustCache: boolean;
  /** Files that the user named one by one. */
  readonly named: ReadonlySet<string>;
  readonly onAsking?: OnAsking | undefined;
}

/** Where advisories come from in this run, and what is to be said of it afterwards. */
export interface OpenedSource {
  readonly source: AdvisorySource;
  readonly notices: () => readonly string[];
  close(): Promise<void>;
}
