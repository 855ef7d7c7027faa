import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "../core/host";
import type { Env } from "./git";

export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
}

/** Credentials by registry, from Docker's `config.json`, where `docker login` without a helper, and CI's login steps, put them. */
export interface RegistryLogins {
  /** `registry` as in `OciRepository.registry`. */
  find(registry: string): RegistryCredentials | undefined;
  /** For words, where `find` has none: a credential helper is named, which would be a program to run, and is not run. */
  helperFor(registry: string): string | undefined;
}

/** Bytes of a `config.json`. Real ones have some hundred. CWE-770. */
const MAX_CONFIG_BYTES = 1024 * 1024;

/**
 * Reads `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`; without a file there are no logins. Throws
 * `ConfigurationError` where the file is there and cannot be read: then credentials that were meant to be used are not.
 */
export function readRegistryLogins(env: Env): RegistryLogins {
  const folder = env["DOCKER_CONFIG"] || join(env["HOME"] || homedir(), ".docker");
  const file = join(folder, "config.json");
  let text: Buffer;
  try {
    text = readFileSync(file);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return loginsOf({});
    throw new ConfigurationError(`${file} is there and cannot be read: registries would be asked without credentials`);
  }
  if (text.length > MAX_CONFIG_BYTES) throw new ConfigurationError(`${file} is longer than ${MAX_CONFIG_BYTES} bytes`);
  try {
    return loginsOf(JSON.parse(text.toString("utf8")));
  } catch {
    throw new ConfigurationError(`${file} is not JSON: registries would be asked without credentials`);
  }
}

function loginsOf(config: unknown): RegistryLogins {
  const auths = new Map<string, RegistryCredentials>();
  for (const [name, entry] of Object.entries(fieldsOf(fieldsOf(config)["auths"]))) {
    const credentials = credentialsOf(fieldsOf(entry));
    if (credentials !== undefined) auths.set(registryOf(name), credentials);
  }
  const helpers = new Map<string, string>();
  for (const [name, helper] of Object.entries(fieldsOf(fieldsOf(config)["credHelpers"])))
    if (typeof helper === "string") helpers.set(registryOf(name), helper);
  const store = fieldsOf(config)["credsStore"];
  return {
    find: (registry) => auths.get(registry),
    helperFor: (registry) => helpers.get(registry) ?? (typeof store === "string" && store !== "" ? store : undefined),
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** Keys are hosts; Docker Hub's is an address with a path. A key with another path (podman's) is for a part of a registry, and stays apart. */
function registryOf(key: string): string {
  const host = key
    .replace(/^https?:\/\//, "")
    .replace(/\/(?:v[12]\/?)?$/, "")
    .toLowerCase();
  return host === "index.docker.io" || host === "registry-1.docker.io" ? "docker.io" : host;
}

function credentialsOf(entry: Readonly<Record<string, unknown>>): RegistryCredentials | undefined {
  const { auth, username, password } = entry;
  if (typeof auth === "string" && auth !== "") {
    const text = Buffer.from(auth, "base64").toString("utf8");
    const colon = text.indexOf(":");
    return colon < 1 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
  }
  return typeof username === "string" && username !== "" && typeof password === "string"
    ? { username, password }
    : undefined;
}
