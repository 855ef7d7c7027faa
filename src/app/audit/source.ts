import { existsSync, realpathSync, statSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { AdvisoryDatabases } from "../../core/advisory-database";
import type { DatabaseIndexStore } from "../../core/database-index-store";
import type { AdvisorySource } from "../../core/advisory";
import { ConfigurationError } from "../../core/host";
import { actionsCache } from "../../host/actions-cache";
import { createHttpClient, type ClosableHttpClient } from "../../host/http";
import { fetchedDatabases, folderDatabases, userDatabaseFolder } from "../../host/osv-database";
import { indexDirectory, openIndexStore } from "../../host/osv-index";
import { openRecordCache, recordCacheDirectory } from "../../host/record-cache";
import { createApiSource } from "../../osv/api";
import { createDatabaseSource } from "../../osv/database";
import { withFallback } from "../../osv/fallback";
import { displayed } from "./find-lockfiles";
import type { AuditRequest } from "./request";
import type { AuditRun, OpenedSource } from "./audit-run";

const OSV_API = "https://api.osv.dev";

type Place = Pick<AuditRun, "env" | "trustCache" | "workspace"> & {
  readonly http: ClosableHttpClient;
  notice(text: string): void;
};

/** Where this run's advisories come from. Nothing is asked before the first look-up. Throws `ConfigurationError`. */
export function openSource(
  request: AuditRequest,
  run: Pick<AuditRun, "env" | "trustCache" | "workspace" | "onAsking">,
): OpenedSource {
  const said = new Set<string>();
  const http = createHttpClient({ env: run.env, onAsking: run.onAsking });
  const place: Place = { ...run, http, notice: (text) => void said.add(text) };
  const source = request.osv === "database" ? databaseSource(request, place) : apiSource(request, place);
  let asked = false;
  return {
    source: {
      describe: () => source.describe(),
      recordsOf: (queries) => {
        asked = true;
        return source.recordsOf(queries);
      },
    },
    notices: () => [...(asked ? [`Advisories: ${source.describe()}.`] : []), ...said],
    close: () => http.close(),
  };
}

/** The API, and a database that is kept here where the API cannot be asked. */
function apiSource({ osvUrl, database }: AuditRequest, place: Place): AdvisorySource {
  const { env, http, notice } = place;
  const directory = isLaptop(place) ? recordCacheDirectory(env) : undefined;
  const api = createApiSource({
    http,
    url: osvUrl ?? OSV_API,
    clock: () => performance.now(),
    sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    ...(directory === undefined ? {} : { cache: openRecordCache(directory) }),
  });
  const folder = database ?? (place.trustCache ? userDatabaseFolder(env) : undefined);
  if (folder === undefined || isAddress(folder) || !existsSync(folder)) return api;
  const kept = createDatabaseSource(
    folderDatabases({ folder: checkedFolder(folder, place), notice, now: new Date() }),
    indexes(place),
  );
  return withFallback(api, kept, () =>
    notice(`Where the OSV API did not answer, ${kept.describe()} was asked instead.`),
  );
}

function databaseSource({ database, offline }: AuditRequest, place: Place): AdvisorySource {
  return createDatabaseSource(databases(database, offline, place), indexes(place));
}

function databases(database: string | undefined, offline: boolean, place: Place): AdvisoryDatabases {
  const { env, notice, http, trustCache } = place;
  const now = new Date();
  if (database !== undefined && !isAddress(database))
    return folderDatabases({ folder: checkedFolder(database, place), notice, now });
  const folder = userDatabaseFolder(env);
  if (folder === undefined)
    throw new ConfigurationError("osv-database: there is no home directory to keep databases in. Name a folder");
  if (offline) return folderDatabases({ folder, notice, now });
  const shared = actionsCache({ env, notice });
  const mirror = database === undefined ? {} : { base: database.replace(/\/+$/, "") };
  return fetchedDatabases({
    folder,
    notice,
    now,
    http,
    trustCache,
    ...mirror,
    ...(shared === undefined ? {} : { shared }),
  });
}

/** What names the databases' records have, kept where records are. A folder inside of the checkout could be a change's. */
function indexes(place: Place): DatabaseIndexStore | undefined {
  const directory = isLaptop(place) ? indexDirectory(place.env) : undefined;
  if (directory === undefined || !isAbsolute(displayed(directory, place.workspace.root))) return undefined;
  return openIndexStore(directory);
}

/** Records are kept on laptops only: in a job the next run does not see them, or could not trust them. */
function isLaptop({ env, trustCache }: Place): boolean {
  return trustCache && !env["CI"];
}

function isAddress(value: string): boolean {
  return /^https?:\/\//i.test(value);
}

/** A folder that git tracks is one that a change can write: it could leave out what the change is not to be seen with. */
function checkedFolder(folder: string, { workspace }: Place): string {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new ConfigurationError(`osv-database: there is no folder ${folder}. It holds OSV's files as PyPI/all.zip`);
  const path = displayed(realpathSync(folder), workspace.root);
  const tracked = isAbsolute(path) ? [] : (workspace.git?.names(["ls-files", "-z", "--", path]) ?? []);
  if (tracked.length > 0)
    throw new ConfigurationError(
      `osv-database: git tracks files in ${folder}, so a change could leave advisories out. Keep it outside of the repository`,
    );
  return folder;
}
