import { lstatSync } from "node:fs";
import { ConfigurationError } from "../../core/host";
import { renderInspection } from "../../report/inspection";
import type { Arguments } from "../arguments";
import { checkOutput, emit } from "../output";
import { inspectFile } from "./inspect-file";

/** `inspect FILE...`: what model files are, with no word about what to think of them. Exit 0 for every file that can be read. */
export function inspectCommand({ operands, format, output }: Arguments): number {
  if (operands.length === 0)
    throw new ConfigurationError("inspect takes files: model-assay inspect models/detector.pt");
  if (format !== "text" && format !== "json")
    throw new ConfigurationError(`format: "${format}" is not one of text, json`);
  checkOutput(output);
  const texts = operands.map((path) => renderInspection(inspectFile(checked(path)), format));
  emit(texts.join(format === "text" ? "\n" : ""), output);
  return 0;
}

function checked(path: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new ConfigurationError(`inspect: there is no file ${path}`);
  if (stats.isSymbolicLink())
    throw new ConfigurationError(`inspect: ${path} is a symbolic link. Name the file that it leads to`);
  if (stats.isDirectory())
    throw new ConfigurationError(`inspect: ${path} is a directory. What is in it: model-assay bom ${path}`);
  if (!stats.isFile()) throw new ConfigurationError(`inspect: ${path} is no regular file`);
  return path;
}
