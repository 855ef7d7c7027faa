#!/usr/bin/env node
// What npx and pre-commit start: the bundle, with the first line and the mode that a program needs.
// eslint-disable-next-line @typescript-eslint/no-require-imports
require("../dist/cli.js");
