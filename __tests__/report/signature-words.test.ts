import type { ModelSignatures } from "../../src/core/signature-facts";
import { signatureWords } from "../../src/report/signature-words";
import { readReport, render } from "./fixtures";

const model = (status: ModelSignatures["status"], ...signers: string[]): ModelSignatures => ({
  model: "net",
  status,
  signers,
  bundles: [],
});

test.each([
  [[model("signed", "a")], "1 of 1 model is signed by approved signers: 1 by a."],
  [[model("signed", "a"), model("signed", "a", "b")], "2 of 2 models are signed by approved signers: 2 by a, 1 by b."],
  [
    [model("not-signed", "a"), model("unknown")],
    "0 of 2 models are signed by approved signers. 1 could not be checked.",
  ],
])("%#", (models, words) => expect(signatureWords(models)).toBe(words));

test("signers beyond five are counted", () =>
  expect(signatureWords([model("signed", ..."abcdefg")])).toMatch(/1 by e, others by 2 more signers\.$/));

test("a hostile name is escaped on each surface", () => {
  const report = { ...readReport("pass"), signatures: [model("signed", "<img src=x>\u001b[31m::error::x")] };
  expect(render("markdown", report)).toMatch(/### Models and checks\n[^]*?<p>1 of 1 model is signed/);
  expect(render("markdown", report)).not.toContain("<img");
  expect(render("text", report)).toMatch(/Signatures\n {2}models/);
  expect(render("text", report)).not.toContain("\u001b[31m");
});
