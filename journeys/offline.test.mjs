// A visit taken to laptops by two members and back: each answers without the
// network, one place is written by both, and the lead decides between them.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { look, outside, signedIn, start } from "./browser.mjs";
import { follow, go, judge, open, press } from "./steps.mjs";

const CODE = "kx7m-p2ha-w9dt-n4qs";
const FIRST = "Các luật về an ninh mạng";
const SECOND = "Chỉ thị 41";

test("two members take a visit along and bring it back with one conflict", { timeout: 300_000 }, async () => {
  const house = await start();
  const folder = mkdtempSync(join(tmpdir(), "rasoat-stick-"));
  /** Presses a button that hands a file out; the file on the stick. */
  const handed = async (page, words) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: words }).click()]);
    const path = join(folder, `${Math.random()}-${download.suggestedFilename()}`);
    await download.saveAs(path);
    return path;
  };
  const laptops = [];
  try {
    const visit = async (page) => {
      await open(page, "/visits");
      await follow(page, /Ủy ban nhân dân phường Đông Mai/);
    };
    const take = async (login) => {
      const page = await signedIn(house, login);
      await visit(page);
      await follow(page, "Mang theo, mang về");
      const href = page.url();
      if (login === "thanhvien") await look(page, "offline-empty");
      await page.getByLabel("Mã mở gói").fill("ngan");
      await go(page, () => page.getByRole("button", { name: "Tạo gói mang theo" }).click()).catch((error) => assert.match(error.message, /422/));
      assert.match(await page.locator("main").innerText(), /Mã quá ngắn/);
      await page.getByLabel("Mã mở gói").fill(CODE);
      const laptop = await outside(house, await handed(page, "Tạo gói mang theo"), CODE);
      laptops.push(laptop);
      return { page, href, there: await signedIn(laptop, login) };
    };
    const member = await take("thanhvien");
    const deputy = await take("phodoan");

    // Outside: what can come home is recorded, what cannot is said to be the office's.
    for (const [who, verdict, seen] of [[member, "Chưa đạt", "Chưa phổ biến luật mới."], [deputy, "Đạt", "Đã phổ biến tại cuộc họp tháng 9."]]) {
      await visit(who.there);
      assert.match(await who.there.locator("main").innerText(), /Bản mang theo: Ủy ban nhân dân phường Đông Mai/);
      await follow(who.there, "Kiểm tra thực tế", who.there.locator(".page-head"));
      who.fieldwork = who.there.url();
      await judge(who.there, who.fieldwork, SECOND, verdict, { "Hiện trạng, nhận xét": seen });
    }
    await judge(member.there, member.fieldwork, FIRST, "Không xuất trình", { "Hiện trạng, nhận xét": "Chưa có danh sách dự phổ biến." });
    await look(member.there, "offline-fieldwork");

    const bring = async (who, page, path) => {
      await open(page, who.href);
      await page.setInputFiles("main input[type=file]", path);
      await press(page, "Nhập kết quả");
      return page.locator("main").innerText();
    };
    const seal = async (who) => {
      await follow(who.there, "Niêm phong kết quả");
      await look(who.there, "offline-seal");
      return handed(who.there, "Niêm phong kết quả");
    };
    const first = await seal(member);
    assert.match(await bring(member, member.page, first), /Đã nhập kết quả của Hoàng Thị Viên: [1-9]\d* nội dung, 0 tệp chứng cứ; 0 nội dung trùng chỗ/);
    assert.match(await bring(member, member.page, first), /đã nhập từ trước; không có gì thay đổi/);
    const told = await bring(deputy, deputy.page, await seal(deputy));
    assert.match(told, /[1-9] nội dung trùng chỗ đang chờ quyết định/);
    await look(deputy.page, "offline-conflicts");
    assert.match(told, /Đã phổ biến tại cuộc họp tháng 9\./);
    assert.match(told, /Chưa phổ biến luật mới\./);

    // The lead reads both and takes one of each.
    const lead = await signedIn(house, "truongdoan");
    await open(lead, member.href);
    for (let left = await lead.locator("section.conflict").count(); left > 0; left -= 1) await press(lead, "Lấy nội dung mang về");
    assert.equal(await lead.locator("section.conflict").count(), 0);
    await visit(lead);
    await follow(lead, "Kiểm tra thực tế", lead.locator(".page-head"));
    await follow(lead, new RegExp(SECOND), lead.locator(".fieldwork-tree"));
    assert.match(await lead.getByLabel("Hiện trạng, nhận xét").first().inputValue(), /Đã phổ biến tại cuộc họp tháng 9\./);
    await look(lead, "offline-decided");
  } finally {
    for (const laptop of laptops) await laptop.stop();
    await house.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
