// What the journeys share: the program on a record of its own, a browser, and
// pictures of the pages at three widths.
import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(join(root, "assets", "package.json"));
const { chromium } = require("playwright-core");

export const PASSWORD = "an-son-dung-thu";
const WIDTHS = [1440, 1024, 390];

/** The built program: where cargo puts it. */
function program() {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  return join(target, "debug", "rasoat");
}

/** A seed plan's path, or nothing when the seeds are not there. */
export function seed(number) {
  const folder = join(root, "..", "shared", "seeds");
  if (!existsSync(folder)) return undefined;
  const name = readdirSync(folder).find((entry) => entry.startsWith(number));
  return name && join(folder, name);
}

/** Starts the demo on a port of its own; `stop` ends it. */
export async function start() {
  const data = mkdtempSync(join(tmpdir(), "rasoat-journey-"));
  const port = 18000 + Math.floor(Math.random() * 2000);
  const child = spawn(program(), ["demo", "--data", data, "--port", String(port)], { stdio: ["ignore", "pipe", "pipe"] });
  const base = `http://127.0.0.1:${port}`;
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await fetch(`${base}/sign-in`);
      if (answer.ok) break;
    } catch {
      if (child.exitCode !== null || tries > 600) throw new Error(`the program did not start: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return {
    base,
    browser,
    async stop() {
      await browser.close();
      child.kill("SIGTERM");
    },
  };
}

/** A page on which `login` is signed in. */
export async function signedIn(house, login) {
  const context = await house.browser.newContext({ locale: "vi-VN", viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${house.base}/sign-in`);
  await page.fill("input[name=name]", login);
  await page.fill("input[name=password]", PASSWORD);
  await page.click(".sign-in button[type=submit]");
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  return page;
}

/** Pictures of the page at each width, where RASOAT_PICTURES names a folder. */
export async function look(page, name) {
  const folder = process.env.RASOAT_PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: width === 390 });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
