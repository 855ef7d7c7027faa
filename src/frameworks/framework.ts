import type { RuleId } from "../core/finding";

/** What a rule or check supports: per framework (`Framework.id`) the ids of its items. Support is evidence towards an item, never compliance. */
export type Supports = Readonly<Record<string, readonly string[]>>;

/** A part of a framework that has an id there. */
export interface FrameworkItem {
  /** As the framework writes it. */
  readonly id: string;
  /** The framework's own short name where it has one, otherwise what it asks in a few words of ours. */
  readonly title: string;
  /** Where it can be read. */
  readonly url: string;
}

/** A framework in one edition: ids move between editions, so a claim without one says nothing. */
export interface Framework {
  /** Kebab-case; what `Supports` names it by. */
  readonly id: string;
  readonly name: string;
  readonly publisher: string;
  /** The edition whose ids these are, with its date. */
  readonly version: string;
  readonly url: string;
  /** Names it in SARIF (section 3.19.6); made by us, and never changed. */
  readonly guid: string;
  readonly items: readonly FrameworkItem[];
}

/** Rules that support the same items for the same reason. */
export interface RuleGroup {
  /** What these rules have in common, as a sentence that follows "These rules". */
  readonly because: string;
  readonly rules: readonly RuleId[];
  readonly supports: Supports;
}

/** Something that Model Assay does which is no rule: it yields evidence, not findings. */
export interface NamedCheck {
  readonly name: string;
  readonly summary: string;
  /** Its page, relative to docs/. */
  readonly page: string;
  readonly supports: Supports;
}
