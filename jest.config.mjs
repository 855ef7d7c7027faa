/** Packages that ship ES modules only; jest runs CommonJS, so they are compiled like our own files. */
const esOnly = [
  "@actions",
  "@octokit",
  "universal-user-agent",
  "before-after-hook",
  "json-with-bigint",
  "content-type",
];

export default {
  // Most of the time goes into processes that tests start, so a processor is left over for nobody.
  maxWorkers: "100%",
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  transform: {
    "^.+\\.[tj]s$": ["ts-jest", { tsconfig: "__tests__/tsconfig.json", isolatedModules: true, diagnostics: false }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esOnly.join("|")})/)`],
  // These packages export to `import` only, which jest's CommonJS resolution does not ask for.
  moduleNameMapper: {
    "^@actions/(github|core)$": "<rootDir>/node_modules/@actions/$1/lib/$1.js",
    "^@actions/http-client$": "<rootDir>/node_modules/@actions/http-client/lib/index.js",
  },
  setupFiles: ["<rootDir>/__tests__/support/no-network.cjs"],
  // A bound for what hangs, not a measure: a busy machine must keep it.
  testTimeout: 180_000,
};
