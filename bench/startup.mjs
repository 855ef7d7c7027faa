// node bench/startup.mjs [DIST] [ROUNDS]: how long `--help` of every command takes beside `node -e 0`, in one run, as a Markdown table.
// The commands take turns, so that a busy machine slows all of them alike. Exit 1 where one takes more than 2.5 times as long.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";

const ROOT = dirname(dirname(new URL(import.meta.url).pathname));
const [dist = join(ROOT, "dist"), rounds = "15"] = process.argv.slice(2);
const MOST = 2.5;
const cli = join(dist, "cli.js");

const general = spawnSync(process.execPath, [cli, "--help"], { encoding: "utf8" }).stdout;
const commands = [...new Set([...general.matchAll(/^ {2}model-assay ([a-z]+)/gm)].map(([, name]) => name))];
const runs = [
  ["node -e 0", ["-e", "0"]],
  ["--version", [cli, "--version"]],
  ["--help", [cli, "--help"]],
  ...commands.map((name) => [`${name} --help`, [cli, name, "--help"]]),
  ["rules", [cli, "rules"]],
  ["explain MA-PKL-001", [cli, "explain", "MA-PKL-001"]],
];
const times = new Map(runs.map(([name]) => [name, []]));
for (let round = -1; round < Number(rounds); round++)
  for (const [name, args] of runs) {
    const started = process.hrtime.bigint();
    const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
    if (status !== 0) throw new Error(`${name} ends with ${status}`);
    // The first round fills the disk's cache.
    if (round >= 0) times.get(name).push(Number(process.hrtime.bigint() - started) / 1e6);
  }

const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
const base = median(times.get("node -e 0"));
console.log(
  `Node ${process.versions.node}, ${rounds} rounds, medians.\n\n| | ms | of \`node -e 0\` |\n| --- | ---: | ---: |`,
);
for (const [name, all] of times)
  console.log(`| \`${name}\` | ${median(all).toFixed(0)} | ${(median(all) / base).toFixed(2)} |`);
const slow = [...times].filter(([name, all]) => name.endsWith("--help") && median(all) > MOST * base);
for (const [name] of slow) console.error(`${name} takes more than ${MOST} times as long as node -e 0`);
process.exitCode = slow.length === 0 ? 0 : 1;
