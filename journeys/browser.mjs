// What the journeys share: the program on a record of its own, a clock that can
// be set, a browser, and pictures of the pages at three widths.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, existsSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const require = createRequire(join(root, "assets", "package.json"));
const { chromium } = require("playwright-core");

export const PASSWORD = "an-son-dung-thu";
const WIDTHS = [1440, 1024, 390];

/** A built program: where cargo puts it. */
function program(name = "rasoat") {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  return join(target, "debug", name);
}

/** The program inspectors carry on a stick. */
export function fieldProgram() {
  return program("rasoat-field");
}

/** A seed plan's path, or nothing when the seeds are not there. */
export function seed(number) {
  const folder = join(root, "..", "shared", "seeds");
  if (!existsSync(folder)) return undefined;
  const name = readdirSync(folder).find((entry) => entry.startsWith(number));
  return name && join(folder, name);
}

/** A port nothing listens on. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** A settable clock for the program, or nothing where no C compiler is. */
function clockOf(data) {
  const library = join(data, "clock.so");
  const made = spawnSync("cc", ["-O1", "-shared", "-fPIC", "-o", library, join(here, "clock.c"), "-ldl"]);
  if (made.status !== 0) return undefined;
  const path = join(data, "clock");
  writeFileSync(path, Buffer.alloc(8));
  const file = openSync(path, "r+");
  return {
    env: { LD_PRELOAD: library, RASOAT_JOURNEY_CLOCK: path },
    /** Sets the program's clock: `2026-05-12 08:00` in Viet Nam; it goes on from there. */
    set(moment) {
      const ahead = Buffer.alloc(8);
      const then = Date.parse(`${moment.replace(" ", "T")}:00+07:00`);
      ahead.writeBigInt64LE(BigInt(Math.round((then - Date.now()) / 1000)));
      writeSync(file, ahead, 0, 8, 0);
    },
  };
}

/**
 * Starts the program on a port of its own; `stop` ends it.
 *
 * Without `empty` it is the demo province. With it, a record that holds one
 * administrator, `quantri`, and nothing else. With `at` the program's clock
 * stands at that moment of Viet Nam's time and `house.clock.set` moves it;
 * `house.clock` is undefined where the clock cannot be set.
 */
export async function start({ empty = false, at } = {}) {
  const data = mkdtempSync(join(tmpdir(), "rasoat-journey-"));
  const port = await freePort();
  const clock = at && clockOf(data);
  clock?.set(at);
  const env = { ...process.env, ...clock?.env };
  const record = ["--data", join(data, "record")];
  if (empty) {
    const named = ["user", "add", "quantri", "--name", "Vũ Thị Quản Trị", ...record];
    const made = spawnSync(program(), named, { env, input: `${PASSWORD}\n`, encoding: "utf8" });
    if (made.status !== 0) throw new Error(`no administrator: ${made.stderr}`);
  }
  const command = empty
    ? ["serve", ...record, "--listen", `127.0.0.1:${port}`]
    : ["demo", ...record, "--port", String(port)];
  const child = spawn(program(), command, { env, stdio: ["ignore", "ignore", "pipe"] });
  const base = `http://127.0.0.1:${port}`;
  let said = "";
  child.stderr.on("data", (text) => (said = (said + text).slice(-20_000)));
  await answering(base, child, () => said);
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return {
    base,
    browser,
    clock,
    /** What the program wrote to its journal. */
    journal: () => said,
    async stop() {
      await browser.close();
      await ended(child);
      rmSync(data, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/**
 * Opens a visit that was taken along on a laptop: the program over a record of
 * its own, with the code typed at its question. `house` lends its browser.
 */
export async function outside(house, file, code) {
  const data = mkdtempSync(join(tmpdir(), "rasoat-laptop-"));
  const port = await freePort();
  const command = ["serve", "--visit", file, "--data", join(data, "record"), "--listen", `127.0.0.1:${port}`];
  const child = spawn(program(), command, { stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => (said = (said + text).slice(-20_000)));
  child.stdin.end(`${code}\n`);
  const base = `http://127.0.0.1:${port}`;
  await answering(base, child, () => said);
  return {
    base,
    browser: house.browser,
    async stop() {
      await ended(child);
      rmSync(data, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Waits until the program answers; what it said when it does not. */
async function answering(base, child, said) {
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await fetch(`${base}/sign-in`);
      if (answer.ok) return;
    } catch {
      if (child.exitCode !== null || tries > 1200) {
        child.kill("SIGTERM");
        throw new Error(`the program did not start: ${said()}`);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Ends the program, by force when it does not go. */
async function ended(child) {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5_000))]);
  if (child.exitCode === null) child.kill("SIGKILL");
}

/** A page on which `login` is signed in. */
export async function signedIn(house, login, password = PASSWORD) {
  const context = await house.browser.newContext({ locale: "vi-VN", viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${house.base}/sign-in`);
  await page.fill("input[name=name]", login);
  await page.fill("input[name=password]", password);
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
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: width === 390 });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
