import { httpsHost, withoutCredentials } from "../../src/lockfiles/address";

test.each([
  ["https://user:pw@example.org/simple", "https://example.org/simple"],
  ["https://ghp_token@github.com/o/r.git", "https://github.com/o/r.git"],
  ["https://a@b:c@example.org/x@1.0", "https://example.org/x@1.0"],
  ["git+ssh://git@github.com/o/r@abc", "git+ssh://git@github.com/o/r@abc"],
  ["git+https://user:pw@example.org/r?rev=v1&token=s#abc", "git+https://example.org/r?rev=v1#abc"],
  ["https://example.org/x.whl?X-Amz-Signature=s", "https://example.org/x.whl"],
  ["git@github.com:o/r.git", "git@github.com:o/r.git"],
  ["user:pw@example.org:o/r", "user:example.org:o/r"],
  ["https:\\\\user:pw@example.org\\x", "https:\\\\example.org\\x"],
  ["https:/user:pw@example.org/x", "https:/example.org/x"],
  ["//user:pw@example.org/x", "//example.org/x"],
  ["../wheels", "../wheels"],
  ["https://conda.example.org/t/secret-token/channel/linux-64", "https://conda.example.org/channel/linux-64"],
  ["https://example.org", "https://example.org"],
  ["", ""],
])("%s is told as %s", (address, told) => expect(withoutCredentials(address)).toBe(told));

test("a long one is cut, in no time", () => {
  expect(withoutCredentials(`https://${"a@".repeat(5_000_000)}`).length).toBeLessThanOrEqual(2_000);
});

test.each([
  ["https://PyPI.org/simple", "pypi.org"],
  ["https://u:p@pypi.org:443/simple", "pypi.org"],
  ["https://pypi.org@evil.example/simple", "evil.example"],
  ["https://pypi.org.evil.example/", "pypi.org.evil.example"],
  ["http://pypi.org/simple", undefined],
  ["pypi.org", undefined],
])("the host of %s is %s", (address, host) => expect(httpsHost(address)).toBe(host));
