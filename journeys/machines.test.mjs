// Two machines examined on the spot by the field program: their sealed bundles
// are taken in on a visit, one stick was on both, two results become a finding,
// and a second examination shows one of them mended.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fieldProgram, look, signedIn, start } from "./browser.mjs";
import { hive, path } from "./hive.mjs";
import { follow, open, press, takeResults } from "./steps.mjs";

const STICK = "4C530001230622116145";

/** The hives of a computer into which the stick was put. */
function machine(folder, name, { antivirus }) {
  mkdirSync(folder, { recursive: true });
  const stick = path(`USBSTOR\\Disk&Ven_SanDisk&Prod_Ultra&Rev_1.00\\${STICK}&0`, { values: { FriendlyName: "SanDisk Ultra USB Device" } });
  const services = antivirus ? { keys: { BkavService: { values: { Start: 2, Type: 16, ImagePath: "C:\\Program Files\\BkavPro\\Bkav.exe", DisplayName: "Bkav Pro" } } } } : { keys: {} };
  const system = { keys: { Select: { values: { Current: 1 } }, ControlSet001: { keys: { Control: { keys: path("ComputerName\\ComputerName", { values: { ComputerName: name } }) }, Enum: { keys: stick }, Services: services } } } };
  const software = { keys: path("Microsoft\\Windows NT\\CurrentVersion", { values: { ProductName: "Windows 10 Pro", EditionID: "Professional", DisplayVersion: "22H2", CurrentBuild: "19045", CurrentBuildNumber: "19045", UBR: 4291 } }) };
  writeFileSync(join(folder, "SYSTEM"), hive(system));
  writeFileSync(join(folder, "SOFTWARE"), hive(software));
}

test("two machines are examined, share a stick, and one is mended", { timeout: 300_000 }, async () => {
  const house = await start();
  const folder = mkdtempSync(join(tmpdir(), "rasoat-machines-"));
  /** Examines a machine's folder with the field program; the sealed bundle. */
  const examined = (name, options, at) => {
    const taken = join(folder, `${name}-${at}`);
    machine(taken, name, options);
    const bundle = join(folder, `${name}-${at}.rsb`);
    const ran = spawnSync(fieldProgram(), ["host", taken, "--evidence", bundle, "--key", join(folder, "field.key")], { encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout, new RegExp(`Máy: ${name}`));
    assert.match(ran.stdout, /Chưa thu thập: SAM/);
    return { name: `${name}-${at}.rsb`, mimeType: "application/octet-stream", buffer: readFileSync(bundle) };
  };
  try {
    const lead = await signedIn(house, "truongdoan");
    await open(lead, "/visits");
    await follow(lead, /Ủy ban nhân dân phường Đông Mai/);
    await follow(lead, "Kết quả công cụ");
    const page = lead.url();
    const take = async (...files) => {
      await open(lead, page);
      return takeResults(lead, ...files);
    };
    const first = [examined("MAY-01", { antivirus: false }, 1), examined("MAY-02", { antivirus: false }, 1)];
    assert.match(await take(...first), /Đã nhập 2 tệp với \d+ kết quả/);
    assert.match(await take(...first), /đã nhập từ trước; không có gì thay đổi/);
    await look(lead, "machines-results");

    await follow(lead, "Theo máy");
    await look(lead, "machines-by-machine");
    await follow(lead, "Dấu vết chung");
    assert.match(await lead.locator("main").innerText(), new RegExp(`SanDisk Ultra[\\s\\S]*${STICK}[\\s\\S]*MAY-01[\\s\\S]*MAY-02`));
    for (const [name, used] of [["MAY-01", "Soạn thảo, lưu giữ bí mật nhà nước"], ["MAY-02", "Kết nối Internet"]]) {
      const panel = lead.locator("main details").filter({ hasText: "Máy dùng vào việc gì" });
      if (!(await panel.evaluate((at) => at.open))) await panel.locator("summary").first().click();
      await lead.getByLabel(name, { exact: true }).selectOption({ label: used });
      await press(lead, `Ghi: ${name}`);
    }
    assert.match(await lead.locator("main").innerText(), /có trên cả máy bí mật nhà nước và máy khác/);
    await look(lead, "machines-common");

    // Two results of one kind, one finding.
    await open(lead, `${page}?rule=win.antivirus`);
    const rows = lead.locator("main tbody tr").filter({ has: lead.getByRole("checkbox") });
    assert.equal(await rows.count(), 2);
    for (let at = 0; at < 2; at += 1) await rows.nth(at).getByRole("checkbox").check();
    await press(lead, "Ghi nhận tồn tại");
    const evidence = await lead.getByLabel("Chứng cứ").inputValue();
    assert.match(evidence, /MAY-01/);
    assert.match(evidence, /MAY-02/);

    // One machine has a program against malware now.
    await take(examined("MAY-01", { antivirus: true }, 2));
    await open(lead, `${page}?rule=win.antivirus`);
    const state = async (name) => lead.locator("main tbody tr").filter({ hasText: "win.antivirus" }).filter({ hasText: name }).innerText();
    assert.match(await state("MAY-01"), /Không còn/);
    assert.doesNotMatch(await state("MAY-02"), /Không còn/);
    await look(lead, "machines-mended");
  } finally {
    await house.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
