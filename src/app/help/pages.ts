import type { CommandName } from "../command-names";
import { GATE_PAGES } from "./gate-pages";
import type { Page } from "./page";
import { POLICY_PAGES } from "./policy-pages";
import { SIGNING_PAGES } from "./signing-pages";

/** A page for each command. */
export const PAGES: Readonly<Record<CommandName, Page>> = { ...GATE_PAGES, ...SIGNING_PAGES, ...POLICY_PAGES };
