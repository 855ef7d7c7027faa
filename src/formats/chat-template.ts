import type { Format } from "../core/format";
import { jsonText } from "../syntax/json-text";
import { Lines } from "../syntax/lines";
import { hfConfig, nameOf, wholeText } from "./hub/config";
import { isHubConfig } from "./hub/names";
import { secretsIn } from "./secrets";
import { chatTemplate } from "./template";

/** Bytes of a template's file; the parser takes no more characters. CWE-400. */
const MAX_BYTES = 8 * 1024 ** 2;

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
    const text = jsonText(wholeText(artifact, context, MAX_BYTES)); // UTF-16 too
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
    return isHubConfig(name, (atMost) => bytes.window(0, atMost));
  },
  open: (artifact, context) => hfConfig.open(artifact, context),
};
