import { readFileSync, statSync } from "node:fs";
import { ConfigurationError } from "../core/host";
import type { Env } from "./git";

/** What a workflow run is about, as far as the choice of base and head goes. */
export type GitHubEvent =
  | PullRequestEvent
  | { readonly kind: "merge_group"; readonly name: string; readonly baseSha: string; readonly headSha: string }
  | { readonly kind: "push"; readonly name: string; readonly before: string; readonly after: string }
  /** An event that is about no change: schedule, dispatch, release... */
  | { readonly kind: "other"; readonly name: string }
  /** Not a workflow run at all. */
  | { readonly kind: "none" };

export interface PullRequestEvent {
  readonly kind: "pull_request" | "pull_request_target";
  readonly name: string;
  readonly number: number;
  /** The runner's word for the commit of this run; for `pull_request` the merge commit. */
  readonly sha: string;
  readonly baseSha: string;
  readonly headSha: string;
  /** Of the payload; may be older than `sha`. */
  readonly mergeSha?: string;
}

/** GitHub's payloads stay below 25 MB. CWE-400. */
const MAX_EVENT_BYTES = 64 * 1024 ** 2;

/** Reads the event of this run. Throws `ConfigurationError` where the runner's files are not what they should be. */
export function readEvent(env: Env): GitHubEvent {
  const name = env["GITHUB_EVENT_NAME"];
  if (!name) return { kind: "none" };
  switch (name) {
    case "pull_request":
    case "pull_request_target":
    case "pull_request_review":
    case "pull_request_review_comment":
      return pullRequest(name, payload(env, name), env);
    case "merge_group": {
      const group = object(payload(env, name)["merge_group"], "merge_group");
      return {
        kind: name,
        name,
        baseSha: sha(group["base_sha"], "merge_group.base_sha"),
        headSha: sha(group["head_sha"], "merge_group.head_sha"),
      };
    }
    case "push": {
      const push = payload(env, name);
      return {
        kind: name,
        name,
        before: sha(push["before"], "before"),
        after: sha(env["GITHUB_SHA"] ?? push["after"], "GITHUB_SHA"),
      };
    }
    default:
      return { kind: "other", name };
  }
}

/** Whether this is the run of a change that somebody proposes, by the event's name alone: what is checked out, and what is cached, may be theirs. */
export function isProposed(env: Env): boolean {
  const name = env["GITHUB_EVENT_NAME"] ?? "";
  return name.startsWith("pull_request") || name === "merge_group";
}

/** Who may see the repository, as the event says it; undefined where it does not, or there is no event. */
export function repositoryVisibility(env: Env): "public" | "private" | "internal" | undefined {
  if (!env["GITHUB_EVENT_PATH"]) return undefined;
  const { visibility, private: hidden } = (payload(env, "repository")["repository"] ?? {}) as Json;
  if (visibility === "public" || visibility === "private" || visibility === "internal") return visibility;
  return typeof hidden === "boolean" ? (hidden ? "private" : "public") : undefined;
}

function pullRequest(name: string, event: Json, env: Env): PullRequestEvent {
  const request = object(event["pull_request"], "pull_request");
  const number = request["number"] ?? event["number"];
  if (typeof number !== "number" || !Number.isSafeInteger(number)) throw wrong("pull_request.number", "a number");
  const merge = request["merge_commit_sha"];
  return {
    kind: name === "pull_request_target" ? name : "pull_request",
    name,
    number,
    sha: sha(env["GITHUB_SHA"], "GITHUB_SHA"),
    baseSha: sha(object(request["base"], "pull_request.base")["sha"], "pull_request.base.sha"),
    headSha: sha(object(request["head"], "pull_request.head")["sha"], "pull_request.head.sha"),
    ...(typeof merge === "string" && SHA.test(merge) ? { mergeSha: merge } : {}),
  };
}

type Json = Readonly<Record<string, unknown>>;

/** A commit's name, of either hash that git knows. */
export const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

function payload(env: Env, name: string): Json {
  const path = env["GITHUB_EVENT_PATH"];
  if (!path)
    throw new ConfigurationError(
      `GITHUB_EVENT_NAME is ${name}, but GITHUB_EVENT_PATH is not set. The runner sets both.`,
    );
  let text: string;
  try {
    if (statSync(path).size > MAX_EVENT_BYTES) throw new Error(`larger than ${MAX_EVENT_BYTES} bytes`);
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigurationError(
      `The event file ${path} (GITHUB_EVENT_PATH) cannot be read: ${(error as Error).message}`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError(`The event file ${path} (GITHUB_EVENT_PATH) is not JSON: ${(error as Error).message}`);
  }
  return object(value, "the event");
}

function object(value: unknown, what: string): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(what, "an object");
  return value as Json;
}

function sha(value: unknown, what: string): string {
  if (typeof value !== "string" || !SHA.test(value)) throw wrong(what, "a commit's full name");
  return value;
}

function wrong(what: string, wanted: string): ConfigurationError {
  return new ConfigurationError(
    `In the event file (GITHUB_EVENT_PATH) ${what} is not ${wanted}. Was it written by GitHub for this event? act writes none of its own: give it one with -e.`,
  );
}
