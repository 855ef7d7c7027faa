import { notWhatItsNameSays } from "../../../src/rules/system/not-what-its-name-says";
import { checkFile } from "../../support/check-rule";

const named = (text: string) =>
  checkFile(notWhatItsNameSays, "a.pkl", [], { promised: "pickle", head: Buffer.from(text, "latin1") }).map(
    ({ message }) => message,
  );

describe("MA-SYS-007 not-what-its-name-says", () => {
  test.each([
    ["\x7fELF\x02\x01", "a Linux program"],
    ["MZ\x90\x00", "a Windows program"],
    ["<!DOCTYPE html><html>", "a web page, as a failed download leaves it"],
    ["#!/bin/sh\n", "a script"],
    ["just words\n", "text"],
    ["\x01\x02\x03", "of no format that is known here"],
    ["", "empty"],
  ])("%j is %s", (head, words) => {
    expect(named(head)).toEqual([`the name promises pickle, the content is ${words}`]);
  });

  test("is silent where the content is claimed, or the name promises nothing", () => {
    expect(checkFile(notWhatItsNameSays, "a.pkl", ["pickle"], { promised: "pickle" })).toEqual([]);
    expect(checkFile(notWhatItsNameSays, "a.txt", [])).toEqual([]);
  });
});
