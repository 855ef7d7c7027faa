/** Compares what a run wrote at GitHub with what its scenario says; returns what is wrong, in words. */
import { plain } from "./check.mjs";

/** GitHub's, less what it would take to be wrong about how it counts. */
const MAX_CHARACTERS = 65_000;
const ELEMENTS =
  /<\/?(?:p|strong|sub|ul|li|table|tr|td|th|code|br|details|summary)(?: v?align="(?:top|left)")?>|<a href="https:\/\/github\.com\/[\w/.-]+">|<\/a>/g;

export function checkConversation(
  { conversation: expected, inert, says, silent, remarks: suggested },
  { lines },
  { comments, checks, remarks = [] },
) {
  const problems = [];
  const say = (text) => problems.push(text);
  const told = remarks.map(({ path, line, side, body }) => ({ path, line, side, suggestion: suggestionOf(body) }));
  if (suggested !== undefined && JSON.stringify(told) !== JSON.stringify(suggested))
    say(`the suggestions are ${JSON.stringify(told)}`);
  for (const comment of comments) checkText(comment, say);
  if (inert) for (const { body } of comments) checkInert(body, say);
  if (says !== undefined && !lines.some((line) => line.includes(says))) say(`the log does not say "${says}"`);
  if (silent !== undefined && lines.some((line) => line.includes(silent))) say(`the log says "${silent}"`);
  if (expected === undefined) return problems;
  if (comments.length !== expected.comments.length)
    say(`there are ${comments.length} comments, not ${expected.comments.length}`);
  for (const [i, wanted] of expected.comments.entries()) checkComment(comments[i], wanted, i, say);
  if (expected.checks !== undefined) checkChecks(checks, expected.checks, say);
  return problems;
}

/** The line that one click puts into the file. */
function suggestionOf(body) {
  return /\n\n```suggestion\n(.*)\n```\n$/.exec(body)?.[1];
}

function checkComment(comment, { by, words = [], without = [], edited }, i, say) {
  if (comment === undefined) return;
  const text = plain(comment.body);
  if (by !== undefined && by !== comment.by) say(`comment ${i + 1} is by ${comment.by}, not ${by}`);
  if (edited !== undefined && edited !== comment.edited)
    say(`comment ${i + 1} was edited ${comment.edited} times, not ${edited}`);
  for (const each of words) if (!text.includes(each)) say(`comment ${i + 1} does not say "${each}"`);
  for (const each of without) if (text.includes(each)) say(`comment ${i + 1} still says "${each}"`);
}

function checkText({ body }, say) {
  if (!/^<!-- model-assay:[0-9a-f]{16} -->\n## (✅|❌|⚠️) Model Assay: /.test(body))
    say(`a comment begins with ${JSON.stringify(body.slice(0, 60))}`);
  if ([...body].length > MAX_CHARACTERS) say(`a comment has ${[...body].length} characters`);
}

/** Nothing but our own elements, no mention, no reference, no character that acts unseen, no command. */
function checkInert(body, say) {
  const outside = body.replace(/^<!-- .*? -->\n/, "").replace(/<code>[^<]*<\/code>/g, "");
  const left = outside.replace(ELEMENTS, "");
  if (/[<>]/.test(left)) say("a name became an element of the comment");
  if (/(^|[^\w`\\;])@\w|#\d|\]\(/.test(left.replace(/&#\d+;/g, ""))) say("a name became a mention or a link");
  if (/[^\P{C}\n]/u.test(body)) say("the comment has a character that nobody sees");
  if (/^\s*::|##\[/m.test(body)) say("the comment has a workflow command");
  for (const block of outside.trim().split(/\n\n+/))
    if (!/^(#{2,3} |<(p|ul|table|details)>)/.test(block))
      say(`a block begins with ${JSON.stringify(block.slice(0, 40))}`);
}

function checkChecks(checks, expected, say) {
  const told = checks.map(({ name, conclusion, annotations }) => ({
    name,
    conclusion,
    annotations: annotations.length,
  }));
  if (JSON.stringify(told) !== JSON.stringify(expected)) say(`the checks are ${JSON.stringify(told)}`);
  for (const { annotations } of checks)
    for (const { path, start_line, message } of annotations)
      if (!path.startsWith("models/") || start_line !== 1 || !message.includes("posix.system"))
        say(`an annotation is ${JSON.stringify({ path, start_line, message })}`);
}
