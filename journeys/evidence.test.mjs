// Results of a scanner on a visit of the demo province: taken in, looked at by
// machine, two made a finding; a later scan shows one mended and one new.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, signedIn, start } from "./browser.mjs";
import { follow, go, open, press, put, takeResults } from "./steps.mjs";

/** A file of the scanner nuclei: rules found on machines, at a moment. */
function scan(name, at, results) {
  const lines = results.map(([rule, title, severity, host]) =>
    JSON.stringify({ "template-id": rule, info: { name: title, severity }, type: "http", host: `https://${host}`, timestamp: at }));
  return { name, mimeType: "application/json", buffer: Buffer.from(lines.join("\n")) };
}

const OLD_TLS = ["old-tls", "TLS 1.0 còn bật", "high"];
const ADMIN = ["open-admin", "Trang quản trị mở ra Internet", "critical"];
const HEADER = ["no-hsts", "Thiếu tiêu đề HSTS", "low"];

test("results are taken in, made a finding, and looked at again", { timeout: 240_000 }, async () => {
  const house = await start();
  try {
    const lead = await signedIn(house, "truongdoan");
    await open(lead, "/visits");
    await follow(lead, /Ủy ban nhân dân phường Đông Mai/);
    await follow(lead, "Kết quả công cụ");
    const page = lead.url();
    await look(lead, "evidence-empty");
    assert.match(await lead.locator("main").innerText(), /Chưa nhập kết quả nào/);

    const first = scan("lan-1.jsonl", "2026-03-02T02:00:00Z", [[...OLD_TLS, "cong.anson.example"], [...ADMIN, "cong.anson.example"], [...HEADER, "cong.anson.example"], [...OLD_TLS, "thu.anson.example"]]);
    const take = (...files) => takeResults(lead, ...files);
    assert.match(await take(first), /4 kết quả: 4 mới, 0 không còn/);
    await look(lead, "evidence-results");
    // The very same file says that it was here.
    assert.match(await take(first), /đã nhập từ trước; không có gì thay đổi/);

    await follow(lead, "Theo máy");
    await look(lead, "evidence-machines");
    await follow(lead, "cong.anson.example");
    assert.match(await lead.locator("main").innerText(), /Dòng 1–3 trong 3/);

    // Two results, one finding in the catalogue's words.
    for (const [, title] of [OLD_TLS, ADMIN]) await lead.locator("main tr").filter({ hasText: title }).getByRole("checkbox").check();
    await look(lead, "evidence-chosen");
    await press(lead, "Ghi nhận tồn tại");
    assert.match(lead.url(), /\/findings\/[0-9a-f-]{36}\/edit$/);
    const evidence = await lead.getByLabel("Chứng cứ").inputValue();
    assert.match(evidence, /Trang quản trị mở ra Internet; theo nuclei, 02\/03\/2026\./);
    assert.match(evidence, /TLS 1\.0 còn bật/);
    await put(lead.locator("main"), "Yêu cầu khắc phục", "Tắt TLS 1.0, chặn trang quản trị từ Internet.");
    await press(lead, "Lưu nội dung");
    await look(lead, "evidence-finding");

    // Looked at again: one mended, one new, the other machine not looked at.
    await open(lead, page);
    const second = scan("lan-2.jsonl", "2026-03-20T02:00:00Z", [[...OLD_TLS, "cong.anson.example"], [...HEADER, "cong.anson.example"], ["weak-cipher", "Bộ mã yếu", "medium", "cong.anson.example"]]);
    assert.match(await take(second), /3 kết quả: 1 mới, 1 không còn/);
    const state = async (title, host) => (await lead.locator("main tr").filter({ hasText: title }).filter({ hasText: host }).locator("td").filter({ has: lead.locator(".badge, [class*=badge]") }).last().innerText());
    assert.match(await state("Trang quản trị", "cong."), /Không còn/);
    assert.match(await state("TLS 1.0", "cong."), /Vẫn còn/);
    assert.match(await state("Bộ mã yếu", "cong."), /Mới/);
    assert.match(await state("TLS 1.0", "thu."), /Mới/);
    await look(lead, "evidence-again");

    // A file that is none is refused in words, and what is there stays.
    await lead.setInputFiles("main input[type=file]", { name: "ghi-chu.txt", mimeType: "text/plain", buffer: Buffer.from("Ghi chu") });
    await go(lead, () => lead.locator("main details").filter({ has: lead.locator("input[type=file]") }).evaluate((at) => { at.open = true; at.querySelector("form").submit(); })).catch((error) => assert.match(error.message, /422/));
    assert.match(await lead.locator("main").innerText(), /ghi-chu\.txt: Không nhận ra kết quả của công cụ nào/);

    // The unit's own people have no way there.
    const head = await signedIn(house, "giamdoc.yte");
    const answer = await head.goto(page);
    assert.ok([403, 404].includes(answer.status()));
  } finally {
    await house.stop();
  }
});
