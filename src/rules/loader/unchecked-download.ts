import type { CallUse, PipelineUse, SettingUse } from "../../core/code-facts";
import { defineRule, type Report } from "../../core/rule";
import { ofCall, shown } from "./calls";

const CLIENTS = /^(requests|httpx|urllib3|aiohttp)\b/;

/** Why: without the check of its certificate, anyone on the line can be the server that a model comes from. */
export const uncheckedDownload = defineRule({
  id: "MA-LDR-009",
  name: "unchecked-download",
  on: "code",
  severity: "low",
  confidence: "high",
  since: "0.1.0",
  summary: "Code downloads without checking who it talks to",
  remedy:
    'Leave the check on. For a server with a certificate of your own, give its authority: verify="ca.pem", --cacert ca.pem.',
  *check({ code: { use } }) {
    if (use.kind === "call") yield* judgeCall(use);
    else if (use.kind === "setting") yield* judgeSetting(use);
    else yield* judgePipeline(use);
  },
});

function* judgeCall(call: CallUse): Iterable<Report> {
  const name = call.names.find((each) => CLIENTS.test(each));
  if (name === undefined || call.keywords.get("verify")?.literal !== false) return;
  const url = call.keywords.get("url") ?? call.positional[0];
  yield ofCall(call, {
    message: `${shown(name)} is called with verify=False: the server's certificate is not checked`,
    key: [shown(name), "verify", url?.source ?? ""],
  });
}

function* judgeSetting({ of, name, value, source }: SettingUse): Iterable<Report> {
  if (
    of === "attribute" &&
    name === "ssl._create_default_https_context" &&
    value.names?.includes("ssl._create_unverified_context") === true
  )
    yield {
      message: "certificates are not checked any more by any urllib download of this program",
      key: [name],
      evidence: source,
    };
  if (
    of === "environment" &&
    name === "HF_ENDPOINT" &&
    typeof value.literal === "string" &&
    !/^https:\/\/([\w-]+\.)?huggingface\.co\/?$/.test(value.literal) &&
    value.literal !== ""
  )
    yield {
      message: `models are fetched from ${value.literal} in place of huggingface.co`,
      key: [name, value.literal],
      evidence: source,
      remedy: "Fetch from huggingface.co, or pin commits and compare hashes of what another host gives.",
    };
  if (of === "environment" && /^(CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE)$/.test(name) && value.literal === "")
    yield { message: `${name} is empty: certificates are not checked`, key: [name], evidence: source };
}

function* judgePipeline({ commands, source }: PipelineUse): Iterable<Report> {
  for (const words of commands) {
    const tool = words.map(({ text }) => text.replace(/^.*\//, "")).find((text) => text === "curl" || text === "wget");
    if (tool === undefined) continue;
    const off = words.find(({ text }) =>
      tool === "curl" ? /^(-[a-zA-Z]*k[a-zA-Z]*|--insecure)$/.test(text) : text === "--no-check-certificate",
    );
    const url = words.find(({ text }) => /^https?:\/\//.test(text))?.text;
    if (off !== undefined)
      yield {
        message: `${tool} ${off.text} does not check the server's certificate`,
        key: [tool, url ?? ""],
        evidence: source,
        remedy: `Take ${off.text} away.`,
      };
  }
}
