/** A real Chromium without a window, over its DevTools protocol on a pipe: no port, no library. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PLACES = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Path of the browser, or undefined where there is none. */
export const CHROMIUM = PLACES.find((path) => path && existsSync(path));

/** Milliseconds that one command may take on a busy machine. */
const PATIENCE = 60_000;

/** Starts the browser; `page()` opens a page that notes what it asks for and what goes wrong in it. */
export async function startBrowser() {
  const profile = mkdtempSync(join(tmpdir(), "model-assay-chromium-"));
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--remote-debugging-pipe",
    `--user-data-dir=${profile}`,
  ];
  const child = spawn(CHROMIUM, [...flags, "--hide-scrollbars", "--force-color-profile=srgb", "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const [, , , input, output] = child.stdio;
  const waiting = new Map();
  const listeners = new Map();
  let last = 0;
  let rest = "";
  output.setEncoding("utf8");
  output.on("data", (chunk) => {
    const messages = (rest + chunk).split("\0");
    rest = messages.pop();
    for (const text of messages) {
      const { id, result, error, method, params, sessionId } = JSON.parse(text);
      if (id === undefined) listeners.get(sessionId)?.(method, params);
      else if (error) waiting.get(id)?.reject(new Error(error.message));
      else waiting.get(id)?.resolve(result);
      waiting.delete(id);
    }
  });
  const send = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const timer = setTimeout(() => reject(new Error(`${method}: no answer`)), PATIENCE);
      waiting.set(id, {
        resolve: (value) => (clearTimeout(timer), resolve(value)),
        reject: (error) => (clearTimeout(timer), reject(error)),
      });
      input.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    });
  return {
    page: () => openPage(send, listeners),
    async close() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await gone;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

async function openPage(send, listeners) {
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const call = (method, params) => send(method, params, sessionId);
  const requests = [];
  const problems = [];
  let loaded = () => undefined;
  listeners.set(sessionId, (method, params) => {
    if (method === "Page.loadEventFired") loaded();
    if (method === "Network.requestWillBeSent") requests.push(params.request.url);
    if (method === "Runtime.exceptionThrown")
      problems.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === "Runtime.consoleAPICalled") problems.push(`console.${params.type}`);
    if (method === "Log.entryAdded") problems.push(params.entry.text);
    if (method === "Page.javascriptDialogOpening") problems.push(`a dialog: ${params.message}`);
  });
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await call(`${domain}.enable`);
  return {
    call,
    requests,
    problems,
    /** Opens an address; the answer is how many milliseconds it took until all of it was there. */
    async open(url) {
      const done = new Promise((resolve) => (loaded = resolve));
      const started = performance.now();
      await call("Page.navigate", { url });
      await done;
      await this.run("new Promise((r) => requestAnimationFrame(() => setTimeout(r)))");
      return performance.now() - started;
    },
    /** The value of an expression in the page. */
    async run(expression) {
      const options = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await call("Runtime.evaluate", options);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    async size(width, height, mobile = false) {
      await call("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile });
    },
    /** `media`: `screen` or `print`; `scheme`: `light` or `dark`. */
    async look(media, scheme) {
      await call("Emulation.setEmulatedMedia", { media, features: [{ name: "prefers-color-scheme", value: scheme }] });
    },
    async press(key, text) {
      const codes = { Tab: 9, Enter: 13, ArrowRight: 39, ArrowDown: 40, ArrowLeft: 37, ArrowUp: 38, " ": 32 };
      const common = { key, windowsVirtualKeyCode: codes[key] ?? 0, ...(text === undefined ? {} : { text }) };
      await call("Input.dispatchKeyEvent", { type: text === undefined ? "rawKeyDown" : "keyDown", ...common });
      await call("Input.dispatchKeyEvent", { type: "keyUp", ...common });
    },
    async picture(clip) {
      const options = { format: "png", captureBeyondViewport: true, ...(clip && { clip: { scale: 1, ...clip } }) };
      return Buffer.from((await call("Page.captureScreenshot", options)).data, "base64");
    },
  };
}
