import { utcDay } from "../../core/time";
import { countingBom } from "../../promotion/bom";
import { auditBom, type AuditedBom } from "./audit-bom";
import type { CheckInput } from "./checks-input";

/** The packages of the bill of materials that is equal to the files. Of no other one: it would say what somebody wants to be asked. */
export async function auditPackages({ gathered, boms, request, inForce }: CheckInput): Promise<AuditedBom> {
  const { document } = countingBom(gathered.promoted, boms) ?? {};
  if (request.audit === undefined) return failed("audit is false, and this stage needs it");
  if (document === undefined)
    return failed("there is no signed bill of materials that is equal to the files, so nobody knows them");
  return auditBom(document, request.audit, request, inForce, utcDay(request.now));
}

function failed(why: string): AuditedBom {
  return { facts: { kind: "failed", why } };
}
