import type { LinkFacts } from "../core/link-facts";
import type { Location } from "../core/location";
import type { Subject } from "../core/subject";
import { shorten } from "../core/text";

/** Characters of an address that are shown. */
const MAX_SHOWN = 160;
/** Characters that are looked at; browsers show no longer address. */
const MAX_LINK = 8192;
/** Browsers leave these out of a scheme (WHATWG URL, "basic URL parser"). */
const SKIPPED = /[\u0000-\u0020]/g;
const SCRIPT = /^(javascript|vbscript|data:text\/|data:application\/(xhtml|xml|javascript)|data:image\/svg)/i;
const FILE = /^(file:|smb:|\\\\|[a-z]:\\)/i;
const LOGIN = /^([a-z][a-z0-9+.-]{1,20}:\/\/)([^/?#@:]{1,256}):([^/?#@]{1,256})@/i;

/** What is odd about an address that a model gives for itself; `place` says where it stands in the model. */
export function* oddLinks(at: Location, format: string, place: string, address: string): Generator<Subject> {
  const plain = address.slice(0, MAX_LINK).replace(SKIPPED, "");
  const login = LOGIN.exec(plain);
  const oddity: LinkFacts["oddity"] | undefined = SCRIPT.test(plain)
    ? "script"
    : FILE.test(plain)
      ? "file"
      : login !== null
        ? "credentials"
        : undefined;
  if (oddity === undefined) return;
  const shown = shorten(login === null ? plain : plain.replace(LOGIN, "$1$2:***@"), MAX_SHOWN);
  yield { kind: "link", at, link: { format, place, oddity, shown } };
}
