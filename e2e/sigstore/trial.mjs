/** One pair of a maker and a verifier: what is right is verified, another file and another signer are refused, for that reason. */

/**
 * `before`: the command that made it, where it is not the action. `answer`: what is said of it where a plain "yes" would be wrong.
 * @typedef {{ made: string, by: string, before?: string[], command: string[], problems: string[], answer?: string }} Trial
 */

/**
 * @param {import("./stack.mjs").Stack} stack
 * @param {{ made: string, by: string, before?: string[], right: string[], otherFile: string[], otherSigner: string[], refusals: { file: RegExp, signer: RegExp }, env?: Record<string, string> }} asked
 * @returns {Trial}
 */
export function tryOut(stack, { made, by, before, right, otherFile, otherSigner, refusals, env }) {
  const problems = [];
  const ran = stack.run(right, { env });
  if (ran.status !== 0) problems.push(`not verified (${ran.status}): ${endOf(ran.output)}`);
  const refuse = (what, command, words) => {
    const { status, output } = stack.run(command, { env });
    if (status === 0) problems.push(`${what} was accepted`);
    else if (!words.test(output)) problems.push(`${what} was refused for another reason: ${endOf(output)}`);
  };
  refuse("another file", otherFile, refusals.file);
  refuse("another signer", otherSigner, refusals.signer);
  return { made, by, command: right, problems, ...(before === undefined ? {} : { before }) };
}

/** What nobody should believe, though its signature is good. `answer`: the refusal, in the page's words. */
export function tryRefused(stack, { made, by, before, command, words, answer }) {
  const { status, output } = stack.run(command);
  const problems =
    status !== 0 && words.test(output) ? [] : [`not refused for its reason (${status}): ${endOf(output)}`];
  return { made, by, before, command, problems, answer };
}

/** Runs what has to work before anything can be tried. Throws an Error with what it said. */
export function must(stack, command, options) {
  const { status, output } = stack.run(command, options);
  if (status !== 0) throw new Error(`${command.slice(0, 3).join(" ")} ended with ${status}: ${endOf(output)}`);
  return output;
}

function endOf(output) {
  return output.trim().split("\n").slice(-4).join(" / ").slice(-600);
}
