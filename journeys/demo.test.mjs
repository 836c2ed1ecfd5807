// The demo tells the same story on whatever day it is loaded: a visit is under
// way on a weekend too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { signedIn, start } from "./browser.mjs";
import { follow, open } from "./steps.mjs";

/** Loads the demo of a day and opens what can be answered at the visit that is under way. */
async function underWay(day) {
  const house = await start({ at: `${day} 09:00` });
  try {
    if (!house.clock) return false;
    const page = await signedIn(house, "thanhvien");
    await open(page, "/visits");
    await follow(page, /Ủy ban nhân dân phường Đông Mai/);
    await follow(page, "Kiểm tra thực tế", page.locator(".page-head"));
    await open(page, await page.locator(".fieldwork-tree a").first().getAttribute("href"));
    assert.ok(await page.locator(".key-choices").count(), `nothing can be answered on ${day}`);
    return true;
  } finally {
    await house.stop();
  }
}

test("the demo of a weekend has a visit under way", { timeout: 180_000 }, async (t) => {
  const set = await Promise.all(["2026-11-28", "2026-11-29"].map(underWay));
  if (!set.every(Boolean)) t.skip("no C compiler sets the clock");
});
