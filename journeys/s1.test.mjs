// Ninh Thuận 2024 (seed 001): one plan, two groups of units. Nine are asked what
// became of the findings of 2023, three are inspected anew.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, seed, signedIn, start } from "./browser.mjs";
import * as steps from "./steps.mjs";

const { follow, open, press } = steps;

const AGAIN = ["Sở Giáo dục và Đào tạo", "Sở Tài nguyên và Môi trường", "Sở Nông nghiệp và Phát triển nông thôn", "Sở Kế hoạch và Đầu tư", "Sở Xây dựng", "UBND huyện Ninh Phước", "UBND huyện Thuận Bắc", "UBND huyện Ninh Sơn", "UBND huyện Bác Ái"];
const ANEW = ["Sở Văn hóa, Thể thao và Du lịch", "Sở Giao thông vận tải", "Sở Tài chính"];
const OTHERS = ["Công an tỉnh", "Sở Nội vụ", "Văn phòng UBND tỉnh", "UBND huyện Thuận Nam"];

/** Sở Xây dựng says what became of the one finding of 2023. */
const REMEDIED = {
  "*": "Giám đốc trực tiếp chỉ đạo, không còn vướng mắc.",
  "conclusion.number": "21/BB-ĐKT", "conclusion.date": "20/10/2023", "conclusion.issuer": "Đoàn kiểm tra", "conclusion.summary": "Biên bản kiểm tra năm 2023",
  findings_total: "1", has_plan: "no",
  "remedied.finding": "Máy tính dùng hệ điều hành hết hỗ trợ", "remedied.measure": "Đã thay máy tính", "remedied.result": "fixed", "remedied.done_on": "15/03/2024",
  fixed: "1", recurred: "no", recurred_note: "", remaining_cause: "",
};

/** Sở Tài chính, inspected anew, has nothing to hide and little to tell. */
const ANSWERED = {
  "*": "Thực hiện đúng quy định.",
  bm_disseminated: "no", bm_has_documents: "no", bm_rules_issued: "no", at_disseminated: "no", at_has_documents: "no", at_rules_issued: "no",
  lead_assigned: "no", secrets_sent: "no", portal: "no", response_plan: "no", storage: "safe", lan_measures: "firewall",
  pc_total: "40", pc_lan: "30", pc_internet: "8", pc_standalone: "2",
};

test("S1: one campaign with two groups of units", { timeout: 600_000 }, async (t) => {
  const file = seed("001");
  if (!file) return t.skip("../shared/seeds is not here");
  const house = await start({ empty: true, at: "2024-08-05 08:00" });
  if (!house.clock) {
    await house.stop();
    return t.skip("no C compiler: the program's clock cannot be set");
  }
  const who = {};
  let campaign;
  const chapter = steps.chapters(t);

  try {
    await chapter("the registry and the accounts", async () => {
      who.admin = await signedIn(house, "quantri");
      await steps.account(who.admin, "thuongtruc", "Lê Thị Thường Trực", "Cơ quan thường trực");
      who.office = await steps.firstSignIn(house, "thuongtruc");
      await steps.importUnits(who.office, [...AGAIN, ...ANEW, ...OTHERS]);
      await press(who.office, "Nhập vào danh bạ");
      for (const [login, unit] of [["xaydung", "Sở Xây dựng"], ["taichinh", "Sở Tài chính"]]) {
        await steps.account(who.admin, `daumoi.${login}`, `Đầu mối ${unit}`, "Đầu mối đơn vị", unit);
        await steps.account(who.admin, `giamdoc.${login}`, `Giám đốc ${unit}`, "Thủ trưởng đơn vị", unit);
      }
    });

    await chapter("the plan is read, reviewed and made into a campaign with both groups", async () => {
      await open(who.office, "/plans/new");
      await who.office.setInputFiles("main input[type=file]", file);
      await press(who.office, "Tải kế hoạch lên");
      await look(who.office, "s1-plan-review");
      await steps.answerDoubts(who.office);
      await follow(who.office, "Lập đợt kiểm tra");
      await look(who.office, "s1-plan-draft");
      assert.equal(await who.office.locator("select[name^=unit-]").count(), 0, "every name of the plan is in the registry");
      assert.match(await steps.chosen(who.office, "Đơn vị được kiểm tra: 3 đơn vị", "Đề cương báo cáo"), /^Báo cáo kết quả tự kiểm tra/);
      assert.match(await steps.chosen(who.office, "Kiểm tra kết quả khắc phục: 9 đơn vị", "Đề cương báo cáo"), /^Báo cáo kết quả khắc phục/);
      await press(who.office, "Lập đợt kiểm tra");
      campaign = who.office.url();
      await steps.openCampaign(who.office, campaign);
      await look(who.office, "s1-campaign");
      const page = await who.office.locator("main").innerText();
      assert.match(page, /Đơn vị được kiểm tra\s+Được kiểm tra · trước ngày 20\/8\/2024/);
      assert.match(page, /Kiểm tra kết quả khắc phục\s+Kiểm tra kết quả khắc phục · trước ngày 20\/8\/2024/);
      const targets = await steps.targets(who.office);
      const units = (cohort) => targets.filter((target) => target.cohort === cohort).map((target) => target.unit).sort();
      assert.deepEqual(units("Đơn vị được kiểm tra"), [...ANEW].sort());
      assert.deepEqual(units("Kiểm tra kết quả khắc phục"), [...AGAIN].sort());
      assert.equal(targets.length, 12, "nobody else is asked");
      assert.ok(targets.every((target) => target.report.includes("19/08/2024")), "before 20/8 is until the end of 19/8");
    });

    await chapter("19/8: Sở Xây dựng tells what became of the findings, with evidence", async () => {
      house.clock.set("2024-08-19 10:00");
      const [focal, head] = [await steps.firstSignIn(house, "daumoi.xaydung"), await steps.firstSignIn(house, "giamdoc.xaydung")];
      const report = await steps.ownReport(focal, "Sở Xây dựng");
      await steps.answerReport(focal, report, REMEDIED);
      await follow(focal, /^2\. Kết quả khắc phục/);
      await focal.setInputFiles("main input[type=file]", steps.photo("may-da-thay.png"));
      await press(focal, "Tải tệp lên");
      await look(focal, "s1-remedied");
      await steps.sendReport(focal, head, report);
      assert.match(await head.locator(".page-head").innerText(), /Đã gửi/);
      assert.doesNotMatch(await head.locator("main").innerText(), /Gửi chậm/);
      await look(head, "s1-remediation-sent");
    });

    await chapter("20/8: Sở Tài chính sends its self-inspection, a day late", async () => {
      house.clock.set("2024-08-20 08:00");
      const [focal, head] = [await steps.firstSignIn(house, "daumoi.taichinh"), await steps.firstSignIn(house, "giamdoc.taichinh")];
      const report = await steps.ownReport(focal, "Sở Tài chính");
      await steps.answerReport(focal, report, ANSWERED);
      await look(focal, "s1-report");
      await steps.sendReport(focal, head, report);
      assert.match(await head.locator(".page-head").innerText(), /Gửi chậm/);
    });

    await chapter("20/8: the campaign shows one report of each group", async () => {
      const office = await signedIn(house, "thuongtruc");
      await open(office, `${campaign}?status=sent`);
      const sent = await steps.targets(office);
      assert.deepEqual(sent.map((target) => [target.unit, target.cohort]).sort(), [["Sở Tài chính", "Đơn vị được kiểm tra"], ["Sở Xây dựng", "Kiểm tra kết quả khắc phục"]]);
      await open(office, `${campaign}?status=late`);
      assert.deepEqual((await steps.targets(office)).map((target) => target.unit), ["Sở Tài chính"]);
      await look(office, "s1-campaign-sent");
    });
  } finally {
    await house.stop();
  }
});
