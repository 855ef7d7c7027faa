/** What is in a file whose type nobody has registered. */
export const OCTET_STREAM = "application/octet-stream";

/**
 * By extension, registered at IANA (https://www.iana.org/assignments/media-types) only. Code and lines of JSON have no type
 * of their own there; they are plain text.
 */
const BY_EXTENSION: ReadonlyMap<string, string> = new Map([
  ["arrow", "application/vnd.apache.arrow.file"],
  ["avif", "image/avif"],
  ["cfg", "text/plain"],
  ["css", "text/css"],
  ["csv", "text/csv"],
  ["gif", "image/gif"],
  ["gz", "application/gzip"],
  ["htm", "text/html"],
  ["html", "text/html"],
  ["ini", "text/plain"],
  ["ipynb", "application/json"],
  ["jinja", "text/plain"],
  ["jpeg", "image/jpeg"],
  ["jpg", "image/jpeg"],
  ["js", "text/javascript"],
  ["json", "application/json"],
  ["jsonl", "text/plain"],
  ["md", "text/markdown"],
  ["mjs", "text/javascript"],
  ["parquet", "application/vnd.apache.parquet"],
  ["pbtxt", "text/plain"],
  ["pdf", "application/pdf"],
  ["pmml", "application/xml"],
  ["png", "image/png"],
  ["py", "text/plain"],
  ["sh", "text/plain"],
  ["svg", "image/svg+xml"],
  ["toml", "application/toml"],
  ["tsv", "text/tab-separated-values"],
  ["txt", "text/plain"],
  ["wasm", "application/wasm"],
  ["webp", "image/webp"],
  ["xml", "application/xml"],
  ["yaml", "application/yaml"],
  ["yml", "application/yaml"],
  ["zip", "application/zip"],
  ["zst", "application/zstd"],
]);
/** Names without an extension. */
const BY_NAME: ReadonlyMap<string, string> = new Map([
  ["mlmodel", "application/yaml"],
  ["license", "text/plain"],
  ["notice", "text/plain"],
  ["readme", "text/plain"],
  [".gitattributes", "text/plain"],
]);

/** The IANA media type that a file's name tells. */
export function mediaType(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const extension = name.slice(name.lastIndexOf(".") + 1);
  return BY_NAME.get(name) ?? (extension === name ? undefined : BY_EXTENSION.get(extension)) ?? OCTET_STREAM;
}
