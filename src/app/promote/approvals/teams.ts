import { GitHubFailure, type GitHubApi } from "../../../core/github";
import { field } from "../../../verify/shape";
import { malformed, wordOf } from "./answer";

/** Questions of memberships in one call: people who reviewed, times teams that the policy names. CWE-770. */
const MAX_ASKED = 500;

/** Tells which of the teams (`org/team`) somebody is in. Throws `GitHubFailure`. */
export type TeamsOf = (login: string) => Promise<readonly string[]>;

/**
 * Asks person by person, of those who matter only. GitHub answers 404 for a person who is not in the team and for a team that may not be
 * seen alike (https://docs.github.com/rest/teams/members), so "not a member" is believed only where the team itself can be read.
 */
export function createTeamsOf(api: GitHubApi, teams: readonly string[]): TeamsOf {
  const readable = new Map<string, Promise<void>>();
  let asked = 0;
  const isIn = async (team: string, login: string): Promise<boolean> => {
    if (++asked > MAX_ASKED)
      throw new GitHubFailure("limit", `more than ${MAX_ASKED} memberships of teams would have to be asked for`);
    try {
      const answer = await api.json(`${teamPath(team)}/memberships/${encodeURIComponent(login)}`);
      const state = wordOf(field(answer, "state"), `the membership of ${login} in ${team}`);
      if (state !== "active" && state !== "pending")
        throw malformed(`the membership of ${login} in ${team} is ${state}`);
      return state === "active";
    } catch (error) {
      if (!(error instanceof GitHubFailure) || error.kind !== "not-found") throw error;
    }
    const read = readable.get(team) ?? requireReadable(api, team);
    readable.set(team, read);
    await read;
    return false;
  };
  return async (login) => {
    const found: string[] = [];
    for (const team of teams) if (await isIn(team, login)) found.push(team);
    return found;
  };
}

async function requireReadable(api: GitHubApi, team: string): Promise<void> {
  const answer = await api.json(teamPath(team));
  if (typeof field(answer, "slug") !== "string") throw malformed(`the team ${team} has no slug`);
}

function teamPath(team: string): string {
  const [org = "", slug = ""] = team.split("/");
  if (/^\.{0,2}$/.test(org) || /^\.{0,2}$/.test(slug)) throw new GitHubFailure("malformed", `"${team}" is no team`);
  return `/orgs/${encodeURIComponent(org)}/teams/${encodeURIComponent(slug)}`;
}
