// Who looked up whom: an office's audit of a log is taken in on a visit, read by account
// and by rule, made a finding, and the next audit shows what is mended; the unit's focal
// person keeps the registers the audit compares with.
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { look, signedIn, start } from "./browser.mjs";
import { download, fill, follow, go, open, press, takeResults } from "./steps.mjs";

const MADE = new URL("../crates/lookups/tests/golden/evidence.rsb", import.meta.url);
const LOG = "nhat-ky-2026.csv";
const CITIZEN = "0f3a".repeat(8);

/** A sealed bundle of `rasoat-lookups`: what was counted of whom. */
function bundle(name, madeAt, { counted, terminals }) {
  const hash = (line) => createHash("sha256").update(line).digest("hex");
  const source = { tool: "rasoat-lookups", version: "0.1.0", file: LOG, sha256: "5f".repeat(32) };
  const lines = [JSON.stringify({ format: "rasoat-evidence", version: 1, maker: "rasoat-lookups", maker_version: "0.1.0", made_at: madeAt, visit: "" })];
  let before = hash(lines[0]);
  const see = (kind, subject, attribute, place, sight) => {
    const line = JSON.stringify({ seen: { before, observation: { subject: { kind, name: subject }, attribute, sight, source: { ...source, place }, seen_at: madeAt, valid_at: null } } });
    lines.push(line);
    before = hash(line);
  };
  for (const [kind, subject, what, count, why] of counted) {
    const fields = { what: { text: what }, count: { whole: count } };
    if (why) Object.assign(fields, { first: { instant: "2026-02-02T01:00:00Z" }, last: { instant: "2026-02-27T09:30:00Z" }, why: { text: why } });
    see(kind, subject, "lookups.counted", what, { seen: { record: fields } });
  }
  see("log", LOG, "lookups.l12", "L12", { seen: { flag: true } });
  see("log", LOG, "lookups.l16", "L16", terminals ? { seen: { flag: true } } : "not_collected");
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const count = lines.length - 1;
  const signature = sign(null, Buffer.from(`rasoat-evidence bundle 1 ${before} ${count}`), privateKey).toString("hex");
  const key = publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("hex");
  lines.push(JSON.stringify({ seal: { before, lines: count, key, signature } }));
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(`${lines.join("\n")}\n`) };
}

const account = (name, lookups, ...flags) => [["account", name, "lookups", lookups], ["account", name, "unexplained", flags.length], ...flags.map(([rule, count, why]) => ["account", name, rule, count, why])];
const log = (rejected) => [["log", LOG, "rows", 4_120], ["log", LOG, "lookups", 4_031], ["log", LOG, "explained", 3_871], ["log", LOG, "rejected", rejected], ["system", "Hệ thống một cửa phường", "days", 240]];

test("an audit of lookups is taken in, made a finding, and the next shows what is mended", { timeout: 300_000 }, async () => {
  const house = await start();
  try {
    const lead = await signedIn(house, "truongdoan");
    await open(lead, "/visits");
    await follow(lead, /Ủy ban nhân dân phường Đông Mai/);
    await follow(lead, "Kết quả công cụ");
    const page = lead.url();
    const first = bundle("evidence-1.rsb", "2026-03-02T02:00:00Z", {
      counted: [
        ...log(12),
        ...account("tccd.dongmai.01", 1_204, ["L4", 37, "không ghi số hồ sơ"], ["L9", 3, "02/02/2026 08:00:10 máy MAY-01, rồi 02/02/2026 08:01:02 máy MAY-07"]),
        ...account("tccd.dongmai.02", 880, ["L14", 5, "sau ngày khóa 31/01/2026"]),
        ...account("tccd.dongmai.03", 1_947),
        ["system", "Hệ thống một cửa phường", "L1", 1, "không có bản ghi tháng 12/2025"],
        ["citizen", CITIZEN, "accounts", 6],
        ["citizen", CITIZEN, "L11", 1, "6 tài khoản của 3 đơn vị"],
      ],
    });
    const said = await takeResults(lead, first);
    assert.match(said, /Đã nhập 1 tệp với 7 kết quả: 7 mới, 0 không còn/);
    assert.match(said, /Lượt tra cứu: 37/);
    assert.match(said, /evidence-1\.rsb: 3\.871 trên 4\.031 lượt tra cứu có hồ sơ giải thích \(96%\); còn 160 lượt/);
    assert.doesNotMatch(said, new RegExp(CITIZEN));
    await look(lead, "lookups-results");
    assert.match(await takeResults(lead, first), /đã nhập từ trước; không có gì thay đổi/);

    await follow(lead, "Theo tài khoản");
    await look(lead, "lookups-accounts");
    await follow(lead, "tccd.dongmai.01");
    assert.match(await lead.locator("main").innerText(), /Dòng 1–2 trong 2/);
    await look(lead, "lookups-account");
    await open(lead, `${page}?by=rule`);
    await look(lead, "lookups-rules");
    await follow(lead, "Mỗi lượt tra cứu ghi số hồ sơ");

    // One result, one finding in the catalogue's words.
    await lead.locator("main tbody").first().getByRole("checkbox").first().check();
    await lead.locator("#promote-code").selectOption("H2");
    await press(lead, "Ghi nhận tồn tại");
    assert.match(await lead.getByLabel("Chứng cứ").inputValue(), /Tài khoản tccd\.dongmai\.01: .*lượt tra cứu: 37, từ 02\/02\/2026 đến 27\/02\/2026/);
    await look(lead, "lookups-finding");

    // The next audit: the account states its dossiers now.
    await open(lead, page);
    const second = bundle("evidence-2.rsb", "2026-03-20T02:00:00Z", { counted: [...log(0), ...account("tccd.dongmai.01", 640)], terminals: true });
    assert.match(await takeResults(lead, second), /0 mới, 5 không còn/);
    await open(lead, `${page}?rule=lookups.l4`);
    assert.match(await lead.locator("main tbody").first().innerText(), /Không còn/);
    await look(lead, "lookups-mended");

    // A bundle as the program makes it: its own tests hold that it still does.
    await open(lead, page);
    const made = { name: "evidence.rsb", mimeType: "application/octet-stream", buffer: readFileSync(MADE) };
    const told = await takeResults(lead, made);
    assert.match(told, /Đã nhập 1 tệp với [1-9][\d.]* kết quả/);
    assert.match(told, /evidence\.rsb: [\d.]+ trên [\d.]+ lượt tra cứu có hồ sơ giải thích \(\d+%\)/);
    await look(lead, "lookups-made");
  } finally {
    await house.stop();
  }
});

test("the registers an audit compares with are kept by the unit", { timeout: 300_000 }, async () => {
  const house = await start();
  try {
    const office = await signedIn(house, "thuongtruc");
    await open(office, "/units?q=dong+mai");
    await follow(office, /Ủy ban nhân dân phường Đông Mai/);
    await follow(office, "Sổ tài khoản, máy tra cứu");
    await look(office, "registers-empty");
    await follow(office, "Thêm tài khoản");
    await press(office, "Lưu vào sổ").catch(() => {});
    await look(office, "registers-wrong");
    await fill(office.locator("main"), { "Tài khoản": "tccd.dongmai.01", "Mã người dùng": "CB-0117", "Hệ thống đăng nhập": "Hệ thống một cửa", "Cấp từ ngày": "05/01/2026", "Ký cam kết ngày": "04/01/2026" });
    await press(office, "Lưu vào sổ");

    await follow(office, "Nhập từ tệp");
    await look(office, "registers-import");
    const rows = ["account,holder,unit,enabled_from,disabled_at,left_at,commitment_signed", "tccd.dongmai.01,CB-0117,,,,2026-03-31,", "tccd.dongmai.02,CB-0118,,2026-01-05,,,", "tccd.dongmai.03,Nguyễn Văn An,,,,,"];
    await office.setInputFiles("main input[type=file]", { name: "so.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\r\n")) });
    await press(office, "Xem trước");
    assert.match(await office.locator("main").innerText(), /Dòng 4: Mã người dùng: Hãy ghi số hiệu/);
    await look(office, "registers-preview");
    await press(office, "Ghi 2 dòng, bỏ qua 1 dòng lỗi");
    await look(office, "registers-accounts");

    await follow(office, "tccd.dongmai.02");
    await look(office, "registers-entry");
    await follow(office, "Rút khỏi sổ");
    await fill(office.locator("main"), { "Lý do": "Ghi nhầm đơn vị" });
    await look(office, "registers-withdraw");
    await press(office, "Rút khỏi sổ");
    await go(office, () => office.getByRole("link", { name: "Đã rút khỏi sổ" }).first().click());
    assert.match(await office.locator("main tbody").innerText(), /tccd\.dongmai\.02[\s\S]*Ghi nhầm đơn vị/);
    await look(office, "registers-withdrawn");
    const file = await download(office, () => office.getByRole("link", { name: "Xuất CSV để kiểm tra nhật ký" }).click());
    assert.equal(file.name, "accounts.csv");
    assert.match(file.bytes.toString("utf8"), /^account,holder,unit,enabled_from,disabled_at,left_at,commitment_signed\r\ntccd\.dongmai\.01,CB-0117,[0-9a-f-]{36},2026-01-05,,2026-03-31,2026-01-04\r\n$/);
  } finally {
    await house.stop();
  }
});
