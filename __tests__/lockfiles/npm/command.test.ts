import { bunLock } from "../../../src/lockfiles/bun-lock";
import { npmLock } from "../../../src/lockfiles/npm-lock";
import { pnpmLock } from "../../../src/lockfiles/pnpm-lock";
import { yarnBerry } from "../../../src/lockfiles/yarn-berry";
import { yarnClassic } from "../../../src/lockfiles/yarn-classic";

const asked = { ecosystem: "npm", name: "@a/b.c", version: "1.2.3-rc.1", file: "x" } as const;

describe("the command that moves a package", () => {
  test.each([
    [npmLock, "npm install @a/b.c@1.2.3-rc.1", "npm update @a/b.c"],
    [yarnClassic, "yarn upgrade @a/b.c@1.2.3-rc.1", "yarn upgrade top"],
    [yarnBerry, "yarn up @a/b.c@1.2.3-rc.1", "yarn up -R @a/b.c"],
    [pnpmLock, "pnpm update @a/b.c@1.2.3-rc.1", "pnpm update --depth Infinity @a/b.c"],
    [bunLock, "bun update @a/b.c", "bun update @a/b.c"],
  ])("%#: direct and by way of another", (syntax, direct, by) => {
    expect(syntax.upgrade!(asked)).toBe(direct);
    expect(syntax.upgrade!({ ...asked, direct: asked.name })).toBe(direct);
    expect(syntax.upgrade!({ ...asked, direct: "top" })).toBe(by);
  });

  test.each([npmLock, yarnClassic, yarnBerry, pnpmLock, bunLock])(
    "%#: nothing that a shell would read otherwise",
    (syntax) => {
      for (const name of ["$(id)", "a;b", "--global", "a b", "@a/-b", "a`b", "a\nb", "@a/b/c"])
        expect(syntax.upgrade!({ ...asked, name })).toBeUndefined();
      for (const version of ["1;id", "--x", "$(x)", ""]) expect(syntax.upgrade!({ ...asked, version })).toBeUndefined();
      expect(yarnClassic.upgrade!({ ...asked, direct: "$(id)" })).toBeUndefined();
    },
  );
});
