import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "src/rules/pickle/globals/table.ts",
      "src/report/html/page-assets.ts",
      "dist/",
      "node_modules/",
      "examples/",
      "coverage/",
      "**/*.py",
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ["src/**/*.ts"],
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "no-restricted-globals": ["error", { name: "eval", message: "No code from the input is ever run." }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "max-lines": ["error", { max: 400 }],
      "no-empty": "error",
      eqeqeq: "error",
    },
  },
);
