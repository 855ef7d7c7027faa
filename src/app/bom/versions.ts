import { ecosystemOfPurl } from "../../lockfiles/read-purl";
import { SCHEMES } from "../../osv/versions";

/** Which of two versions is higher, as their ecosystem orders them; undefined where it cannot be told. Below 0: `a` is lower. */
export function compareVersions(purlType: string, a: string, b: string): number | undefined {
  const ecosystem = ecosystemOfPurl(purlType);
  if (ecosystem === undefined) return undefined;
  const scheme = SCHEMES[ecosystem];
  const [left, right] = [scheme.parse(a), scheme.parse(b)];
  return left === undefined || right === undefined ? undefined : scheme.compare(left, right);
}
