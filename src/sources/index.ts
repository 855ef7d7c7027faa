import { GitSource, type RemoteGit } from "./git-files";
import { HttpFileSource } from "./http-files";
import { HubSource } from "./hub";
import { LocalSource, type LocalDirectory } from "./local";
import type { Asking, ModelSource } from "./model-source";
import { S3Source } from "./s3";
import { HUB, isSafeAddress, NoSource, type SourceAddress } from "./source-address";

/** What sources need of the machine; the app passes it in. */
export interface SourceHost extends Asking {
  readonly env: Readonly<Record<string, string | undefined>>;
  git(): RemoteGit;
  local(path: string): LocalDirectory;
}

/** The source that an address names. Throws `NoSource` where the environment names an endpoint that is not asked. */
export function openSource(source: SourceAddress, host: SourceHost): ModelSource {
  const { env } = host;
  const asking: Asking = {
    http: host.http,
    ...(host.timeoutMs === undefined ? {} : { timeoutMs: host.timeoutMs }),
    ...(host.pauseMs === undefined ? {} : { pauseMs: host.pauseMs }),
  };
  switch (source.kind) {
    case "hub": {
      const token = env["HF_TOKEN"]?.trim();
      const endpoint = endpointOf(env, "HF_ENDPOINT") ?? HUB;
      if (token !== undefined && !/^[\u0021-\u007e]*$/.test(token)) throw new NoSource("HF_TOKEN is no token");
      return new HubSource({ ...asking, endpoint, ...(token ? { token } : {}) }, source);
    }
    case "http":
      return new HttpFileSource(asking, source.url);
    case "git":
      return new GitSource(host.git(), source);
    case "s3": {
      const endpoint = endpointOf(env, "AWS_ENDPOINT_URL_S3") ?? endpointOf(env, "AWS_ENDPOINT_URL");
      const region = env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"];
      if (region && !/^[a-z0-9-]{1,40}$/.test(region)) throw new NoSource("AWS_REGION is no region");
      const where = { ...(endpoint === undefined ? {} : { endpoint }), ...(region ? { region } : {}) };
      return new S3Source({ ...asking, ...where }, source.bucket, source.prefix);
    }
    case "local":
      return new LocalSource(host.local(source.path));
  }
}

/** Origin and path; credentials, queries and http to other machines are refused. */
function endpointOf(env: SourceHost["env"], name: string): string | undefined {
  const value = env[name]?.trim();
  if (!value) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !isSafeAddress(url) || url.username !== "" || url.password !== "" || url.search !== "")
    throw new NoSource(`${name} is no https address (or http on this machine) without credentials and query`);
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}
