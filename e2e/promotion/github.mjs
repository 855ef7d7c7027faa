/**
 * The tests' GitHub server as a process of its own, for where the stack is: `node e2e/promotion/github.mjs FACTS.json PORT`. The facts
 * are read again for each request, so that a trial can change them.
 */
import { readFileSync } from "node:fs";
import { startGitHub } from "../../__tests__/support/github-server.mjs";

const [file, port] = process.argv.slice(2);
const facts = new Proxy({}, { get: (_target, name) => JSON.parse(readFileSync(file, "utf8"))[name] });
const { url } = await startGitHub(facts, { port: Number(port) });
console.log(url);
