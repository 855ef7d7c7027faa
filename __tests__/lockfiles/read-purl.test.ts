import { packageOfPurl, readPurl } from "../../src/lockfiles/read-purl";

/** The parts as one line, for tables. */
function parts(text: string): string {
  const read = readPurl(text);
  if (read === undefined) return "none";
  const { type, namespace, name, version, qualifiers, subpath } = read;
  const query = [...qualifiers].map(([key, value]) => `${key}=${value}`).join("&");
  return [type, namespace, name, version, query, subpath].map((each) => each ?? "").join("|");
}

describe("a purl is read as its specification says", () => {
  test.each([
    ["pkg:npm/foobar@12.3.1", "npm||foobar|12.3.1||"],
    // The scope's @ is encoded by those who follow the rules, and by others not.
    ["pkg:npm/%40angular/animation@12.3.1", "npm|@angular|animation|12.3.1||"],
    ["pkg:npm/@angular/animation@12.3.1", "npm|@angular|animation|12.3.1||"],
    ["pkg:npm/@angular/animation", "npm|@angular|animation|||"],
    // Type and scheme have no case; slashes behind the scheme, and around the parts, do not count.
    [
      "PKG:GOLANG/google.golang.org/genproto#/googleapis/api/annotations/",
      "golang|google.golang.org|genproto|||googleapis/api/annotations",
    ],
    ["pkg://gem/ruby-advisory-db-check@0.12.4", "gem||ruby-advisory-db-check|0.12.4||"],
    ["pkg:golang//github.com//gorilla/context@v1", "golang|github.com/gorilla|context|v1||"],
    ["pkg:golang/a/b#./x/../y", "golang|a|b|||x/y"],
    // A plus is a plus; everything else is decoded.
    ["pkg:pypi/torch@2.0.1+cu118", "pypi||torch|2.0.1+cu118||"],
    ["pkg:pypi/torch@2.0.1%2Bcu118", "pypi||torch|2.0.1+cu118||"],
    [
      "pkg:deb/debian/curl@7.50.3-1?arch=i386&Distro=jessie&empty=",
      "deb|debian|curl|7.50.3-1|arch=i386&distro=jessie|",
    ],
    ["pkg:oci/app@sha256%3Aabc?repository_url=ghcr.io/a%2Fb", "oci||app|sha256:abc|repository_url=ghcr.io/a/b|"],
    ["pkg:generic/name%20with%20%C3%A9", "generic||name with é|||"],
    ["pkg:pypi/django@", "pypi||django|||"],
  ])("%s", (text, expected) => {
    expect(parts(text)).toBe(expected);
  });

  test.each([
    ["no scheme", "EnterpriseLibrary.Common@6.0.1304"],
    ["no type", "pkg:EnterpriseLibrary.Common@6.0.1304"],
    ["an encoded colon", "pkg%3Amaven/org.apache.commons/io"],
    ["a type that begins with a digit", "pkg:3nginx/nginx@0.8.9"],
    ["a colon in the type", "pkg:nginx:a/nginx@0.8.9"],
    ["other characters in the type", "pkg:n&g?inx/nginx@0.8.9"],
    ["no name", "pkg:maven/@1.3.4"],
    ["no name behind a namespace", "pkg:maven/org.apache/@1.3.4"],
    ["a key with a space", "pkg:npm/myartifact@1.0.0?in%20production=true"],
    ["a key twice", "pkg:npm/a@1?arch=x&arch=y"],
    ["a broken escape", "pkg:npm/a%zz@1"],
    ["bytes that are no UTF-8", "pkg:npm/a%ff@1"],
    ["a slash that hides in a name", "pkg:npm/a%2Fb@1"],
    ["a control character", "pkg:npm/a%00b@1"],
    ["too many characters", `pkg:npm/${"a".repeat(9000)}`],
    ["too many segments", `pkg:golang/${"a/".repeat(3000)}b`],
  ])("%s is refused", (_, text) => {
    expect(readPurl(text)).toBeUndefined();
  });

  test("takes no longer for long texts", () => {
    const start = performance.now();
    for (const part of ["@", "/", "#", "?", "&", "%40", "a@/"]) readPurl(`pkg:npm/${part.repeat(2500)}`);
    expect(performance.now() - start).toBeLessThan(120_000);
  });
});

describe("a package as OSV calls it", () => {
  test.each([
    ["pkg:pypi/pyyaml@6.0", "PyPI", "pyyaml"],
    ["pkg:npm/%40actions/core@1", "npm", "@actions/core"],
    ["pkg:npm/actions/core@1", "npm", "@actions/core"],
    ["pkg:golang/github.com/gorilla/context@v1", "Go", "github.com/gorilla/context"],
    ["pkg:golang/stdlib@1.21.0", "Go", "stdlib"],
    ["pkg:cargo/rand@0.7.2", "crates.io", "rand"],
    ["pkg:gem/rails@7.0.0?platform=java", "RubyGems", "rails"],
    ["pkg:composer/laravel/framework@5.5", "Packagist", "laravel/framework"],
    ["pkg:maven/org.apache.commons/commons-text@1.9?type=jar", "Maven", "org.apache.commons:commons-text"],
    ["pkg:github/actions/checkout@v4", "GitHub Actions", "actions/checkout"],
    ["pkg:githubactions/actions/checkout@v4", "GitHub Actions", "actions/checkout"],
    ["pkg:cran/rJava@1.0-4", "CRAN", "rJava"],
    ["pkg:nuget/Newtonsoft.Json@12", "NuGet", "Newtonsoft.Json"],
    ["pkg:pub/http@0.13", "Pub", "http"],
    ["pkg:hex/jason@1.1.2", "Hex", "jason"],
  ])("%s", (text, ecosystem, name) => {
    expect(packageOfPurl(readPurl(text)!)).toMatchObject({ ecosystem, name });
  });

  test.each([
    [
      "a distribution's",
      "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=debian-12&upstream=x",
      "curl",
      "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=debian-12",
    ],
    [
      "conda's",
      "pkg:conda/numpy@1.26?channel=main&subdir=linux-64",
      "numpy",
      "pkg:conda/numpy@1.26?channel=main&subdir=linux-64",
    ],
    ["a model", "pkg:huggingface/google/bert@abc", "google/bert", "pkg:huggingface/google/bert@abc"],
    ["an organisation's of Hex", "pkg:hex/acme/foo@2", "acme/foo", "pkg:hex/acme/foo@2"],
    ["Maven's without a group", "pkg:maven/foo@2", "foo", "pkg:maven/foo@2"],
    ["a type nobody knows", "pkg:constructor/foo@2", "foo", "pkg:constructor/foo@2"],
    [
      "a name that PyPI cannot have",
      "pkg:pypi/%3Bplatform-system@Windows",
      ";platform-system",
      "pkg:pypi/%3Bplatform-system@Windows",
    ],
  ])("%s has no database", (_, text, name, purl) => {
    const found = packageOfPurl(readPurl(text)!);
    expect(found).toMatchObject({ name, purl });
    expect(found.ecosystem).toBeUndefined();
  });
});
