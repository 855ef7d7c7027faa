import type { Waived } from "../core/finding";
import type { FileSelection } from "../core/host";
import type { AllowLists } from "../core/policy";
import type { RuleContext } from "../core/rule";
import { repositoryClasses } from "../host/repository-classes";
import { openWorkspace } from "../host/workspace";

/** What a worker needs to judge as the main thread would: plain data that can be sent. */
export interface ContextData {
  readonly allowedGlobals: readonly (readonly [string, Waived])[];
  readonly deniedFormats: readonly string[];
  /** Absent: all. */
  readonly allowedFormats?: AllowLists;
  readonly allowedSources?: AllowLists;
}

/** Enough to tell whether the repository defines a class in a file that the change leaves alone. */
export interface RepositoryFacts {
  readonly root: string;
  readonly changedPaths: ReadonlySet<string>;
  readonly changesUnknown: boolean;
}

export function repositoryFacts(root: string, selection: FileSelection): RepositoryFacts {
  const { changedPaths, changesUnknown, incomplete } = selection;
  return { root, changedPaths, changesUnknown: changesUnknown === true || incomplete !== undefined };
}

/** Where there is no change to compare with. `changesUnknown`: whether classes that the repository defines therefore count for nothing. */
export function withoutChange(root: string, changesUnknown: boolean): RepositoryFacts {
  return { root, changedPaths: new Set(), changesUnknown };
}

/** For rules of facts that no policy decides about, and where no rule is asked. */
export const NO_POLICY: ContextData = { allowedGlobals: [], deniedFormats: [] };

/** The context of the rules. The repository is only looked at when a pickle names a class that nobody lists. */
export function ruleContext(data: ContextData, repository: RepositoryFacts): RuleContext {
  let defines: RuleContext["definesUnchanged"] | undefined;
  return {
    allowedGlobals: new Map(data.allowedGlobals),
    deniedFormats: new Set(data.deniedFormats),
    allowedFormats: data.allowedFormats ?? [],
    allowedSources: data.allowedSources ?? [],
    definesUnchanged(module, name) {
      defines ??= repositoryClasses(openWorkspace(repository.root, process.env), repository);
      return defines(module, name);
    },
    // What is asked about packages, the audit knows.
    ignoresFlaw: () => undefined,
    graceFor: () => undefined,
    unknownSeverity: "medium",
    pickledModels: () => 0,
  };
}
