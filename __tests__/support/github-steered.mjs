/** `github-server.mjs` as a process of its own: each line on standard input is `{ "facts": {...} }` or `{ "seen": true }`. */
import { createInterface } from "node:readline";
import { startGitHub } from "./github-server.mjs";

const facts = {};
const github = await startGitHub(facts);
console.log(github.url);
for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  if (told.facts) {
    for (const key of Object.keys(facts)) delete facts[key];
    Object.assign(facts, told.facts);
  }
  console.log(JSON.stringify(told.seen ? github.requests.splice(0) : null));
}
await github.close();
