/** Where data in a program comes from, as far as its text tells for certain. */
export interface CodeOrigin {
  /** `own`: this program made it in memory or wrote it a moment ago. */
  readonly kind: "downloaded" | "own";
  /** What brought it, as a dotted name or a command: `requests.get`, `curl`. */
  readonly by: string;
  /** The URL or repository it names, where that is written in the program. */
  readonly from?: string;
}

/** What is known for certain of an argument; a field that is absent is not known. */
export interface CodeValue {
  /** As written, shortened. */
  readonly source: string;
  readonly literal?: string | number | boolean | null;
  /** What Python may take it for, as far as that is known: both sides of a choice, the default of a parameter. Not of None. */
  readonly truths?: readonly boolean[];
  /** A text of which only parts are known: `{}` stands for what is not. */
  readonly template?: string;
  /** Dotted names of what it refers to, where it is something imported: several after `try: import a, except: import b`. */
  readonly names?: readonly string[];
  /** Dotted names of the function whose result it is. */
  readonly resultOf?: readonly string[];
  /** Of a dict display with text keys, or of `dict(...)`. */
  readonly entries?: ReadonlyMap<string, CodeValue>;
  /** Of a list, tuple or set display. */
  readonly items?: readonly CodeValue[];
  readonly origin?: CodeOrigin;
  /** It is a path, built or written: the result of `os.path.join`, a `Path`, an open file. */
  readonly isPath?: boolean;
}

/** A call, with everything resolved that surely can be. */
export interface CallUse {
  readonly kind: "call";
  /**
   * Dotted names of what is called, from the module down: `torch.load`, `huggingface_hub.HfApi().snapshot_download`;
   * relative imports begin with a dot, builtins with `builtins.`. A receiver that is not known is `?`: `?.load`.
   */
  readonly names: readonly string[];
  readonly positional: readonly CodeValue[];
  readonly keywords: ReadonlyMap<string, CodeValue>;
  /** More arguments may come that are not seen here: `*args`, `**kwargs`, `functools.partial`. */
  readonly open: boolean;
  readonly source: string;
  /** The version of torch that files beside the code ask for, where one does. */
  readonly torch?: RequiredVersion;
}

/** An environment variable or an attribute of an imported module that the program sets. */
export interface SettingUse {
  readonly kind: "setting";
  /** `environment` or the dotted name of the attribute. */
  readonly of: "environment" | "attribute";
  readonly name: string;
  readonly value: CodeValue;
  readonly source: string;
}

/** Shell commands joined by pipes; one command is a pipeline of one. */
export interface PipelineUse {
  readonly kind: "pipeline";
  readonly commands: readonly (readonly ShellWord[])[];
  readonly source: string;
}

export interface ShellWord {
  /** Without quotes; a substitution or variable stands as `{}`. */
  readonly text: string;
  /** What a substitution in it runs: `$(curl …)`, backticks, `<(…)`. */
  readonly runs: readonly (readonly (readonly ShellWord[])[])[];
  /** It names a file that an earlier command of this script downloaded. */
  readonly origin?: CodeOrigin;
}

export interface RequiredVersion {
  /** As written: `torch==2.1.0`. */
  readonly text: string;
  /** Path of the file that says so, relative to the code. */
  readonly file: string;
  /** The highest version that it lets in is below 2.6, where `weights_only` became the default. */
  readonly oldDefault: boolean;
}

/** Something that a program does with models, or that brings code to run. `at.line` is its first line. */
export interface CodeFacts {
  readonly language: "python" | "shell";
  /** Its last line, from 1. */
  readonly endLine: number;
  readonly use: CallUse | SettingUse | PipelineUse;
}
