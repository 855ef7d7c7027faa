import type { FileSelection } from "../../core/host";
import type { Policy } from "../../core/policy";
import type { RuleContext } from "../../core/rule";
import type { Env } from "../../host/git";
import type { Workspace } from "../../host/workspace";
import type { Collected } from "../bom/collect";

/** What looking at the signatures of a gate's run needs. */
export interface SignatureRun {
  readonly workspace: Workspace;
  readonly selection: FileSelection;
  readonly policy: Policy;
  /** Whether the base's policy decides, and so the base's trusted root. */
  readonly baseDecides: boolean;
  /** No request leaves the machine. */
  readonly offline: boolean;
  readonly context: RuleContext;
  readonly env: Env;
  /** The whole tree, as it was scanned for the bill of materials. */
  readonly collected: Collected;
}
