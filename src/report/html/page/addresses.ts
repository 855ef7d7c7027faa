/** Where a rule is explained. `rule` is one of ours: `MA-PKL-001`. */
export function rulePage(rule: string): string {
  return `https://github.com/model-assay/model-assay/blob/main/docs/rules/${encodeURIComponent(rule)}.md`;
}

/** Where OSV shows an advisory. */
export function advisoryPage(id: string): string {
  return `https://osv.dev/vulnerability/${encodeURIComponent(id)}`;
}
