/** Clones `E2E_REPOSITORIES`/owner/repo at the ref into the path, as actions/checkout does with what GitHub has. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const input = (name) => process.env[`INPUT_${name.toUpperCase()}`] ?? "";
const into = join(process.env.GITHUB_WORKSPACE, input("path"));
const repository = input("repository") || process.env.GITHUB_REPOSITORY;
const from = join(process.env.E2E_REPOSITORIES, repository);
if (input("persist-credentials") !== "false") throw new Error("a token would stay in the checkout");
execFileSync("git", ["init", "-q", into], { stdio: "inherit" });
for (const args of [
  ["fetch", "-q", "--depth=1", from, input("ref")],
  ["checkout", "-q", "--detach", "FETCH_HEAD"],
])
  execFileSync("git", ["-C", into, ...args], { stdio: "inherit" });
console.log(`checked out ${repository} at ${input("ref")}`);
