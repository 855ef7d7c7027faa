import type { RequiredApproval } from "../../src/core/policy";
import { promotionVerdict, type Approval } from "../../src/core/promotion";
import { decideApprovals, type GivenApprovals } from "../../src/promotion/approvals";

const role = (name: string, more: Partial<RequiredApproval> = {}): RequiredApproval => ({
  role: name,
  count: 1,
  people: [],
  teams: [],
  environments: [],
  signers: [],
  ...more,
});
const yes = (by: string, more: Partial<Approval> = {}): Approval => ({
  by,
  source: "review",
  of: "1".repeat(40),
  where: "review of pull request 12",
  teams: [],
  ...more,
});
const given = (approvals: readonly Approval[], more: Partial<GivenApprovals> = {}): GivenApprovals => ({
  approvals,
  rejections: [],
  problems: [],
  asked: [],
  ...more,
});
const SECURITY = role("security", { people: ["ada"] });

describe("what the policy says of approvals", () => {
  test("nothing: nobody has said who approves, so nothing is approved", () => {
    const check = decideApprovals(undefined, given([yes("ada")]));
    expect(check.status).toBe("fail");
    expect(check.problems).toEqual([
      "Nobody has said who approves: name the roles under promotion.approvals in the policy ([] where no approval is needed).",
    ]);
    expect(promotionVerdict([check])).toBe("fail");
  });

  test("an empty list: none is needed", () => {
    expect(decideApprovals([], given([]))).toEqual({
      id: "approvals",
      status: "not-required",
      evidence: [],
      problems: [],
    });
  });
});

describe("the status", () => {
  const notAsked = [{ source: "review", why: "offline: no review was asked for" }] as const;
  test.each<[string, RequiredApproval[], GivenApprovals, string]>([
    ["everything is there", [SECURITY], given([yes("ada")]), "pass"],
    ["nothing is there", [SECURITY], given([]), "fail"],
    ["a rejection beside everything", [SECURITY], given([yes("ada")], { rejections: ["eve rejected"] }), "fail"],
    ["a rejection and a problem", [SECURITY], given([], { rejections: ["eve rejected"], problems: ["403"] }), "fail"],
    ["a problem beside everything", [SECURITY], given([yes("ada")], { problems: ["403"] }), "unknown"],
    ["a problem", [SECURITY], given([], { problems: ["403"] }), "unknown"],
    ["everything, and a source left out", [SECURITY], given([yes("ada")], { notAsked }), "pass"],
    ["a source left out that could have it", [SECURITY], given([], { notAsked }), "unknown"],
    ["a source left out that could not", [role("security", { environments: ["x"] })], given([], { notAsked }), "fail"],
  ])("%s", (_, required, approvals, status) => {
    expect(decideApprovals(required, approvals).status).toBe(status);
  });

  test("never passes with a problem to tell", () => {
    for (const problems of [[], ["403"]])
      for (const rejections of [[], ["eve rejected"]])
        for (const by of ["ada", "bob"]) {
          const check = decideApprovals([SECURITY], given([yes(by)], { problems, rejections }));
          expect(check.status === "pass").toBe(check.problems.length === 0);
        }
  });
});

describe("which approvals a role takes", () => {
  const signer = { person: "Ada", signer: { key: "a".repeat(64) } };
  const statement = (by: string, name?: string) =>
    yes(by, { source: "statement", ...(name === undefined ? {} : { role: name }) });
  test.each<[string, Partial<RequiredApproval>, Approval, boolean]>([
    ["a review by one who is named", { people: ["Ada"] }, yes("aDA"), true],
    ["a review by a member", { teams: ["acme/security"] }, yes("ada", { teams: ["acme/security"] }), true],
    ["a review by a member of another team", { teams: ["acme/security"] }, yes("ada", { teams: ["acme/x"] }), false],
    ["a review, where only an environment is named", { environments: ["prod"] }, yes("ada"), false],
    ["an environment", { environments: ["Prod"] }, yes("ada", { source: "environment", environment: "prod" }), true],
    [
      "another environment",
      { environments: ["prod"] },
      yes("ada", { source: "environment", environment: "dev" }),
      false,
    ],
    [
      "an environment, where a person is named",
      { people: ["ada"] },
      yes("ada", { source: "environment", environment: "dev" }),
      false,
    ],
    ["a statement for it", { signers: [signer] }, statement("ada", "security"), true],
    ["a statement for another role", { signers: [signer] }, statement("ada", "platform"), false],
    ["a statement by another person", { signers: [signer] }, statement("eve", "security"), false],
    ["a statement, where only a login is named", { people: ["ada"] }, statement("ada", "security"), false],
    ["a review, where only a signer is named", { signers: [signer] }, yes("ada"), false],
  ])("%s", (_, more, approval, counts) => {
    const { status } = decideApprovals([role("security", more)], given([approval]));
    expect(status).toBe(counts ? "pass" : "fail");
  });
});

describe("what is told", () => {
  test("is how many are missing, and who may", () => {
    const two = role("security", {
      count: 2,
      people: ["ada", "bob"],
      teams: ["acme/security"],
      environments: ["prod", "release"],
      signers: [
        { person: "cyd", signer: { key: "a".repeat(64) } },
        { person: "CYD", signer: { key: "b".repeat(64) } },
      ],
    });
    expect(decideApprovals([two], given([yes("ada"), yes("ADA")])).problems).toEqual([
      "security: 1 of 2 people has approved. Who may: ada, bob by a review of the pull request; members of acme/security by a review of the pull request; reviewers of the environment prod or release in this run; CYD by signing (model-assay approve).",
    ]);
  });

  test("is each role that lacks somebody, and those that share too few", () => {
    const required = [
      role("legal", { people: ["zoe"] }),
      role("security", { people: ["ada"] }),
      role("platform", { people: ["ada"] }),
    ];
    const { problems } = decideApprovals(required, given([yes("ada")]));
    expect(problems).toEqual([
      "legal: nobody has approved who may. Who may: zoe by a review of the pull request.",
      "security and platform: take 2 different people, since nobody approves for two roles, and only ada approved.",
    ]);
  });

  test("is not all of what a public pull request was given", () => {
    const many = Array.from({ length: 30 }, (_, index) => yes(`p${index}`));
    const old = many.map((each) => ({ ...each, discounted: "it is old" }));
    const { problems } = decideApprovals([SECURITY], given([...many, ...old]));
    expect(problems).toHaveLength(1 + 2 * 21);
    expect(problems.filter((each) => each === "And 10 more like these.")).toHaveLength(2);
  });

  test("is nothing of strangers where it is enough", () => {
    expect(decideApprovals([SECURITY], given([yes("ada"), yes("eve")])).problems).toEqual([]);
  });
});
