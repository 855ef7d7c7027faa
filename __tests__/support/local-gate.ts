import type { RunRequest } from "../../src/app/run";
import type { TestRepo } from "./repo";

/** What `model-assay gate` asks for in a repository, as far as every test of it wants the same. */
export const localGate = (repo: TestRepo): RunRequest => ({
  directory: repo.root,
  env: process.env,
  useEvent: false,
  paths: [],
  overrides: {},
  scan: true,
});
