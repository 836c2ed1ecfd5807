// Ninh Bình 2023 (seed 002): a strategy's programme of tasks, from the plan to
// the consolidated report of the year, with two units that report late.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, seed, signedIn, start } from "./browser.mjs";
import * as steps from "./steps.mjs";

const { download, fill, follow, go, open, press, put } = steps;

const DEPARTMENTS = ["Sở Thông tin và Truyền thông", "Sở Tài chính", "Sở Kế hoạch và Đầu tư", "Sở Y tế"];
const DISTRICTS = ["UBND huyện Nho Quan", "UBND huyện Kim Sơn"];
const OTHERS = ["Công an tỉnh", "Bộ Chỉ huy Quân sự tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Hội Liên hiệp Phụ nữ tỉnh"];
/** Who has an account here: short name, unit. */
const WRITERS = [["yte", "Sở Y tế"], ["taichinh", "Sở Tài chính"], ["nhoquan", "UBND huyện Nho Quan"]];

test("S2: from the plan to the yearly report of all units", { timeout: 600_000 }, async (t) => {
  const file = seed("002");
  if (!file) return t.skip("../shared/seeds is not here");
  const house = await start({ empty: true, at: "2023-04-12 08:00" });
  if (!house.clock) {
    await house.stop();
    return t.skip("no C compiler: the program's clock cannot be set");
  }
  const who = {};
  let programme;
  const chapter = steps.chapters(t);
  /** Days go by: everyone has to sign in again. */
  const later = async (moment) => {
    house.clock.set(moment);
    for (const login of Object.keys(who)) {
      await who[login].context().close();
      who[login] = await signedIn(house, login);
    }
  };
  /** The page of one unit in the programme, as its own people find it. */
  const ownPage = async (page, unit) => {
    await open(page, `${programme}/shares`);
    await follow(page, unit);
  };
  /** A unit's yearly report is written, handed over and sent by its head. */
  const report = async (login, unit) => {
    const [focal, head] = [who[`daumoi.${login}`], who[`giamdoc.${login}`]];
    await ownPage(focal, unit);
    await follow(focal, "Báo cáo năm 2023");
    const href = focal.url();
    await put(focal.locator("main"), "Kiến nghị, đề xuất", "Đề nghị bố trí kinh phí giám sát an toàn thông tin.");
    await press(focal, "Lưu");
    await press(focal, "Trình thủ trưởng");
    await open(head, href);
    await press(head, "Duyệt và gửi");
    return href;
  };

  try {
    await chapter("the registry and the accounts", async () => {
      who.quantri = await signedIn(house, "quantri");
      await steps.account(who.quantri, "thuongtruc", "Lê Thị Thường Trực", "Cơ quan thường trực");
      who.thuongtruc = await steps.firstSignIn(house, "thuongtruc");
      await steps.importUnits(who.thuongtruc, [...DEPARTMENTS, ...DISTRICTS, ...OTHERS]);
      await press(who.thuongtruc, "Nhập vào danh bạ");
      for (const [login, unit] of WRITERS) {
        for (const [seat, role] of [["daumoi", "Đầu mối đơn vị"], ["giamdoc", "Thủ trưởng đơn vị"]]) {
          await steps.account(who.quantri, `${seat}.${login}`, `${role} ${unit}`, role, unit);
          who[`${seat}.${login}`] = await steps.firstSignIn(house, `${seat}.${login}`);
        }
      }
    });

    await chapter("12/4: the plan becomes a programme of 36 tasks", async () => {
      const page = who.thuongtruc;
      await open(page, "/plans/new");
      await page.setInputFiles("main input[type=file]", file);
      await press(page, "Tải kế hoạch lên");
      await steps.answerDoubts(page);
      await look(page, "s2-plan-review");
      await follow(page, "Lập chương trình nhiệm vụ");
      await look(page, "s2-draft");
      const review = page.url();
      // Who is "concerned" the plan does not say: nobody is bound by it here.
      // The owners of information systems are chosen by hand, once.
      await go(page, () => page.locator(".name-open").filter({ hasText: /^\s*Chủ quản hệ thống/ }).getByRole("link").click());
      await put(page.locator("main"), "Các đơn vị được chọn", true);
      await put(page.locator("main"), "Sở Y tế", true);
      await look(page, "s2-naming");
      await press(page, "Lưu lựa chọn");
      await open(page, review);
      while (await page.locator(".name-open").count()) await press(page, "Không giao cho ai", page.locator(".name-open").first());
      await look(page, "s2-draft-ready");
      await put(page.locator("main"), "Ngày ban hành", "10/04/2023");
      await press(page, "Lập chương trình và giao việc");
      programme = page.url();
      assert.match(programme, /\/programmes\/[0-9a-f-]{36}$/);
      const figures = await steps.figures(page);
      assert.equal(figures["Nhiệm vụ"], 36, "every task of the plan");
      await look(page, "s2-programme");
    });

    await chapter("20/4: units record their own plans and what they have done", async () => {
      await later("2023-04-20 09:00");
      const page = who["daumoi.yte"];
      await open(page, "/programmes");
      await follow(page, /Triển khai, thực hiện Quyết định số 964/);
      await look(page, "s2-programme-unit");
      await ownPage(page, "Sở Y tế");
      await look(page, "s2-unit");
      await follow(page, "Kế hoạch triển khai 2023");
      await fill(page.locator("main"), { "Số, ký hiệu văn bản": "12/KH-SYT", "Ngày ban hành": "19/04/2023" });
      await press(page, "Ghi nhận kế hoạch đã ban hành");
      assert.match(await page.locator(".page-head").innerText(), /Đã gửi/);
      assert.doesNotMatch(await page.locator(".page-head").innerText(), /chậm/);
      await ownPage(page, "Sở Y tế");
      await follow(page, /^II\.1\.b /);
      await put(page.locator("main"), "Hoàn thành", true);
      await put(page.locator("main"), "Kết quả đã nêu", "Đã tổ chức 03 lớp phổ biến, 210 người dự.");
      await page.setInputFiles("main input[type=file]", steps.photo("lop-pho-bien.png"));
      await press(page, "Gửi kết quả");
      const told = await page.locator("#told").innerText();
      assert.match(told, /Hoàn thành[\s\S]*100%[\s\S]*210 người dự[\s\S]*lop-pho-bien\.png/);
      await look(page, "s2-share");
      const stranger = await who["daumoi.taichinh"].goto(page.url());
      assert.equal(stranger.status(), 404, "another unit does not see it");
    });

    await chapter("2/5: whose own plan is missing is late", async () => {
      await later("2023-05-02 08:00");
      await open(who.thuongtruc, `${programme}/reports?kind=own_plan&standing=overdue`);
      const late = await who.thuongtruc.locator("main tbody th").allInnerTexts();
      assert.ok(late.includes("Sở Tài chính") && !late.includes("Sở Y tế"), `late: ${late}`);
      await look(who.thuongtruc, "s2-plans-late");
    });

    await chapter("10/10: one unit reports in time, on 20/10 two report late", async () => {
      await later("2023-10-10 09:00");
      const href = await report("yte", "Sở Y tế");
      assert.doesNotMatch(await who["giamdoc.yte"].locator(".page-head").innerText(), /chậm/);
      await later("2023-10-11 09:00");
      // The office sends one back, the unit answers, it is accepted.
      await open(who.thuongtruc, href);
      await put(who.thuongtruc.locator("main"), "Nội dung cần bổ sung, chỉnh sửa", "Nêu rõ số người dự tập huấn.");
      await press(who.thuongtruc, "Trả lại đơn vị");
      const [focal, head] = [who["daumoi.yte"], who["giamdoc.yte"]];
      await open(focal, href);
      await press(focal, "Soạn lại");
      await put(focal.locator("main"), "Trả lời", "Đã bổ sung: 210 người.");
      await press(focal, "Lưu trả lời");
      await press(focal, "Trình thủ trưởng");
      await open(head, href);
      await press(head, "Duyệt và gửi");
      await open(who.thuongtruc, href);
      await press(who.thuongtruc, "Nhận báo cáo");
      assert.match(await who.thuongtruc.locator(".page-head").innerText(), /Đã nhận/);
      const paper = await download(who.thuongtruc, () => who.thuongtruc.getByRole("link", { name: "DOCX" }).click());
      assert.match(steps.wordsOf(paper.bytes), /Sở Y tế/i);
      await later("2023-10-20 09:00");
      for (const [login, unit] of WRITERS.slice(1)) {
        await report(login, unit);
        assert.match(await who[`giamdoc.${login}`].locator(".page-head").innerText(), /chậm/);
      }
      await look(who["giamdoc.nhoquan"], "s2-report-late");
    });

    await chapter("20/10: the consolidated report counts them all", async () => {
      const page = who.thuongtruc;
      await open(page, programme);
      await look(page, "s2-tree");
      await open(page, `${programme}/matrix`);
      await look(page, "s2-matrix");
      await open(page, `${programme}/summaries/2023`);
      await look(page, "s2-summary");
      const figures = await steps.figures(page);
      assert.equal(figures["Báo cáo đã gửi"], 3);
      assert.equal(figures["Gửi chậm"], 2, "the two late units");
      await follow(page, /Gửi chậm/);
      assert.equal(await steps.counted(page), figures["Gửi chậm"], "the figure leads to what it counts");
      await open(page, `${programme}/summaries/2023`);
      await fill(page.locator("main"), { "Đánh giá chung": "Các cơ quan, đơn vị đã vào cuộc.", "Khó khăn, vướng mắc": "Thiếu kinh phí." });
      await press(page, "Lưu");
      for (const [form, begins] of [["DOCX", "PK"], ["XLSX", "PK"], ["PDF", "%PDF"]]) {
        const { bytes } = await download(page, () => page.getByRole("link", { name: form }).click());
        assert.equal(bytes.subarray(0, begins.length).toString("latin1"), begins, form);
        if (form === "DOCX") {
          const words = steps.wordsOf(bytes);
          for (const wanted of ["Sở Y tế", "UBND huyện Nho Quan", "Các cơ quan, đơn vị đã vào cuộc", "Thiếu kinh phí"]) {
            assert.ok(words.includes(wanted), `the paper says ${wanted}`);
          }
        }
      }
    });
  } finally {
    await house.stop();
  }
});
