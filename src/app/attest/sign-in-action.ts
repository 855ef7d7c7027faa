import { join } from "node:path";
import type { AttestOutcome } from "../../core/attest-outcome";
import type { RunReport } from "../../core/report";
import { wholeSeconds } from "../../core/time";
import { createHttpClient } from "../../host/http";
import type { Written } from "../publish";
import type { AttestRequest } from "./request";
import { signRun } from "./sign-run";
import type { ScannedTree } from "./tree-to-sign";

export interface ActionSigning {
  readonly attest: AttestRequest;
  readonly report: RunReport;
  readonly written: Written;
  readonly tree: ScannedTree | undefined;
  readonly token: string | undefined;
  readonly mask: (secret: string) => void;
}

/** The action's signing step, with the environment of its job. */
export async function signInAction({
  attest,
  report,
  written,
  tree,
  token,
  mask,
}: ActionSigning): Promise<AttestOutcome> {
  const http = createHttpClient({ env: process.env });
  try {
    return await signRun({
      request: attest,
      env: process.env,
      report,
      reportFile: written.report,
      bomFile: written.bom,
      tree,
      directory: join(written.directory, "attestations"),
      http,
      mask,
      githubToken: token,
      time: wholeSeconds(new Date()),
    });
  } finally {
    await http.close();
  }
}
