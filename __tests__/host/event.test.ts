import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readEvent } from "../../src/host/event";
import { removeRepos, temporaryDirectory } from "../support/repo";

afterAll(removeRepos);

function read(name: string, text: string, sha = "a".repeat(40)) {
  const path = join(temporaryDirectory(), "event.json");
  writeFileSync(path, text);
  return readEvent({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path, GITHUB_SHA: sha });
}

test("no event, and events about no change, need no file", () => {
  expect(readEvent({})).toEqual({ kind: "none" });
  expect(readEvent({ GITHUB_EVENT_NAME: "schedule" })).toEqual({ kind: "other", name: "schedule" });
});

test("a push takes its head from the runner", () => {
  const push = JSON.stringify({ before: "b".repeat(40), after: "c".repeat(40) });
  expect(read("push", push)).toEqual({ kind: "push", name: "push", before: "b".repeat(40), after: "a".repeat(40) });
});

test("reviews are about a pull request too", () => {
  const payload = { pull_request: { number: 7, base: { sha: "b".repeat(40) }, head: { sha: "c".repeat(64) } } };
  expect(read("pull_request_review", JSON.stringify(payload))).toMatchObject({ kind: "pull_request", number: 7 });
});

test.each([
  ["pull_request", "{", /is not JSON/],
  ["pull_request", "[]", /the event is not an object/],
  ["pull_request", "{}", /pull_request is not an object/],
  ["pull_request", '{"pull_request":{"number":"1"}}', /number is not a number/],
  [
    "pull_request",
    '{"pull_request":{"number":1,"base":{"sha":"main"},"head":{}}}',
    /pull_request.base.sha is not a commit/,
  ],
  ["merge_group", '{"merge_group":{"base_sha":"$(id)"}}', /merge_group.base_sha is not a commit/],
  ["push", '{"before":1}', /before is not a commit/],
])("a malformed %s event %s is a clear error", (name, text, words) => {
  expect(() => read(name, text)).toThrow(words);
});

test("a missing event file names the variable", () => {
  expect(() => readEvent({ GITHUB_EVENT_NAME: "push" })).toThrow(/GITHUB_EVENT_PATH is not set/);
  expect(() => readEvent({ GITHUB_EVENT_NAME: "push", GITHUB_EVENT_PATH: "/nowhere" })).toThrow(/cannot be read/);
});
