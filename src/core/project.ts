import type { RuleId } from "./finding";

/** Who we are, in one place: reports, help texts and links take it from here. A test holds it to `package.json`. */
export const PROJECT = {
  name: "model-assay",
  title: "Model Assay",
  version: "0.1.0",
  homepage: "https://github.com/model-assay/model-assay",
} as const;

/** The page that explains a rule: what it finds, why it matters, what to do instead. */
export function rulePage(id: RuleId): string {
  return `${PROJECT.homepage}/blob/main/docs/rules/${id}.md`;
}
