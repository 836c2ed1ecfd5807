// What people do on the pages, named as they would name it, so that a journey
// reads as a story: fields and buttons are found by the words people see.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { PASSWORD, look, signedIn } from "./browser.mjs";
import { unzip, workbook, zip } from "./zip.mjs";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** What an administrator gives for the first sign-in. */
const FIRST = "mat-khau-tam-2026";

/** Chapters of one story: once one has failed, those after it are skipped. */
export function chapters(t) {
  let broken = false;
  return (name, tell) =>
    t.test(name, async (at) => {
      if (broken) return at.skip("an earlier chapter failed");
      broken = true;
      await tell();
      broken = false;
    });
}

/** A label as it stands beside its field, whether or not the field is required. */
function said(label) {
  return new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(\\s*\\(bắt buộc\\))?\\s*$`);
}

/** The field that bears this label, within the page or a part of it. */
export function field(within, label) {
  return within.getByLabel(said(label)).first();
}

/** Fills a field by its label: text, a choice by its words, a tick. */
export async function put(within, label, value) {
  const found = field(within, label);
  const kind = await found.evaluate((at) => `${at.tagName}:${at.type ?? ""}`);
  if (kind.startsWith("SELECT")) await found.selectOption(typeof value === "string" ? { label: value } : value);
  else if (/:(checkbox|radio)$/.test(kind)) await found.setChecked(value);
  else await found.fill(value);
}

/** Several fields at once. */
export async function fill(within, values) {
  for (const [label, value] of Object.entries(values)) await put(within, label, value);
}

/** What a page that refused has to say. */
async function complaint(page, answer) {
  const words = await page.locator("main").innerText().catch(() => "");
  return `${answer?.status()} at ${page.url()}: ${words.slice(0, 700)}`;
}

/** Does what leads to another page, and is there; an error page is an error. */
export async function go(page, act) {
  const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: "load" }), act()]).catch(async (error) => {
    await look(page, "stuck");
    throw new Error(`${error.message.split("\n")[0]} at ${page.url()}`);
  });
  if (answer && answer.status() >= 400) throw new Error(await complaint(page, answer));
  return answer;
}

/** Opens an address; an error page is an error. */
export async function open(page, href) {
  return go(page, () => page.goto(new URL(href, page.url()).href));
}

/** Presses a button that posts, by its words, on the page or in a part of it. */
export async function press(page, words, within = page.locator("main")) {
  await go(page, () => within.getByRole("button", { name: words, exact: typeof words === "string" }).first().click());
  const failed = page.locator(".flash-failed");
  if (await failed.count()) throw new Error(`${page.url()}: ${await failed.first().innerText()}`);
}

/** Follows a link by its words. */
export async function follow(page, words, within = page.locator("main")) {
  await go(page, () => within.getByRole("link", { name: words, exact: typeof words === "string" }).first().click());
}

/** What is chosen in a list of choices within a panel. */
export async function chosen(page, title, label) {
  return field(panel(page, title), label).evaluate((select) => select.selectedOptions[0].text);
}

/** A panel of the page by its heading. */
export function panel(page, title) {
  return page.locator("section, article, fieldset").filter({ has: page.locator("h2, h3, legend").filter({ hasText: said(title) }) }).last();
}

/** A file that a link or a button hands out, whole. */
export async function download(page, act) {
  const [file] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** The words of a downloaded DOCX; it must be a whole container. */
export function wordsOf(docx) {
  const files = unzip(docx);
  assert.ok(files.has("[Content_Types].xml"), "a DOCX has its content types");
  const text = files.get("word/document.xml").toString("utf8");
  return text.replace(/<w:p[ >]/g, "\n$&").replace(/<[^>]+>/g, "").replaceAll("&amp;", "&");
}

/** A picture of one dot, as evidence. */
export function photo(name) {
  const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
  return { name, mimeType: "image/png", buffer: Buffer.from(dot, "base64") };
}

/** The registry is filled from a workbook, after its preview. */
export async function importUnits(page, units) {
  await open(page, "/units/import");
  const rows = [["Tên cơ quan, đơn vị"], ...units.map((name) => [name])];
  await page.setInputFiles("main input[type=file]", { name: "don-vi.xlsx", mimeType: XLSX, buffer: workbook(rows) });
  await press(page, "Xem trước thay đổi");
  assert.match(await page.locator("main").innerText(), new RegExp(`Thêm ${units.length}, sửa 0, giữ nguyên 0 đơn vị; 0 dòng có lỗi`));
}

/** The administrator makes an account; of a team, the roster gives the role. */
export async function account(admin, login, name, role, unit) {
  await open(admin, "/admin/users/new");
  await fill(admin.locator("main"), { "Tên đăng nhập": login, "Họ và tên": name, "Mật khẩu tạm": FIRST });
  if (role) await put(admin.locator("main"), "Vai trò", role);
  if (unit) await put(admin.locator("main"), "Đơn vị", unit);
  await press(admin, "Thêm tài khoản");
}

/** Signs in for the first time: the given password has to be changed. */
export async function firstSignIn(house, login) {
  const page = await signedIn(house, login, FIRST);
  await open(page, "/account/password");
  await fill(page.locator("main"), { "Mật khẩu hiện nay": FIRST, "Mật khẩu mới": PASSWORD, "Nhập lại mật khẩu mới": PASSWORD });
  await go(page, () => page.locator("main button[type=submit]").last().click());
  return page;
}

/** Names a person for a place of the team that waits for one. */
export async function nominate(page, campaign, place, person) {
  await open(page, `${campaign}/teams`);
  const row = page.locator("main tr").filter({ hasText: place }).filter({ hasText: "(chờ cử người)" }).first();
  await follow(page, "(chờ cử người)", row);
  const main = page.locator("main");
  await fill(main, { "Họ và tên": person.name, "Cấp bậc, danh xưng": person.rank, "Chức vụ": person.position, "Đơn vị công tác": person.organisation, "Tài khoản": person.login });
  if (person.unit) await put(main, "Đơn vị trong danh bạ", person.unit);
  if (person.role) await put(main, person.role, true);
  if (person.duty) await put(main, "Nội dung phụ trách", person.duty);
  await press(page, "Lưu");
}

/** A member declares that there is no conflict of interest, or with which units. */
export async function declare(page, campaign, units = [], reason = "") {
  await open(page, `${campaign}/teams`);
  await follow(page, "Khai xung đột lợi ích");
  const main = page.locator("main");
  for (const unit of units) await put(main, unit, true);
  if (reason) await put(main, "Lý do", reason);
  await put(main, "Tôi xác nhận nội dung khai là đúng.", true);
  await press(page, "Gửi bản khai");
}

/** What Sở Y tế answers to the outline of 2026. */
export const ANSWERS = {
  body: "government", staff_total: "120",
  head_direct: "Giám đốc trực tiếp chỉ đạo, chịu trách nhiệm về an ninh mạng của cơ quan.",
  "rules.number": "15/QĐ-SYT", "rules.date": "12/03/2026", "rules.issuer": "Giám đốc Sở", "rules.summary": "Quy chế quản lý, sử dụng mạng máy tính",
  "campaigns.form": "Hội nghị trực tuyến", "campaigns.sessions": "2", "campaigns.people": "110", "campaigns.skill": "yes", people_reached: "110", force_trained: "2",
  "assignment.number": "16/QĐ-SYT", "assignment.date": "13/03/2026", "assignment.issuer": "Giám đốc Sở", "assignment.summary": "Phân công cán bộ phụ trách an ninh mạng",
  officers: "2", officers_certified: "1",
  "response_plan_documents.number": "20/KH-SYT", "response_plan_documents.date": "02/04/2026", "response_plan_documents.issuer": "Giám đốc Sở", "response_plan_documents.summary": "Ứng phó sự cố an ninh mạng",
  "drills@2025": "1", "drills@2026": "1",
  "systems.name": "Hệ thống quản lý văn bản", "systems.operator": "Văn phòng Sở", "systems.level": "2", "systems.approval": "approved", "systems.plan": "full", "systems.monitored": "yes",
  systems_total: "1", systems_approved: "1",
  pc_total: "80", pc_lan: "70", pc_internet: "5", pc_standalone: "3", antivirus: "80", antivirus_central: "80", pc_patched: "76",
  "portals.address": "https://soyte.ninhbinh.example", "portals.operator": "Văn phòng Sở", "portals.https": "yes", "portals.admins": "2", "portals.mfa": "yes",
  admin_accounts: "2",
  endpoint_risk: "low", endpoint_note: "Máy tính cài phần mềm phòng, chống mã độc tập trung.", logs_months: "6",
  population_connected: "no", secret_machine_kind: "standalone", secret_sent: "no",
  shortcomings: "Một số máy tính chưa cập nhật bản vá.", difficulties: "Kinh phí bố trí chậm.", proposals: "Đề nghị hỗ trợ tập huấn chuyên sâu.",
};

/**
 * Fills in every section of a self-inspection report as a form, and saves each.
 * What `own` does not answer: Có, the first choice, nought; texts and the lines
 * of lists stay empty, or get the text under "*".
 */
export async function answerReport(page, report, own) {
  await open(page, report);
  const ways = page.locator('main a[href*="/sections/"]:not([href*="#"])');
  for (const href of await ways.evaluateAll((all) => all.map((link) => link.getAttribute("href")))) {
    await open(page, href);
    const form = page.locator("main form.form").first();
    if (await form.locator(".form-buttons").count()) {
      await form.evaluate((at, given) => {
        for (const input of at.querySelectorAll("input:not([type=hidden]):not([type=file]), select, textarea")) {
          const row = input.closest(".answer-row")?.querySelector("legend") ?? input.labels[0];
          const isLine = /^Dòng \d/.test(row?.innerText ?? "");
          const isOfParty = input.name.startsWith("party_");
          const first = input.matches("select") ? [...input.options].find((option) => option.value)?.value : undefined;
          const usual = first ?? (input.matches(".field-number") ? "0" : input.matches(".field-date") ? "" : given["*"] ?? "");
          input.value = given[input.name] ?? (isLine || isOfParty ? "" : usual);
        }
      }, own);
      await press(page, "Lưu phần này");
    }
  }
  await open(page, report);
}

/** The focal person hands the report to the head, who answers for it and sends it. */
export async function sendReport(focal, head, report) {
  await open(focal, report);
  await press(focal, "Trình thủ trưởng");
  await open(head, report);
  await put(head.locator("main"), "Tôi chịu trách nhiệm về tính trung thực, chính xác của báo cáo.", true);
  await press(head, "Duyệt và gửi");
}

/** Opens an item of the checklist on the fieldwork page. */
export async function item(page, fieldwork, words) {
  await open(page, fieldwork);
  const link = page.locator(".fieldwork-tree a").filter({ hasText: words }).first();
  await open(page, await link.getAttribute("href"));
}

/** Gives an item, or its whole theme, to a member. */
export async function assign(page, fieldwork, words, member, what = "Giao cả lĩnh vực") {
  await item(page, fieldwork, words);
  await put(page.locator("main"), "Người thực hiện", member);
  await press(page, what);
}

/** Judges an item: what was seen, then the verdict. */
export async function judge(page, fieldwork, words, verdict, seen = {}) {
  await item(page, fieldwork, words);
  await fill(page.locator("main"), seen);
  await press(page, new RegExp(`^${verdict}`), page.locator(".key-choices").first());
}

/** Draws a finding from the item that is open, from the catalogue's proposal. */
export async function drawFinding(page, values) {
  const draft = page.locator("details.draft").first();
  await draft.locator("summary").click();
  await fill(draft, values);
  const text = await field(draft, "Tồn tại, hạn chế").inputValue();
  await press(page, "Ghi nhận tồn tại", draft);
  return text;
}

/** Texts of a sheet written into its cells, so that it can leave its workbook. */
function inlined(sheet, shared) {
  const texts = [...shared.matchAll(/<si>(.*?)<\/si>/gs)].map((found) => found[1]);
  return sheet.replace(/<c ([^>]*?) t="s"([^>]*)><v>(\d+)<\/v><\/c>/g, (_, before, after, at) => `<c ${before} t="inlineStr"${after}><is>${texts[at]}</is></c>`);
}

/** The workbook of a report, as the unit downloads it. */
export async function reportWorkbook(page, report) {
  await open(page, report);
  return (await download(page, () => page.getByRole("link", { name: "Tải bảng tính XLSX" }).click())).bytes;
}

/**
 * Fills a report in as a workbook: it is downloaded, a colleague's answers are
 * pasted into its sheets, and it is uploaded again.
 */
export async function answerByWorkbook(page, report, filled) {
  const own = unzip(await reportWorkbook(page, report));
  const pasted = unzip(filled);
  const sheets = [...own.get("xl/workbook.xml").toString().matchAll(/<sheet name="([^"]*)" sheetId="(\d+)"/g)];
  for (const [, , number] of sheets.filter(([, name]) => name.startsWith("_"))) {
    const path = `xl/worksheets/sheet${number}.xml`;
    pasted.set(path, inlined(own.get(path).toString(), own.get("xl/sharedStrings.xml").toString()));
  }
  await page.setInputFiles("#workbook-file", { name: "bao-cao.xlsx", mimeType: XLSX, buffer: zip([...pasted]) });
  await press(page, "Nhập bảng tính");
}

/** The figures of a page by their labels. */
export async function figures(page) {
  const cards = await page.locator("a.figure-card").all();
  const read = async (card) => [await card.locator(".figure-label").innerText(), Number(await card.locator(".figure-number").innerText())];
  return Object.fromEntries(await Promise.all(cards.map(read)));
}

/** How many lines a list says it has. */
export async function counted(page) {
  const words = await page.locator("main").innerText();
  if (/Không có dòng nào/.test(words)) return 0;
  return Number(words.match(/Dòng \d+–\d+ trong (\d+)/)[1]);
}

/** Answers every doubt of a plan: its suggestion is taken, or the text is left. */
export async function answerDoubts(page) {
  for (;;) {
    const button = page.locator("#doubts button[value=accepted], #doubts button[value=left]").first();
    if (!(await button.count())) return;
    await go(page, () => button.click());
  }
}

/** Opens a campaign for its units and waits until all have their report. */
export async function openCampaign(page, campaign) {
  await open(page, campaign);
  await follow(page, "Mở đợt kiểm tra");
  await press(page, "Mở đợt kiểm tra");
  for (let tries = 0; tries < 150; tries += 1) {
    await open(page, campaign);
    if (/Đang thực hiện/.test(await page.locator(".page-head").innerText())) return;
    await page.waitForTimeout(200);
  }
  throw new Error(`${campaign} did not open`);
}

/** The rows of a campaign's page: each unit with its first cells. */
export async function targets(page) {
  return page.locator("main table tbody tr").filter({ has: page.locator("th") }).evaluateAll((rows) =>
    rows.filter((row) => row.cells.length >= 6).map((row) => {
      const [unit, cohort, report, visit, minutes, remediation] = [...row.cells].map((cell) => cell.innerText.replace(/\s+/g, " ").trim());
      return { unit: row.cells[0].querySelector("a").innerText, cohort, report, visit, minutes, remediation };
    }),
  );
}

/** The form of a visit to a unit that has none yet. */
export async function planVisit(page, campaign, unit) {
  await open(page, `${campaign}/schedule`);
  await page.locator("summary").filter({ hasText: "Danh sách đơn vị" }).click();
  await go(page, () => page.locator("main li").filter({ hasText: unit }).getByRole("link").click());
}

/** The unit's own report. */
export async function ownReport(page, unit) {
  await open(page, "/self-reports");
  await follow(page, unit);
  return page.url();
}

/** Who of the team is there, and who came for the unit. */
export async function attend(page, visit, members, guest) {
  await open(page, visit);
  for (const name of members) await page.getByLabel(`Có mặt: ${name}`).selectOption({ label: "Có mặt" });
  await press(page, "Lưu điểm danh");
  await fill(panel(page, "Thành phần tham dự"), guest);
  await press(page, "Thêm người tham dự");
}

/** The next step of the visit begins. */
export async function begin(page, visit, step, first = () => {}) {
  first();
  await open(page, visit);
  await press(page, `Bắt đầu: ${step}`);
}

/** A member hands the own part of the minutes to the secretary. */
export async function handOver(page, minutes, name) {
  await open(page, minutes);
  await press(page, "Chuyển cho Thư ký", page.locator("article.share").filter({ hasText: name }));
}

/** A finding by its number. */
export async function finding(page, number) {
  await open(page, "/findings");
  await go(page, () => page.locator("main table tbody th a").filter({ hasText: new RegExp(`^\\s*${number}\\.`) }).first().click());
}

/** The team verifies what the unit reported, and decides what follows. */
export async function verify(page, verdict, after, rest = {}) {
  await follow(page, "Xác nhận kết quả");
  const main = page.locator("main");
  await put(main, verdict, true);
  await put(main, after, true);
  await fill(main, rest);
  await press(page, "Xác nhận kết quả");
}

/** Takes files of tools' results in on a visit's page of results; what it says then. */
export async function takeResults(page, ...files) {
  const panel = page.locator("main details, main section").filter({ has: page.locator("input[type=file]") });
  if (await panel.evaluate((at) => at.tagName === "DETAILS" && !at.open)) await panel.locator("summary").first().click();
  await page.setInputFiles("main input[type=file]", files);
  await press(page, "Nhập tệp");
  return page.locator("main").innerText();
}
