// Ninh Bình 2026 (seed 003): from the issued plan's file to the consolidated
// report, on an empty record, with everyone doing their own part in a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, seed, signedIn, start } from "./browser.mjs";
import * as steps from "./steps.mjs";

const { fill, follow, go, open, press, put } = steps;

/** The 13 communes of the plan, each with its Party committee and People's Committee. */
const COMMUNES = ["phường Đông Hoa Lư", "phường Yên Thắng", "xã Phát Diệm", "xã Nho Quan", "xã Gia Trấn", "phường Thiên Trường", "phường Vị Khê", "xã Nghĩa Hưng", "xã Cổ Lễ", "xã Hải Hậu", "phường Châu Sơn", "xã Tân Thanh", "xã Bình Mỹ"];
const INSPECTED = ["Báo và Đài Phát thanh truyền hình Ninh Bình", "Sở Y tế", "Sở Văn hóa và Thể thao", "Sở Tư pháp", "Liên đoàn Lao động tỉnh", ...COMMUNES.flatMap((commune) => [`Đảng ủy ${commune}`, `UBND ${commune}`])];
const REST = ["Công an tỉnh", "Sở Khoa học và Công nghệ", "Sở Tài chính", "Sở Nội vụ", "Văn phòng Tỉnh ủy", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Đảng ủy xã Kim Sơn", "UBND xã Kim Sơn"];

test("S3 from upload to consolidated report", { timeout: 900_000 }, async (t) => {
  const file = seed("003");
  if (!file) return t.skip("../shared/seeds is not here");
  const house = await start({ empty: true, at: "2026-05-12 08:00" });
  if (!house.clock) {
    await house.stop();
    return t.skip("no C compiler: the program's clock cannot be set");
  }
  const { clock } = house;
  const who = {};
  let campaign, report, filled, visit, fieldwork, minutes;

  const chapter = steps.chapters(t);

  /** A new day: everyone who comes to work signs in again. */
  const day = async (moment, logins) => {
    for (const page of Object.values(who)) await page.context().close();
    for (const name of Object.keys(who)) delete who[name];
    clock.set(moment);
    for (const login of logins) who[login] = await signedIn(house, login);
  };

  try {
    await chapter("12/5: the registry and the accounts", async () => {
      who.quantri = await signedIn(house, "quantri");
      await steps.account(who.quantri, "thuongtruc", "Trần Quang Minh", "Cơ quan thường trực");
      who.thuongtruc = await steps.firstSignIn(house, "thuongtruc");
      await steps.importUnits(who.thuongtruc, [...INSPECTED, ...REST]);
      await look(who.thuongtruc, "s3-units-preview");
      await press(who.thuongtruc, "Nhập vào danh bạ");
      assert.equal(await steps.counted(who.thuongtruc), 39);
      for (const [login, name] of [["truongdoan", "Nguyễn Văn Đoàn"], ["thuky", "Lê Thị Thư Ký"], ["thanhvien", "Phạm Văn Thành"]]) await steps.account(who.quantri, login, name);
      for (const [login, name, unit] of [["yte", "Đỗ Thị Hoa", "Sở Y tế"], ["tuphap", "Hà Văn Lộc", "Sở Tư pháp"], ["vhtt", "Ngô Thị Vân", "Sở Văn hóa và Thể thao"]]) {
        await steps.account(who.quantri, `daumoi.${login}`, name, "Đầu mối đơn vị", unit);
        await steps.account(who.quantri, `giamdoc.${login}`, `Giám đốc ${unit}`, "Thủ trưởng đơn vị", unit);
      }
    });

    await chapter("12/5: the plan becomes an open campaign of 5 + 26 inspected units", async () => {
      const office = who.thuongtruc;
      await open(office, "/plans/new");
      await office.setInputFiles("main input[type=file]", file);
      await press(office, "Tải kế hoạch lên");
      assert.match(await office.locator("#read-target h2, #read-targets h2").first().innerText(), /Đối tượng kiểm tra \(31\)/);
      await look(office, "s3-plan-review");
      await steps.answerDoubts(office);
      await look(office, "s3-plan-answered");
      await follow(office, "Lập đợt kiểm tra");
      assert.equal(await office.locator("select[name^=unit-]").count(), 0, "every name of the plan is in the registry");
      const draft = await office.locator("main").innerText();
      assert.match(draft, /Đơn vị được kiểm tra: 31 đơn vị/);
      assert.match(draft, /Đơn vị tự kiểm tra: 8 đơn vị/);
      await look(office, "s3-plan-draft");
      await press(office, "Lập đợt kiểm tra");
      campaign = office.url();
      await steps.openCampaign(office, campaign);
      const page = await office.locator("main").innerText();
      assert.match(page, /Đơn vị được kiểm tra\s+Được kiểm tra · trước ngày 27\/5\/2026/);
      assert.match(page, /Đơn vị tự kiểm tra\s+Tự kiểm tra · trước ngày 20\/6\/2026/);
      const targets = await steps.targets(office);
      const inspected = targets.filter((target) => target.cohort === "Đơn vị được kiểm tra");
      assert.deepEqual(inspected.map((target) => target.unit).sort(), [...INSPECTED].sort());
      assert.ok(inspected.every((target) => target.report.includes("26/05/2026")), "before 27/5 is until the end of 26/5");
      const selves = targets.filter((target) => target.cohort === "Đơn vị tự kiểm tra");
      assert.deepEqual(selves.map((target) => target.unit).sort(), [...REST].sort());
      assert.ok(selves.every((target) => target.report.includes("19/06/2026")));
      await look(office, "s3-campaign");
    });

    await chapter("12/5: a team is formed, members declare conflicts of interest", async () => {
      const office = who.thuongtruc;
      await steps.nominate(office, campaign, "Trưởng đoàn", { name: "Nguyễn Văn Đoàn", rank: "Thượng tá", position: "Phó Giám đốc", organisation: "Công an tỉnh", unit: "Công an tỉnh", login: "truongdoan" });
      await steps.nominate(office, campaign, "các đơn vị nghiệp vụ", { name: "Lê Thị Thư Ký", rank: "Đại úy", position: "Cán bộ", organisation: "Công an tỉnh", unit: "Công an tỉnh", login: "thuky", role: "Thành viên kiêm Thư ký" });
      await steps.nominate(office, campaign, "Sở Khoa học và Công nghệ", { name: "Phạm Văn Thành", rank: "Ông", position: "Chuyên viên", organisation: "Sở Khoa học và Công nghệ", unit: "Sở Khoa học và Công nghệ", login: "thanhvien", duty: "An toàn hệ thống thông tin" });
      await follow(office, "Tên đoàn và quyết định");
      await fill(office.locator("main"), { "Tên đoàn": "Đoàn kiểm tra số 1", "Số, ký hiệu quyết định thành lập": "41/QĐ-TBANM", "Ngày quyết định": "12/05/2026" });
      await press(office, "Lưu");
      for (const login of ["truongdoan", "thuky", "thanhvien"]) who[login] = await steps.firstSignIn(house, login);
      await steps.declare(who.truongdoan, campaign);
      await steps.declare(who.thuky, campaign);
      await steps.declare(who.thanhvien, campaign, ["Sở Văn hóa và Thể thao"], "Công tác tại Sở đến năm 2025");
      await look(who.thanhvien, "s3-team");
      assert.match(await who.thanhvien.locator("main").innerText(), /Có, đã khai\s+Sở Văn hóa và Thể thao: Công tác tại Sở đến năm 2025/);
    });

    await chapter("12/5: a visit is put into the schedule, whoever has a conflict stays away", async () => {
      const office = who.thuongtruc;
      await steps.planVisit(office, campaign, "Sở Văn hóa và Thể thao");
      assert.match(await office.locator("main").innerText(), /đã khai xung đột lợi ích/);
      assert.equal(await office.getByLabel(/^Phạm Văn Thành/).isChecked(), false);
      await steps.planVisit(office, campaign, "Sở Y tế");
      assert.equal(await office.getByLabel(/^Phạm Văn Thành/).isChecked(), true);
      // Places nobody was named for cannot go.
      for (const nobody of await office.getByLabel(/chờ cử người/).all()) await nobody.setChecked(false);
      await fill(office.locator("main"), { "Ngày kiểm tra": "02/06/2026", "Từ giờ": "08:00", "Đến giờ": "16:30", "Địa điểm": "Trụ sở Sở Y tế" });
      await look(office, "s3-visit-plan");
      await press(office, "Xếp lịch");
      await follow(office, "Gửi thông báo lịch");
      await fill(office.locator("main"), { "Số": "12", "Ngày ban hành": "12/05/2026", "Nơi nhận báo cáo tự kiểm tra": "Phòng An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao", "Họ tên người ký": "Nguyễn Văn Đoàn" });
      await look(office, "s3-notice");
      const letter = await steps.download(office, () => office.getByRole("button", { name: "Tải DOCX" }).click());
      assert.match(steps.wordsOf(letter.bytes), /Kính gửi: Sở Y tế\./);
      // For four seconds after a press the form takes no other one.
      await office.waitForTimeout(4_200);
      await press(office, "Gửi thông báo");
      assert.match(await office.locator("main").innerText(), /Đã gửi thông báo cho 1 cuộc kiểm tra/);
      await look(office, "s3-schedule");
    });

    await chapter("12/5: Sở Y tế answers page by page, its head approves and sends", async () => {
      const focal = (who.focal = await steps.firstSignIn(house, "daumoi.yte"));
      await open(focal, "/");
      await look(focal, "s3-focal-home");
      await follow(focal, /Viết báo cáo/);
      report = focal.url();
      // A field that is left saves itself.
      await follow(focal, /^0\. Thông tin đơn vị/);
      const staff = steps.field(focal.locator("main"), "Tổng số cán bộ, công chức, viên chức, người lao động");
      await staff.fill("118");
      await staff.blur();
      await focal.locator("[data-save-state]").filter({ hasText: "Đã lưu" }).waitFor();
      await look(focal, "s3-report-section");
      await steps.answerReport(focal, report, steps.ANSWERS);
      assert.match(await focal.locator(".page-head").innerText(), /Đã trả lời: 118\/118/);
      await look(focal, "s3-report");
      const head = (who.head = await steps.firstSignIn(house, "giamdoc.yte"));
      await open(head, "/notices");
      await press(head, "Xác nhận đã nhận", head.locator("main li, main article, main tr").filter({ hasText: "Thông báo lịch kiểm tra" }).first());
      await steps.sendReport(focal, head, report);
      assert.match(await head.locator(".page-head").innerText(), /Đã gửi/);
      assert.match(await steps.panel(head, "Các lần gửi").innerText(), /Lần 1: Giám đốc Sở Y tế.*12\/05\/2026\s+SHA-256/s);
      await look(head, "s3-report-sent");
      filled = await steps.reportWorkbook(focal, report);
      await open(who.thuongtruc, `${campaign}/schedule`);
      assert.match(await who.thuongtruc.locator("main").innerText(), /1 trên 2 người đã xác nhận/);
    });

    await chapter("26/5: Sở Tư pháp sends on the last day, from a workbook", async () => {
      await day("2026-05-26 16:30", []);
      const [focal, head] = [(who.focal = await steps.firstSignIn(house, "daumoi.tuphap")), (who.head = await steps.firstSignIn(house, "giamdoc.tuphap"))];
      const own = await steps.ownReport(focal, "Sở Tư pháp");
      await steps.answerByWorkbook(focal, own, filled);
      assert.match(await focal.locator(".page-head").innerText(), /Đã trả lời: 118\/118/);
      clock.set("2026-05-26 23:50");
      await steps.sendReport(focal, head, own);
      assert.doesNotMatch(await head.locator("main").innerText(), /Gửi chậm/);
    });

    await chapter("27/5: Sở Văn hóa và Thể thao sends a day late and is taken", async () => {
      await day("2026-05-27 08:00", []);
      const [focal, head] = [(who.focal = await steps.firstSignIn(house, "daumoi.vhtt")), (who.head = await steps.firstSignIn(house, "giamdoc.vhtt"))];
      const own = await steps.ownReport(focal, "Sở Văn hóa và Thể thao");
      assert.match(await focal.locator(".page-head").innerText(), /quá hạn 1 ngày/);
      await steps.answerByWorkbook(focal, own, filled);
      await steps.sendReport(focal, head, own);
      assert.match(await head.locator(".page-head").innerText(), /Gửi chậm/);
      await look(head, "s3-report-late");
    });

    await chapter("2/6: the team opens the visit and asks, the unit answers", async () => {
      await day("2026-06-02 08:00", ["truongdoan", "thuky", "thanhvien", "daumoi.yte", "giamdoc.yte"]);
      const [lead, secretary, focal] = [who.truongdoan, who.thuky, who["daumoi.yte"]];
      await open(lead, "/");
      await look(lead, "s3-lead-home");
      await open(lead, "/visits");
      await follow(lead, "Sở Y tế");
      visit = lead.url();
      await press(lead, "Bắt đầu: Công bố kế hoạch, quyết định");
      await steps.attend(secretary, visit, ["Thượng tá Nguyễn Văn Đoàn", "Đại úy Lê Thị Thư Ký", "Ông Phạm Văn Thành"], { "Họ và tên": "Mai Xuân Phúc", "Chức vụ": "Giám đốc Sở Y tế" });
      await steps.begin(lead, visit, "Đơn vị báo cáo", () => clock.set("2026-06-02 08:20"));
      await steps.begin(lead, visit, "Giải trình, yêu cầu chuẩn bị", () => clock.set("2026-06-02 08:50"));
      await open(secretary, visit);
      await fill(secretary.locator("main"), { "Loại": "Yêu cầu giải trình", "Nội dung": "Giải trình việc cấp quyền quản trị cổng thông tin điện tử" });
      await press(secretary, "Ghi vào danh mục");
      await open(focal, visit);
      await put(focal.locator("main"), "Trả lời của đơn vị", "Quyền quản trị cấp cho 02 cán bộ theo phân công.");
      await press(focal, "Gửi trả lời");
      await open(secretary, visit);
      await press(secretary, "Đã rõ");
      await steps.begin(lead, visit, "Kiểm tra thực tế", () => clock.set("2026-06-02 09:30"));
      await look(lead, "s3-visit");
    });

    await chapter("2/6: the checklist is shared out and answered, three findings are drawn", async () => {
      const [lead, secretary, member] = [who.truongdoan, who.thuky, who.thanhvien];
      await follow(lead, "Kiểm tra thực tế", lead.locator(".page-head"));
      fieldwork = lead.url();
      await steps.assign(lead, fieldwork, "Đã ban hành quy chế bảo đảm an ninh mạng", "Nguyễn Văn Đoàn");
      await steps.assign(lead, fieldwork, "Có máy dùng hệ điều hành hết hỗ trợ", "Phạm Văn Thành");
      await steps.assign(lead, fieldwork, "USB có dùng lẫn", "Phạm Văn Thành");
      await steps.assign(lead, fieldwork, "Tài khoản quản trị có dùng chung", "Lê Thị Thư Ký");
      await steps.judge(lead, fieldwork, "Đã ban hành quy chế bảo đảm an ninh mạng", "Đạt", { "Hiện trạng, nhận xét": "Quy chế 15/QĐ-SYT còn phù hợp." });
      await steps.judge(member, fieldwork, "Có máy dùng hệ điều hành hết hỗ trợ", "Chưa đạt", { "Hiện trạng, nhận xét": "04 máy dùng hệ điều hành hết hỗ trợ.", "Số kiểm đếm tại chỗ": "4" });
      assert.match(await member.locator(".differs").innerText(), /Khác báo cáo/, "the unit had reported none");
      await member.setInputFiles("#evidence-file", steps.photo("may-het-ho-tro.png"));
      await press(member, "Tải lên");
      assert.match(await steps.panel(member, "Chứng cứ").innerText(), /may-het-ho-tro\.png/);
      await steps.drawFinding(member, { "Nguyên nhân": "Chưa bố trí kinh phí thay thế", "Yêu cầu khắc phục": "Nâng cấp hoặc thay thế 04 máy" });
      await look(member, "s3-fieldwork");
      await steps.judge(member, fieldwork, "USB có dùng lẫn", "Chưa đạt", { "Hiện trạng, nhận xét": "02 USB dùng lẫn giữa các máy." });
      await steps.drawFinding(member, { "Yêu cầu khắc phục": "Chấm dứt, vào sổ và dán nhãn USB" });
      await steps.judge(secretary, fieldwork, "Tài khoản quản trị có dùng chung", "Chưa đạt", { "Hiện trạng, nhận xét": "Cổng dùng chung 01 tài khoản." });
      await steps.drawFinding(secretary, { "Yêu cầu khắc phục": "Cấp tài khoản riêng, bật xác thực đa yếu tố" });
      assert.match(await secretary.locator(".page-head").innerText(), /Đã kết luận 4\/61 nội dung/);
      await open(who["daumoi.yte"], "/findings");
      assert.equal(await steps.counted(who["daumoi.yte"]), 0, "the unit sees no finding before the minutes are signed");
    });

    await chapter("2/6: the minutes are agreed, read out and signed by both sides", async () => {
      const [lead, secretary, member, head] = [who.truongdoan, who.thuky, who.thanhvien, who["giamdoc.yte"]];
      await steps.begin(lead, visit, "Thống nhất biên bản", () => clock.set("2026-06-02 14:00"));
      await open(secretary, visit);
      await follow(secretary, "Biên bản", steps.panel(secretary, "Kế hoạch kiểm tra trong cuộc này"));
      minutes = secretary.url();
      await open(head, minutes);
      assert.match(await head.locator("main").innerText(), /Biên bản chưa được công bố/);
      for (const [page, name] of [[member, "Phạm Văn Thành"], [lead, "Nguyễn Văn Đoàn"], [secretary, "Lê Thị Thư Ký"]]) await steps.handOver(page, minutes, name);
      await open(secretary, minutes);
      await fill(secretary.locator("main"), { "Nhận xét của Trưởng đoàn": "Sở Y tế chuẩn bị tốt hồ sơ, tài liệu.", "Kiến nghị, yêu cầu đối với đơn vị": "Phân công lãnh đạo trực tiếp theo dõi việc khắc phục" });
      await press(secretary, "Lưu", steps.panel(secretary, "Nhận xét, kiến nghị, số bản"));
      await look(secretary, "s3-minutes");
      await press(secretary, "Thống nhất biên bản");
      await steps.begin(lead, visit, "Công bố biên bản", () => clock.set("2026-06-02 15:30"));
      await open(lead, minutes);
      await follow(lead, "Công bố biên bản");
      await press(lead, "Công bố biên bản");
      await open(head, minutes);
      await put(head.locator("main"), "Ý kiến về biên bản", "Thống nhất với kết quả kiểm tra.");
      await press(head, "Lưu ý kiến");
      clock.set("2026-06-02 16:00");
      await open(lead, minutes);
      await follow(lead, "Ghi nhận hai bên đã ký");
      await fill(lead.locator("main"), { "Người ký bên đơn vị": "Mai Xuân Phúc", "Chức vụ người ký bên đơn vị": "Giám đốc Sở Y tế" });
      await press(lead, "Ghi nhận hai bên đã ký");
      const signed = await steps.panel(lead, "Chữ ký").innerText();
      for (const name of ["Thượng tá Nguyễn Văn Đoàn", "Đại úy Lê Thị Thư Ký", "Mai Xuân Phúc"]) assert.ok(signed.includes(name), name);
      await look(lead, "s3-minutes-signed");
      const paper = await steps.download(lead, () => lead.getByRole("link", { name: "Tải DOCX" }).click());
      const words = steps.wordsOf(paper.bytes);
      assert.match(words, /BIÊN BẢN/);
      assert.match(words, /04 máy dùng hệ điều hành hết hỗ trợ\./);
      assert.match(words, /chậm nhất ngày 22\/6\/2026 \(20 ngày kể từ ngày lập biên bản\)/);
      await lead.setInputFiles("#scan-file", steps.photo("bien-ban-da-ky.png"));
      await press(lead, "Lưu bản ký");
      assert.match(await lead.locator(".page-head").innerText(), /Đã lưu bản ký/);
      await steps.begin(lead, visit, "Giải đáp, kiến nghị");
      clock.set("2026-06-02 16:30");
      await press(lead, "Kết thúc cuộc kiểm tra");
      assert.match(await lead.locator(".page-head").innerText(), /Đã kiểm tra/);
    });

    await chapter("10/6: of three findings one is closed, one has to be remedied again", async () => {
      await day("2026-06-10 09:00", ["truongdoan", "daumoi.yte", "thuongtruc"]);
      const [lead, focal] = [who.truongdoan, who["daumoi.yte"]];
      await open(focal, "/findings");
      assert.equal(await steps.counted(focal), 3);
      assert.equal((await focal.locator("main tbody").innerText()).match(/22\/06\/2026/g).length, 3, "20 days from the minutes");
      await look(focal, "s3-findings");
      await steps.finding(focal, 1);
      await follow(focal, "Báo cáo đã khắc phục");
      await put(focal.locator("main"), "Đã làm những gì", "Đã thay 04 máy.");
      await focal.setInputFiles("main input[type=file]", steps.photo("may-moi.png"));
      await press(focal, "Báo cáo đã khắc phục");
      await steps.finding(focal, 2);
      await follow(focal, "Báo cáo đã khắc phục");
      await put(focal.locator("main"), "Đã làm những gì", "Đã nhắc nhở cán bộ.");
      await press(focal, "Báo cáo đã khắc phục");
      await steps.finding(lead, 1);
      assert.match(await steps.panel(lead, "Kèm các bước khắc phục").innerText(), /may-moi\.png/);
      await steps.verify(lead, "đã khắc phục", "Kết thúc tồn tại (khi đã khắc phục)");
      assert.match(await lead.locator(".page-head").innerText(), /Đã kết thúc/);
      await look(lead, "s3-finding-closed");
      await steps.finding(lead, 2);
      await steps.verify(lead, "chưa khắc phục", "Yêu cầu khắc phục lại (khi chưa xong)", { "Ghi chú": "USB chưa vào sổ, chưa dán nhãn.", "Thời hạn mới, nếu yêu cầu khắc phục lại": "25/06/2026" });
      assert.match(await lead.locator(".page-head").innerText(), /Yêu cầu khắc phục lại[^]*25\/06\/2026/);
      await look(lead, "s3-finding-reopened");
    });

    await chapter("10/6: the consolidated report shows it all, and every figure its rows", async () => {
      const office = who.thuongtruc;
      await open(office, "/summaries");
      await go(office, () => office.locator("main tbody th a").first().click());
      const summary = office.url();
      const expected = { "Báo cáo đã gửi": 3, "Gửi báo cáo chậm": 1, "Đã kiểm tra": 1, "Biên bản đã ký": 1, "Tồn tại phát hiện": 3, "Tồn tại chưa khắc phục": 2 };
      assert.deepEqual(await steps.figures(office), expected);
      assert.match(await steps.panel(office, "I. Tình hình chung").innerText(), /Gửi báo cáo chậm\s+Sở Văn hóa và Thể thao/);
      assert.match(await steps.panel(office, "II. Kết quả tại các đơn vị").innerText(), /Sở Y tế\s+02\/06\/2026\s+1\s+3\s+0\s+0\s+3/);
      assert.match(await steps.panel(office, "V. Tình hình khắc phục").innerText(), /Sở Y tế\s+3\s+1\s+0\s+2\s+0/);
      await look(office, "s3-summary");
      for (const [label, figure] of Object.entries(expected)) {
        await open(office, summary);
        await go(office, () => office.locator("a.figure-card").filter({ hasText: label }).first().click());
        assert.equal(await steps.counted(office), figure, label);
      }
      await open(office, summary);
      await follow(office, "Viết nhận xét, kiến nghị");
      await fill(office.locator("main"), { "Ưu điểm": "Các đơn vị đã phân công cán bộ phụ trách", "Kiến nghị, đề xuất": "Đối với Ủy ban nhân dân tỉnh:\nBố trí kinh phí thay thế máy tính" });
      await press(office, "Lưu");
      const paper = await steps.download(office, () => office.locator(".page-head").getByRole("link", { name: "DOCX" }).click());
      const words = steps.wordsOf(paper.bytes);
      assert.match(words, /Có 03\/39 đơn vị đã gửi báo cáo tự kiểm tra, trong đó 01 đơn vị gửi chậm/);
      assert.match(words, /Đã kiểm tra trực tiếp 01\/31 đơn vị; 01 biên bản đã được ký/);
      assert.match(words, /Bố trí kinh phí thay thế máy tính/);
      await open(office, campaign);
      await look(office, "s3-campaign-late");
      const health = (await steps.targets(office)).find((target) => target.unit === "Sở Y tế");
      assert.match(health.remediation, /^Còn 2 trên 3 22\/06\/2026/);
      assert.match(health.minutes, /Đã lưu hồ sơ/);
    });
  } finally {
    await house.stop();
  }
});
