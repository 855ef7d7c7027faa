/**
 * The pull request's comment and its annotations. `steps` are runs one after the other for one pull request; `between` is what others do to
 * its conversation before a step.
 */
import { CLEAN_HUB, PINNED_LINE, RECORDED_HUB, UNPINNED_HUB } from "./hub.mjs";
import { ADVISORIES, FORTY, FORTY_AND_ONE, NEW_LINE } from "./packages.mjs";
import { cleanCheckpoint, lfsPointer, maliciousPickle } from "./models.mjs";

const README = { "README.md": "# Models\n" };
const EVIL = { "models/evil.pkl": maliciousPickle() };
const CLEAN = { "models/clean.pt": cleanCheckpoint() };
const BOT = "github-actions[bot]";

/** What a name, and a text in a pickle, may try; each ends with what a reader must see. */
const TRICKS = [
  "a\n\n# heading pwned\n\n@octocat",
  "</p></details><img src=x onerror=alert(1)><script>pwned",
  "[pwned](https://evil.example) ![pwned](https://evil.example/x.png) https://evil.example",
  "`` ` pwned ``` @octocat/team #1 :rocket:",
  "::error file=README.md::pwned ##[group]pwned",
  "\u001b[31mpwned\u001b[0m \u202egpj.exe\u2066 \u200b",
  "<!-- model-assay:0 --> | pwned | **pwned** &lt;b&gt; $$pwned$$",
];
const HOSTILE = Object.fromEntries(
  TRICKS.map((trick, i) => [`models/${i} ${trick.replaceAll("/", "\u2215")}.pkl`, maliciousPickle(trick)]),
);
/** Its card's heading is its name, which the difference of the bills shows. */
const NAMED = {
  ...Object.fromEntries(Object.entries(CLEAN_HUB).filter(([path]) => path.startsWith("models/"))),
  "models/chat/README.md":
    "---\nlicense: apache-2.0\n---\n# named pwned @octocat #1 ::error::pwned ##[group]pwned &lt;img src=x&gt; | **c** www.evil.example\n",
};
/** A whole model without code of its own. */
const MODEL = Object.fromEntries(Object.entries(CLEAN_HUB).filter(([path]) => !path.endsWith(".py")));
const CARD = "---\nlicense: apache-2.0\n---\n# detector\n";
const MANY = Object.fromEntries(
  Array.from({ length: 200 }, (_, i) => [`models/many/${String(i).padStart(3, "0")}.pkl`, maliciousPickle(`id ${i}`)]),
);

export function commentScenarios(pullRequest) {
  const bad = { prepare: pullRequest({ files: EVIL }) };
  const good = { prepare: pullRequest({ files: CLEAN }) };
  const failed = { failed: true, verdict: "fail" };
  const passed = { failed: false, verdict: "pass", annotations: [] };
  const red = ["Model Assay: failed", "models/evil.pkl", "posix.system", "Why:", "Fix:", "Do not load"];
  const conversation = (...comments) => ({ comments });
  return [
    {
      title: "comment: made by the first failure, updated in place, and back to green",
      steps: [
        { ...good, expect: { ...passed, conversation: conversation() } },
        { ...bad, expect: { ...failed, conversation: conversation({ by: BOT, words: red, edited: 0 }) } },
        {
          prepare: pullRequest({ files: { "models/other.pkl": maliciousPickle("id") } }),
          expect: {
            ...failed,
            conversation: conversation({ words: ["models/other.pkl"], without: ["evil"], edited: 1 }),
          },
        },
        {
          ...good,
          expect: {
            ...passed,
            conversation: conversation({ words: ["Model Assay: passed"], without: ["other.pkl", "Fix:"], edited: 2 }),
          },
        },
      ],
    },
    {
      title: "comment: always, also for what is not known",
      steps: [
        { ...good, inputs: { "comment-summary-in-pr": "always" }, expect: passedWith(passed, "Model Assay: passed") },
        {
          prepare: pullRequest({ files: { "models/big.pt": lfsPointer() } }),
          expect: {
            failed: true,
            verdict: "incomplete",
            conversation: conversation({ words: ["Model Assay: incomplete", "Could not be checked", "models/big.pt"] }),
          },
        },
      ],
    },
    {
      title: "comment: another author's with the same marker is neither ours nor touched",
      steps: [
        { ...bad, expect: { ...failed, conversation: conversation({ by: BOT }) } },
        {
          ...good,
          between: ({ comments }) => (comments[0].by = "mallory"),
          expect: { ...passed, conversation: conversation({ by: "mallory", words: red, edited: 0 }) },
        },
        {
          ...bad,
          between: ({ comments }) => (comments[0].by = "another-app[bot]"),
          expect: {
            ...failed,
            conversation: conversation({ by: "another-app[bot]", edited: 0 }, { by: BOT, words: red, edited: 0 }),
          },
        },
        {
          ...good,
          expect: {
            ...passed,
            conversation: conversation({ words: red, edited: 0 }, { words: ["Model Assay: passed"], edited: 1 }),
          },
        },
      ],
    },
    {
      title: "comment: never means never, and nothing is asked",
      ...bad,
      inputs: { "comment-summary-in-pr": "never" },
      expect: { ...failed, conversation: conversation() },
    },
    {
      title: "comment: a fork's token may not write, and the summary stands",
      ...bad,
      conversation: { mayWrite: false },
      expect: {
        ...failed,
        summary: ["Model Assay: failed", "models/evil.pkl"],
        annotations: [
          { level: "error", words: ["posix.system"] },
          { level: "notice", words: ["pull-requests: write", "fork"] },
        ],
        conversation: conversation(),
      },
    },
    {
      title: "comment: a token that may not even read says nothing where nothing is wanted",
      ...good,
      conversation: { mayRead: false },
      expect: { ...passed, annotations: [], silent: "pull-requests: write", conversation: conversation() },
    },
    {
      title: "comment: a GitHub that does not answer is a warning, and the verdict stays",
      ...bad,
      github: { faults: [{ path: "/comments$", status: 422, text: "{}" }] },
      expect: {
        ...failed,
        annotations: [
          { level: "error", words: ["posix.system"] },
          { level: "warning", words: ["comment could not be written", "422"] },
        ],
      },
    },
    {
      title: "comment: a run that is outdated leaves it to the newer one",
      ...bad,
      github: { pulls: { 1: { by: "ada", head: "f".repeat(40) } } },
      expect: { ...failed, conversation: conversation() },
    },
    {
      title: "comment: 200 findings keep within GitHub's size, and a check has what the step cannot annotate",
      prepare: pullRequest({ files: MANY }),
      expect: {
        ...failed,
        conversation: {
          comments: [{ words: ["200 critical findings", "190 more findings that stop the gate", "in the report"] }],
          checks: [{ name: "Model Assay: more findings", conclusion: "failure", annotations: 190 }],
        },
      },
    },
    {
      title: "comment: 200 findings without checks: write are ten annotations and a word",
      prepare: pullRequest({ files: MANY }),
      conversation: { mayCheck: false },
      expect: {
        ...failed,
        annotations: [{ level: "notice", words: ["190 more findings"] }],
        says: "190 more findings have no annotation",
        conversation: { comments: [{}], checks: [] },
      },
    },
    {
      title:
        "comment: a flaw of a package with its command, the table of vulnerable packages, and a change to take over",
      prepare: pullRequest({ before: { ...README, ...FORTY }, files: FORTY_AND_ONE }),
      advisories: ADVISORIES,
      github: ({ head }) => ({ contents: { [`example/models@${head}`]: FORTY_AND_ONE } }),
      expect: {
        ...failed,
        says: "1 change is suggested",
        remarks: [{ path: "requirements.txt", line: NEW_LINE, side: "RIGHT", suggestion: "assay-demo-new==3.2.1" }],
        conversation: conversation({
          words: ["assay-demo-new", "3.2.1", "Vulnerable packages", "requirements.txt", `line ${NEW_LINE}`],
        }),
      },
    },
    {
      title: "comment: what the pictures show: two models, a call in one of them, and a flaw of a package",
      prepare: pullRequest({
        before: { ...README, ...FORTY },
        files: {
          ...FORTY_AND_ONE,
          ...MODEL,
          "models/detector/detector.pt": maliciousPickle(),
          "models/detector/README.md": CARD,
        },
      }),
      advisories: ADVISORIES,
      github: ({ head }) => ({ contents: { [`example/models@${head}`]: FORTY_AND_ONE } }),
      expect: {
        ...failed,
        findings: "2",
        summary: ["Models and checks", "models/chat", "models/detector", "assay-demo-new", "What was scanned"],
        conversation: conversation({ words: ["posix.system", "assay-demo-new"] }),
      },
    },
    {
      title: "comment: a call that pins no commit gets that of models.lock.yaml, although nothing stops the gate",
      prepare: pullRequest({ before: { ...README, ...RECORDED_HUB }, files: UNPINNED_HUB }),
      inputs: { "comment-summary-in-pr": "always" },
      github: ({ base, head }) => ({
        contents: {
          [`example/models@${base}`]: RECORDED_HUB,
          [`example/models@${head}`]: { ...RECORDED_HUB, ...UNPINNED_HUB },
        },
      }),
      expect: {
        failed: false,
        verdict: "pass",
        says: "1 change is suggested",
        findings: "1",
        remarks: [{ path: "src/load.py", line: 6, side: "RIGHT", suggestion: PINNED_LINE }],
        conversation: conversation({ words: ["Model Assay: passed"] }),
      },
    },
    {
      title: "comment: names and pickles that try Markdown, HTML, mentions, commands, colours and bidi are text",
      prepare: pullRequest({ before: { ...README, ...CLEAN }, files: { ...HOSTILE, ...NAMED } }),
      expect: {
        ...failed,
        inert: true,
        conversation: conversation({
          words: ["posix.system", "pwned", "Bill of materials", "new model named", "\\u{202e}", "\\u{1b}", "\\n"],
        }),
      },
    },
  ];
}

function passedWith(passed, words) {
  return { ...passed, conversation: { comments: [{ words: [words] }] } };
}
