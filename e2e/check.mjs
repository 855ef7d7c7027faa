/** Compares what a run left behind with what its scenario says; returns what is wrong, in words. */

/** Commands that the action may print besides annotations. */
const HARMLESS = ["group", "endgroup", "debug", "add-mask", "set-output", "save-state"];

export function check(expected, outcome, facts, requests) {
  const problems = [];
  const say = (text) => problems.push(text);
  const same = (what, wanted, got) => {
    if (wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(got))
      say(`${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
  };

  same("the job failed", expected.failed, outcome.failed);
  same("output verdict", expected.verdict, outcome.outputs.verdict);
  checkReport(expected, outcome, facts, same);
  checkAnnotations(expected, outcome, say);
  for (const words of expected.summary ?? [])
    if (!plain(outcome.summary).includes(words)) say(`the summary does not say "${words}"`);
  if (expected.verdict !== undefined && outcome.summary === "") say("there is no summary");
  checkSarif(expected, outcome, say, same);
  if (expected.bom !== undefined)
    same(
      "models of the BOM",
      expected.bom,
      outcome.bom?.components.filter(isModel).map(({ name }) => name),
    );
  same(
    "changes of the BOM",
    expected.changes,
    outcome.report?.bom?.changes?.map(({ kind, field }) => (field === undefined ? kind : `${kind} ${field}`)),
  );
  if (expected.vex !== undefined)
    same(
      "flaws in the VEX",
      expected.vex,
      outcome.vex?.vulnerabilities.map(({ id, analysis }) => `${id} ${analysis.state}`),
    );
  if (expected.inert) checkInert(outcome, say);
  if (expected.shallow) same("the clone is still shallow", true, outcome.shallow);
  const others = requests.filter(({ path }) => !/\/comments(\/\d+)?$|\/check-runs|\/graphql$|\/pulls\/\d+$/.test(path));
  same("requests to GitHub, those of the conversation aside", expected.requests, others.length);
  return problems;
}

function isModel({ type }) {
  return type === "machine-learning-model";
}

function checkReport(expected, { report, outputs }, facts, same) {
  if (expected.verdict === undefined) return;
  same("report verdict", expected.verdict, report?.verdict);
  same(
    "artifacts",
    expected.artifacts && [...expected.artifacts].sort(),
    report?.artifacts.map((artifact) => artifact.path).sort(),
  );
  const answered = report?.packages.reduce((sum, { status }) => ({ ...sum, [status]: (sum[status] ?? 0) + 1 }), {});
  same("packages", expected.packages, answered);
  same("selection mode", expected.mode, report?.selection.mode);
  if (expected.base !== undefined) same("base", facts[expected.base], report?.selection.base);
  if (expected.verdict === "pass") same("findings-count", expected.findings ?? "0", outputs["findings-count"]);
  if (expected.verdict === "fail") same("findings-count is at least 1", true, Number(outputs["findings-count"]) >= 1);
}

function checkAnnotations(expected, { annotations }, say) {
  const left = [...annotations];
  for (const wanted of expected.annotations ?? []) {
    const at = left.findIndex(
      ({ level, file, message, properties }) =>
        level === wanted.level &&
        (wanted.file === undefined || wanted.file === file) &&
        (wanted.line === undefined || String(wanted.line) === properties.line) &&
        wanted.words.every((words) => `${properties.title ?? ""} ${message}`.includes(words)),
    );
    if (at < 0)
      say(
        `no ${wanted.level} annotation${wanted.file ? ` at ${wanted.file}${wanted.line ? `:${wanted.line}` : ""}` : ""} says ${JSON.stringify(wanted.words)}; there are ${JSON.stringify(annotations)}`,
      );
    else left.splice(at, 1);
  }
  const loud = left.filter(({ level }) => level !== "notice");
  if (expected.annotations?.length === 0 && loud.length > 0)
    say(`annotations that nobody expects: ${JSON.stringify(loud)}`);
}

function checkSarif(expected, { sarif }, say, same) {
  if (expected.verdict === undefined) return;
  if (sarif?.version !== "2.1.0" || sarif.runs?.length !== 1) return say("there is no SARIF 2.1.0 report with one run");
  const places = sarif.runs[0].results.map((result) =>
    decodeURIComponent(result.locations[0].physicalLocation.artifactLocation.uri),
  );
  same("places in SARIF", expected.sarif, expected.sarif && [...new Set(places)].sort());
}

/** Nothing of a hostile name has become a command, a mention or an element. */
function checkInert({ annotations, lines, summary, commands }, say) {
  for (const { level, file, properties } of annotations)
    if (file === "README.md" || properties.title?.includes("pwned") || properties.line === "1")
      say(`a name became a ${level} command`);
  const strange = commands.filter((name) => !["error", "warning", "notice", ...HARMLESS].includes(name));
  if (strange.length > 0) say(`commands that nobody expects: ${strange.join(", ")}`);
  for (const line of lines)
    if (line.includes("##[error]")) say(`a name stands in the log as a command of the old form: ${line}`);
  if (/<img/i.test(summary)) say("a name became an element of the summary");
  if (/(^|[^\w`\\;])@octocat/.test(summary.replace(/<code>.*?<\/code>/gs, "")))
    say("a name became a mention in the summary");
}

/** Markdown as a reader sees it, near enough to look for words in. */
export function plain(markdown) {
  return markdown
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>~:])/g, "$1")
    .replaceAll("`", "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
