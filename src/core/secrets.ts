/** A user, and a password, before the host of an address: everything up to the last `@` before the path. */
const USERS = /:\/\/[^\s/]*@/g;
/** Parameters of an address that let somebody in, by their names. Bounded on both sides, so that it is linear. */
const PARAMETERS =
  /([?&;][\w.-]{0,40}(?:token|key|secret|passwo?r?d|pwd|signature|sig|credential|auth)[\w.-]{0,20}=)[^\s&#"'<>]+/gi;

/** Text with what lets people in taken out of every address in it: `https://user:pw@host/?token=x` becomes `https://host/?token=…`. */
export function withoutSecrets(text: string): string {
  return text.includes("://") ? text.replace(USERS, "://").replace(PARAMETERS, "$1…") : text;
}
