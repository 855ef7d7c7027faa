import { GitHubFailure } from "../../../core/github";
import { shorten } from "../../../core/text";
import { SHA } from "../../../host/event";
import { field } from "../../../verify/shape";

/** What GitHub answers, read member by member. Everything here throws `GitHubFailure` of kind `malformed`, which begins with `where`. */

/** A login, and whether a person has it. */
export interface Account {
  readonly login: string;
  /** An app, an organisation, a placeholder of an import: nobody who can say yes. */
  readonly isPerson: boolean;
}

/** Logins have up to 39 characters, those of enterprises an underscore, apps `[bot]` at their end. */
const LOGIN = /^[A-Za-z0-9][\w.-]{0,99}(?:\[bot\])?$/;

/** `null` stands where GitHub does not know the account any more: that is malformed, too, for whoever needs to know who it was. */
export function accountOf(value: unknown, where: string): Account {
  const login = field(value, "login");
  if (typeof login !== "string" || !LOGIN.test(login))
    throw malformed(
      value === null ? `${where} is an account that GitHub does not know any more` : `${where} has no login`,
    );
  return { login, isPerson: field(value, "type") === "User" && !login.endsWith("[bot]") };
}

export function commitOf(value: unknown, where: string): string {
  if (typeof value !== "string" || !SHA.test(value)) throw malformed(`${where} is no full commit`);
  return value;
}

export function countOf(value: unknown, where: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw malformed(`${where} is no number`);
  return value;
}

/** Characters of a name or a time. CWE-770. */
const MAX_TEXT = 1000;

export function wordOf(value: unknown, where: string): string {
  if (typeof value !== "string" || value === "" || value.length > MAX_TEXT) throw malformed(`${where} is no text`);
  return value;
}

/** RFC 3339, UTC, as GitHub writes it. */
export function timeOf(value: unknown, where: string): string {
  const text = wordOf(value, where);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text) || Number.isNaN(Date.parse(text)))
    throw malformed(`${where} is no time`);
  return text;
}

/** Undefined for `null`. */
export function ifThere<T>(value: unknown, read: (value: unknown, where: string) => T, where: string): T | undefined {
  return value === null || value === undefined ? undefined : read(value, where);
}

export function malformed(words: string): GitHubFailure {
  return new GitHubFailure("malformed", `GitHub's answer is not what it should be: ${shorten(words, 300)}`);
}

/** `/repos/owner/name`. Throws `GitHubFailure` for what is no repository, since it comes out of what was signed. */
export function repositoryPath(repository: string): string {
  if (!/^(?!\.\.?\/)[\w.-]{1,100}\/(?!\.\.?$)[\w.-]{1,100}$/.test(repository))
    throw new GitHubFailure("malformed", `"${shorten(repository, 200)}" is no repository of GitHub's (owner/name)`);
  return `/repos/${repository}`;
}

/** A commit or digest as people know it. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** Logins are the same in any case (https://docs.github.com/rest: "The name is not case sensitive"). */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
