import type { Format } from "../core/format";
import { utf8 } from "../core/text";
import { Lines } from "../syntax/lines";
import { hfConfig, nameOf, wholeText } from "./hub/config";
import { secretsIn } from "./secrets";
import { chatTemplate } from "./template";

/** Bytes of a template's file; the parser takes no more characters. CWE-400. */
const MAX_BYTES = 8 * 1024 ** 2;
/** Bytes in which the JSON form has to begin. */
const HEAD = 4096;

const OWN_NAME = /^chat_template[^/]*\.(?:jinja2?|j2)$/i;
const ADDITIONAL = /(?:^|\/)additional_chat_templates\/[^/]+\.jinja2?$/i;
const ANY = /\.(?:jinja2?|j2)$/i;

/** A chat template in a file of its own. Templates of web applications have the same extensions and are none of ours. */
export const chatTemplateFile: Format = {
  id: "chat-template",
  title: "Chat template",
  extensions: [],
  text: "config",
  claims(artifact, context) {
    const name = nameOf(artifact.at);
    if (artifact.nested === true || !ANY.test(name)) return false;
    if (OWN_NAME.test(name.slice(name.lastIndexOf("/") + 1)) || ADDITIONAL.test(name)) return true;
    const { kind } = context.neighbours(artifact).look("tokenizer_config.json");
    return kind === "file" || kind === "pointer";
  },
  *open(artifact, context) {
    const text = utf8(wholeText(artifact, context, MAX_BYTES));
    yield* chatTemplate(text, artifact.at, undefined, 1);
    yield* secretsIn(text, artifact.at, undefined, new Lines(text));
  },
};

/** The form that processors had before: the template as a text in JSON, read as any configuration of the hub. */
export const chatTemplateJson: Format = {
  id: "chat-template-json",
  title: "Chat template in JSON",
  refines: "hf-config",
  extensions: [],
  text: "config",
  claims({ at, bytes, nested }) {
    const name = nameOf(at);
    if (nested === true || name.slice(name.lastIndexOf("/") + 1).toLowerCase() !== "chat_template.json") return false;
    const first = bytes.window(0, HEAD).find((byte) => ![0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf].includes(byte));
    return first === 0x7b || first === 0x5b;
  },
  open: (artifact, context) => hfConfig.open(artifact, context),
};
