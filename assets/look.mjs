// Looks at pages as people do: opens each at three widths in both themes, lets
// axe-core judge it (WCAG 2.2 AA), notes what the console complains of, and
// keeps pictures when a folder is named. Fails when anything is wrong.
//
//   node assets/look.mjs http://127.0.0.1:8070 [--pictures folder] [--login name] /design /sign-in …
//
// With a login it signs in first, with the demo's password or RASOAT_PASSWORD.
// --theme and --width keep to one theme or one width; --lang en reads English.
// The browser is the one CHROMIUM names, else the system's.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
let widths = [1440, 1024, 390];
let themes = ['light', 'dark'];
let lang = 'vi';

const [base, ...rest] = process.argv.slice(2);
let folder = null;
let login = null;
const paths = [];
while (rest.length) {
  const word = rest.shift();
  if (word === '--pictures') folder = rest.shift();
  else if (word === '--login') login = rest.shift();
  else if (word === '--theme') themes = [rest.shift()];
  else if (word === '--width') widths = [Number(rest.shift())];
  else if (word === '--lang') lang = rest.shift();
  else paths.push(word);
}
if (!base || !paths.length) {
  console.error('usage: node look.mjs <address> [--pictures folder] [--login name] [--theme light|dark] [--width pixels] <path>…');
  process.exit(2);
}
if (folder) mkdirSync(folder, { recursive: true });

const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  .find((path) => path && existsSync(path));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
let wrong = 0;
// Signed in once; every context below takes the session's cookies along.
const session = login ? await signIn(login) : [];
for (const theme of themes) {
  for (const width of widths) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'vi-VN' });
    await context.addCookies(session);
    await context.addCookies([{ name: 'rasoat-theme', value: theme, url: base }]);
    await context.addCookies([{ name: 'rasoat-language', value: lang, url: base }]);
    for (const path of paths) {
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() !== 'error' || /status of (4|5)\d\d/.test(message.text())) return;
        wrong += 1;
        console.error(`${path} (${width}, ${theme}): ${message.text()}`);
      });
      page.on('pageerror', (error) => {
        wrong += 1;
        console.error(`${path} (${width}, ${theme}): ${error}`);
      });
      await page.goto(base + path, { waitUntil: 'networkidle' });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (overflow > 0) {
        wrong += 1;
        console.error(`${path} (${width}, ${theme}): the page is ${overflow} px wider than the screen`);
      }
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      }));
      for (const violation of found.violations) {
        wrong += 1;
        console.error(`${path} (${width}, ${theme}): ${violation.id}: ${violation.help}`);
        for (const node of violation.nodes.slice(0, 4)) console.error(`    ${node.target.join(' ')}  ${node.any.map((check) => check.message).join('; ').slice(0, 200)}`);
      }
      if (folder) {
        const name = `${path.replaceAll(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home'}-${width}-${theme}`;
        await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
      }
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
console.log(`${paths.length} pages, ${widths.length} widths, ${themes.length} themes: ${wrong} complaints`);
process.exit(wrong ? 1 : 0);

async function signIn(name) {
  const context = await browser.newContext({ locale: 'vi-VN' });
  const page = await context.newPage();
  await page.goto(`${base}/sign-in`);
  await page.fill('input[name=name]', name);
  await page.fill('input[name=password]', process.env.RASOAT_PASSWORD ?? 'an-son-dung-thu');
  await page.click('.sign-in button[type=submit]');
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}
