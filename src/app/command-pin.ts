import { resolve } from "node:path";
import { ConfigurationError } from "../core/host";
import { formatPins, formatPinsJson } from "../attest/pins";
import { directoryContent } from "../host/directory-content";
import type { Arguments } from "./arguments";
import { counting } from "./counting";
import { digestFiles } from "./digest-files";
import { requireDirectory } from "./option-file";
import { checkOutput, emit } from "./output";
import { progressLine } from "./progress-line";

/** `pin DIR`: the SHA-256 of every file, for `sha256sum -c` and for an entrypoint that refuses to start with others. */
export async function pinCommand(args: Arguments): Promise<number> {
  const [directory, ...more] = args.operands;
  if (directory === undefined || more.length > 0)
    throw new ConfigurationError("pin takes one directory: model-assay pin models/chat -o pins.sha256");
  if (args.format !== "text" && args.format !== "json")
    throw new ConfigurationError(`format: "${args.format}" is not one of text, json`);
  checkOutput(args.output);
  requireDirectory("pin", directory);
  const content = directoryContent(directory);
  const { links } = content;
  const own = args.output === undefined ? undefined : resolve(args.output);
  const files = content.files.filter(({ path }) => resolve(directory, path) !== own);
  if (files.length + links.length === 0)
    throw new ConfigurationError(`pin: ${directory} holds no file, and pins of nothing would let everything start`);
  if (links.length > 0)
    throw new ConfigurationError(
      `pin: ${links[0]} is a symbolic link or no file. What it leads to could change without the pins: put a copy in its place`,
    );
  const odd = files.find(({ path, absolute }) => typeof absolute !== "string" || /\\x[0-9a-f]{2}/.test(path));
  if (odd !== undefined) throw new ConfigurationError(`pin: the name of ${odd.path} is no UTF-8. Rename it`);
  const line = progressLine(args.quiet);
  const digests = await digestFiles(files, undefined, counting(files, line.draw)).finally(line.done);
  const pinned = files.map(({ path }) => {
    const found = digests.get(path);
    if (found === undefined || "failed" in found)
      throw new ConfigurationError(`pin: ${path} cannot be read (${found?.failed ?? "no digest"})`);
    return found;
  });
  emit(args.format === "json" ? formatPinsJson(pinned) : formatPins(pinned), args.output);
  return 0;
}
