import { defineRule, type Report } from "../../core/rule";
import type { ShellWord } from "../../core/code-facts";

/** Why: a package that is installed from a branch, or over a line that nobody checks, is whatever it is on that day. */
export const unpinnedInstall = defineRule({
  id: "MA-LDR-008",
  name: "unpinned-install",
  on: "code",
  severity: "low",
  confidence: "high",
  since: "0.1.0",
  summary: "A script installs a package from where it can change",
  remedy:
    "Install a version from the index, or pin the commit: pip install git+https://host/owner/project@<40 hex digits>. Give a file its hash: https://host/file.whl#sha256=<hash>.",
  *check({ code: { use } }) {
    if (use.kind !== "pipeline") return;
    for (const command of use.commands)
      for (const report of judgeInstall(command)) yield { ...report, evidence: use.source };
  },
});

function* judgeInstall(command: readonly ShellWord[]): Iterable<Report> {
  const words = command.map(({ text }) => text);
  const at = words.findIndex(
    (word, i) => /^(.*\/)?pip[0-9.]*$/.test(word) && words.slice(i, i + 6).includes("install"),
  );
  if (at < 0) return;
  for (const [i, word] of words.entries()) {
    if (i <= at) continue;
    const before = words[i - 1]!;
    const index = /^(-i|--index-url|--extra-index-url|-f|--find-links)$/.test(before);
    const insecure = /^http:\/\/(?!localhost|127\.)/i.exec(word.replace(/^--(extra-)?index-url=|^--find-links=/, ""));
    if (insecure !== null)
      yield {
        message: `pip install takes packages over plain HTTP: ${word}`,
        severity: "medium",
        key: ["http", word],
        remedy: "Use HTTPS.",
      };
    else if (/^--trusted-host(=|$)/.test(word)) {
      const host = word.split("=")[1] ?? words[i + 1] ?? "";
      if (!/^(localhost|127\.)/.test(host))
        yield {
          message: `pip install does not check the certificate of ${host}`,
          severity: "medium",
          key: ["trusted-host", host],
          remedy: "Take --trusted-host away, and give pip the certificate of the host with --cert.",
        };
    } else if (!index) yield* judgeSource(word);
  }
}

function* judgeSource(word: string): Iterable<Report> {
  const git = /git\+[a-z]+:\/\/\S+/.exec(word)?.[0];
  if (git !== undefined) {
    const revision = /\.?[^/@]*@([^@#/]+)(#.*)?$/.exec(git.replace(/^git\+[a-z]+:\/\/[^/]*/, ""))?.[1];
    if (revision !== undefined && (/^[0-9a-f]{40}$/i.test(revision) || revision.includes("{}"))) return;
    yield {
      message: `pip install takes ${git} ${revision === undefined ? "without a commit" : `at ${revision}, which can be moved`}`,
      key: ["git", git],
    };
    return;
  }
  const file = /https:\/\/\S+\.(whl|zip|tar\.gz|tgz|tar\.bz2)(#\S*)?$/.exec(word);
  if (file !== null && !/#.*sha(256|384|512)=/.test(word))
    yield { message: `pip install takes ${file[0]} without a hash`, key: ["file", file[0]] };
}
