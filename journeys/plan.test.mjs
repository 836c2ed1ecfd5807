// From an issued plan's file to an open campaign, as the standing office does it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, seed, signedIn, start } from "./browser.mjs";

test("the plan of 2026 is uploaded, reviewed and made into an open campaign", async (t) => {
  const file = seed("003");
  if (!file) return t.skip("../shared/seeds is not here");
  const house = await start();
  try {
    const page = await signedIn(house, "thuongtruc");
    await look(page, "home");
    await page.goto(`${house.base}/plans/new`);
    await look(page, "plan-new");
    await page.setInputFiles("input[type=file]", file);
    await page.click("main button[type=submit]");
    await page.waitForURL(/\/plans\/[0-9a-f-]{36}$/);
    const review = page.url();
    await look(page, "plan-review");
    // Every doubt is answered: as long as one is open, no campaign can be made.
    for (let open = 1; open; ) {
      const button = page.locator("#doubts button[value=left]").first();
      open = await button.count();
      if (open) {
        await button.click();
        await page.waitForLoadState("load");
      }
    }
    await page.goto(`${review}/campaign`);
    await look(page, "plan-draft");
    // The demo province lacks some bodies of this plan: those are left out.
    for (const select of await page.locator("select[name^=unit-]").all()) {
      await select.selectOption("none");
    }
    await page.click("main button[type=submit].btn-primary");
    await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/);
    const campaign = page.url();
    await look(page, "campaign-draft");
    await page.goto(`${campaign}/open`);
    await look(page, "campaign-open-ask");
    await page.click("#confirm button[type=submit]");
    await page.waitForURL(campaign);
    for (let tries = 0; tries < 100; tries += 1) {
      await page.goto(campaign);
      if (/Đang thực hiện/.test(await page.locator(".page-head").innerText())) break;
      await page.waitForTimeout(200);
    }
    assert.match(await page.locator(".page-head").innerText(), /Đang thực hiện/);
    assert.match(await page.locator("main").innerText(), /trước ngày 20\/6\/2026/);
    await look(page, "campaign");
    const stranger = await signedIn(house, "quansat");
    const answer = await stranger.goto(`${review}/campaign`);
    assert.equal(answer.status(), 403);
  } finally {
    await house.stop();
  }
});
