/** Packages that ship ES modules only; jest runs CommonJS, so they are compiled like our own files. */
const esOnly = ["@actions", "@octokit", "universal-user-agent", "before-after-hook", "json-with-bigint"];

export default {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  transform: { "^.+\\.[tj]s$": ["ts-jest", { tsconfig: "__tests__/tsconfig.json", isolatedModules: true, diagnostics: false }] },
  transformIgnorePatterns: [`/node_modules/(?!(${esOnly.join("|")})/)`],
  testTimeout: 30_000,
};
