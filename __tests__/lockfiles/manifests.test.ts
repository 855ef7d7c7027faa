import { dependencyPartOf, locksOf } from "../../src/lockfiles/manifests";

describe("manifests and their locks", () => {
  test.each([
    [
      "web/package.json",
      ["README.md", "package.json", "yarn.lock", "package-lock.json"],
      ["yarn.lock", "package-lock.json"],
    ],
    [
      "package.json",
      ["package.json", "pnpm-lock.yaml", "bun.lock", "npm-shrinkwrap.json"],
      ["pnpm-lock.yaml", "bun.lock", "npm-shrinkwrap.json"],
    ],
    [
      "pyproject.toml",
      ["pyproject.toml", "uv.lock", "pylock.dev.toml", "poetry.lock.bak"],
      ["uv.lock", "pylock.dev.toml"],
    ],
    ["Pipfile", ["Pipfile", "Pipfile.lock"], ["Pipfile.lock"]],
    ["rust/Cargo.toml", ["Cargo.lock"], ["Cargo.lock"]],
    ["Gemfile", ["Gemfile.lock", "gems.locked"], ["Gemfile.lock"]],
    ["gems.rb", ["Gemfile.lock", "gems.locked"], ["gems.locked"]],
    ["composer.json", ["composer.lock"], ["composer.lock"]],
    ["requirements-dev.in", ["requirements.txt", "requirements-dev.txt"], ["requirements-dev.txt"]],
    ["pixi.toml", ["pixi.lock"], ["pixi.lock"]],
    [
      "environment.yml",
      ["conda-lock.yml", "gpu.conda-lock.yml", ".conda-lock.yml"],
      ["conda-lock.yml", "gpu.conda-lock.yml"],
    ],
    ["go.mod", ["go.sum"], ["go.sum"]],
    ["package.json", ["package.json", "index.js"], []],
    ["model.json", ["package-lock.json"], []],
  ])("%s beside %j", (path, siblings, locks) => {
    expect(locksOf(path, siblings)).toEqual(locks);
  });

  test("without names it says which there could be, or that it is no manifest", () => {
    expect(locksOf("a/go.mod", [])).toEqual(["go.sum"]);
    expect(locksOf("a/go.mod.txt", [])).toEqual([]);
    expect(locksOf("constructor", [])).toEqual([]);
  });
});

/** Of each kind: a text, one that says the same of dependencies, and one that does not. */
const SAMPLES: readonly (readonly [string, string, string, string])[] = [
  [
    "package.json",
    '{"name":"a","version":"1.0.0","scripts":{"x":"y"},"dependencies":{"b":"^1","c":"2"},"overrides":{}}',
    '{"description":"new","version":"1.0.1","dependencies":{"c":"2","b":"^1"}}',
    '{"name":"a","dependencies":{"b":"^2","c":"2"}}',
  ],
  [
    "package.json",
    '{"pnpm":{"overrides":{"a":"1"}}}',
    '{"pnpm":{"overrides":{"a":"1"},"x":1}}',
    '{"pnpm":{"overrides":{"a":"2"}}}',
  ],
  [
    "pyproject.toml",
    '[project]\nname = "a"\ndescription = "old"\ndependencies = ["torch>=2.0", "numpy"]\n[tool.ruff]\nx = 1\n',
    '[project]\nname = "a"\ndescription = "new"\nversion = "2"\ndependencies = [\n  "numpy",\n  "torch >= 2.0",\n]\n',
    '[project]\nname = "a"\ndescription = "old"\ndependencies = ["torch>=2.1", "numpy"]\n',
  ],
  [
    "pyproject.toml",
    '[tool.poetry.group.dev.dependencies]\npytest = "^8"\n[tool.poetry.group.docs]\noptional = true\n',
    '[tool.poetry.group.dev]\ndependencies = { pytest = "^8" }\n[tool.poetry]\nname = "x"\n',
    '[tool.poetry.group.dev.dependencies]\npytest = "^9"\n',
  ],
  [
    "pyproject.toml",
    '[[tool.uv.index]]\nurl = "https://a"\n',
    '[[tool.uv.index]]\nurl = "https://a"\n[tool.x]\n',
    '[[tool.uv.index]]\nurl = "https://b"\n',
  ],
  [
    "Pipfile",
    '[packages]\na = "*"\n[scripts]\nx = "y"\n',
    '[packages]\na = "*"\n[scripts]\nx = "z"\n',
    '[packages]\na = "*"\n[docs]\nb = "*"\n',
  ],
  [
    "Cargo.toml",
    '[package]\nname = "a"\n[dependencies]\nrand = "0.7"\n[target."cfg(unix)".dependencies]\nnix = "1"\n',
    '[package]\nname = "b"\n[features]\nx = []\n[dependencies]\nrand = "0.7"\n[target."cfg(unix)".dependencies]\nnix = "1"\n',
    '[package]\nname = "a"\n[dependencies]\nrand = "0.7"\n[target."cfg(unix)".dependencies]\nnix = "2"\n',
  ],
  [
    "Gemfile",
    'source "https://rubygems.org"\n# old\ngem "rails"\n',
    'source "https://rubygems.org"\n\n  gem "rails"\n# new\n',
    'source "https://rubygems.org"\ngem "rails", "~> 7"\n',
  ],
  [
    "composer.json",
    '{"require":{"a/b":"1"},"description":"x"}',
    '{"require":{"a/b":"1"}}',
    '{"require":{"a/b":"1","c/d":"1"}}',
  ],
  ["requirements.in", "torch>=2 # why\n\nnumpy\n", "# head\ntorch >= 2\nnumpy\n", "torch>=2\n"],
  [
    "pixi.toml",
    '[workspace]\nname = "a"\nchannels = ["x", "y"]\n[dependencies]\npython = "3"\n[tasks]\na = "b"\n',
    '[workspace]\nname = "b"\nchannels = ["x", "y"]\n[dependencies]\npython = "3"\n',
    '[workspace]\nname = "a"\nchannels = ["y", "x"]\n[dependencies]\npython = "3"\n',
  ],
  [
    "environment.yml",
    "name: a\nchannels: [x]\ndependencies:\n  - python=3.11\n  - pip:\n      - torch==2.0.1\n",
    "name: b\nchannels: [x]\ndependencies:\n  - pip: [torch==2.0.1]\n  - python=3.11\n",
    "name: a\nchannels: [x]\ndependencies:\n  - python=3.11\n  - pip:\n      - torch==2.0.2\n",
  ],
  [
    "go.mod",
    "module a\n\ngo 1.21\n\nrequire (\n\tb v1\n\tc v2 // indirect\n)\n",
    "module b\ngo 1.21\nrequire c v2\nrequire b  v1 // why\n",
    "module a\ngo 1.21\nrequire (\n\tb v1\n\tc v3\n)\n",
  ],
];

describe("the part that says dependencies", () => {
  test.each(SAMPLES)("%s", (name, text, same, other) => {
    const part = dependencyPartOf(`some/${name}`, text);
    expect(part).toBeDefined();
    expect(part!.length).toBeGreaterThan(2);
    expect(dependencyPartOf(`some/${name}`, same)).toBe(part);
    expect(dependencyPartOf(`some/${name}`, other)).not.toBe(part);
  });

  test.each([
    ["package.json", "{"],
    ["pyproject.toml", "[project\n"],
    ["environment.yml", "a: [\n"],
    ["package.json", "[".repeat(10_000)],
    ["README.md", "x"],
  ])("%s that cannot be read has none", (name, text) => {
    expect(dependencyPartOf(name, text)).toBeUndefined();
  });

  test("keys of the prototype are keys", () => {
    const part = dependencyPartOf("package.json", '{"dependencies":{"__proto__":"1"}}');
    expect(part).toContain("__proto__");
    expect(dependencyPartOf("package.json", '{"dependencies":{"__proto__":"2"}}')).not.toBe(part);
  });

  test("long lines take no longer than their length", () => {
    const start = performance.now();
    dependencyPartOf("requirements.in", `a${" #\r".repeat(300_000)}`);
    dependencyPartOf("go.mod", `require a v1 ${"// \u2028".repeat(300_000)}`);
    dependencyPartOf("requirements.in", " \t".repeat(500_000));
    expect(performance.now() - start).toBeLessThan(120_000);
  });
});
