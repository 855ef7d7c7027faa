import { approvalStatement, approvalSubject } from "../../src/attest/approval";
import { rootDigest } from "../../src/core/model-manifest";
import type { ApprovalStatement } from "../../src/core/promotion";
import { file, sha256 } from "../support/statements";

const APPROVAL: ApprovalStatement = { role: "security", time: "2027-01-31T12:00:00Z" };
const SUBJECT = { name: "chat", sha256: sha256("chat") };

describe("what an approval is about", () => {
  const files = [file("b"), file("a"), file("model.sig")];

  test("is the root digest of a directory, which its manifest has, without the signature", () => {
    const root = rootDigest([sha256("a"), sha256("b")]);
    expect(approvalSubject({ isDirectory: true, name: "chat", files, links: [] })).toEqual({
      name: "chat",
      sha256: root,
    });
  });

  test("is a file's own digest", () => {
    expect(approvalSubject({ isDirectory: false, name: "a", files: [file("a")], links: [] })).toEqual({
      name: "a",
      sha256: sha256("a"),
    });
  });

  test.each([
    ["a link", { isDirectory: true, name: "chat", files, links: ["c"] }, /c is a symbolic link/],
    ["nothing", { isDirectory: true, name: "chat", files: [], links: [] }, /no file in it/],
    ["no file", { isDirectory: false, name: "chat", files: [], links: [] }, /no digest that names chat/],
    ["two files that are no directory", { isDirectory: false, name: "chat", files, links: [] }, /no digest that names/],
  ])("cannot be %s", (_, model, words) => {
    expect(() => approvalSubject(model)).toThrow(words);
  });
});

describe("the statement of an approval", () => {
  test("names the role, when, and why", () => {
    expect(approvalStatement({ ...APPROVAL, comment: "looked at it" }, SUBJECT)).toEqual({
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: "chat", digest: { sha256: sha256("chat") } }],
      predicateType: "https://github.com/model-assay/model-assay/approval/v1",
      predicate: { role: "security", timeCreated: "2027-01-31T12:00:00Z", comment: "looked at it" },
    });
  });

  test.each([
    ["no role", { role: "" }, /a role has 1 to 100 characters/],
    ["a role with a space at its end", { role: "security " }, /no space at its ends/],
    ["a long role", { role: "r".repeat(101) }, /a role has 1 to 100 characters/],
    ["half a character", { role: "\ud800" }, /no Unicode/],
    ["no time", { time: "today" }, /no time in UTC/],
    ["an empty comment", { comment: "" }, /a comment has 1 to 2000/],
    ["a long comment", { comment: "c".repeat(2001) }, /a comment has 1 to 2000/],
  ])("is not made of %s", (_, wrong, words) => {
    expect(() => approvalStatement({ ...APPROVAL, ...wrong }, SUBJECT)).toThrow(words);
  });

  test("is not made of another digest", () => {
    expect(() => approvalStatement(APPROVAL, { name: "chat", sha256: "A".repeat(64) })).toThrow(/no SHA-256/);
  });
});
