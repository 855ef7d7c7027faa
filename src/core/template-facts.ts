/** Where in a template something stands, and how it is written there. */
export interface TemplatePlace {
  /** Line of the file, from 1, where the file has the template as it is. */
  readonly line?: number;
  /** Line of the template's own text, from 1. */
  readonly templateLine: number;
  /** The expression or tag as written, shortened. */
  readonly text: string;
}

/** How a template comes to a part of an object. */
export type AccessWay =
  | "attribute" // x.name
  | "subscript" // x["name"]: an attribute where there is no such item
  | "attr-filter" // x|attr("name"), |map("attr", "name")
  | "filter-argument" // |map(attribute="name"), |selectattr("name") and the like
  | "format-field" // "{0.name}".format(x)
  | "keyword" // dict(name=...), namespace(name=...)
  | "text"; // a text that is such a name, used for nothing that was recognised

/** A name that a template reaches for on some object. */
export interface AccessFact extends TemplatePlace {
  /** Absent: only known when the template runs. */
  readonly name?: string;
  readonly way: AccessWay;
  /** The name is put together out of pieces or escapes rather than written out. */
  readonly built: boolean;
  /** What is reached is called at once. */
  readonly called: boolean;
  /** What it is reached on: a text of the template itself, a global that the template does not define, or unknown. */
  readonly on:
    { readonly kind: "text" } | { readonly kind: "global"; readonly name: string } | { readonly kind: "other" };
}

/** A call of something that is no attribute or item of an object. */
export interface TemplateCallFact extends TemplatePlace {
  /** Absent where what is called is itself the result of a call, filter or choice. */
  readonly name?: string;
  /** Who gave the name its value: the renderer, or a `set`, `for`, `with` or parameter of the template. */
  readonly bound: "global" | "variable" | "computed";
}

/** Another template that this one loads. */
export interface TemplateLoadFact extends TemplatePlace {
  readonly tag: "include" | "import" | "from" | "extends";
  /** Absent: only known when the template runs. */
  readonly template?: string;
}

/** Work or memory that the template's own constants ask for. */
export interface TemplateWorkFact extends TemplatePlace {
  readonly what: "range" | "loops" | "repetition" | "power" | "padding" | "filler";
  /** Steps, characters or bits; may be Infinity. */
  readonly amount: number;
}

/** A tag that neither Jinja nor the libraries that render chat templates have. */
export interface TemplateTagFact extends TemplatePlace {
  readonly name: string;
}

/** A chat template, as its text describes it. It was parsed and never rendered. */
export interface TemplateFacts {
  /** Where in the model it stands, in words: `metadata key tokenizer.chat_template`. */
  readonly place?: string;
  readonly accesses: readonly AccessFact[];
  readonly calls: readonly TemplateCallFact[];
  readonly loads: readonly TemplateLoadFact[];
  readonly work: readonly TemplateWorkFact[];
  readonly tags: readonly TemplateTagFact[];
}
