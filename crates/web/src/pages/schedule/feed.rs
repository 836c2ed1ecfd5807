//! A person's calendar for other programs: its secret address, and the file it
//! gives (RFC 5545).
//!
//! Not here: who sees which visit (`app`).

use app::acts::schedule::{self, Entry};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;

use crate::flash::Tell;
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

use super::PATH;

/// The page of the address.
#[derive(Debug, Template)]
#[template(path = "pages/schedule_feed.html")]
pub struct FeedPage {
    f: Frame,
    since: String,
    /// The address; shown once, when it was made.
    address: String,
}

pub async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    let since = schedule::feed_since(site.app()?, visit.actor()?).await?;
    pages::show(&FeedPage::new(visit.frame(), since, String::new()))
}

pub async fn open(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    let app = site.app()?;
    let secret = schedule::open_feed(app, visit.actor()?).await?;
    let address = format!("{}/calendar/{secret}.ics", app.address.trim_end_matches('/'));
    pages::show(&FeedPage::new(visit.frame(), Some(app.now()), address))
}

pub async fn close(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    schedule::close_feed(site.app()?, visit.actor()?).await?;
    Ok(Tell::new(FlashKind::Done, "schedule-feed-closed").on("/calendar", site.settings().behind_tls))
}

/// The calendar behind an address; whoever knows it may read.
pub async fn file(State(site): State<Site>, Path(file): Path<String>) -> Result<Response, Refusal> {
    let secret =
        file.strip_suffix(".ics").filter(|secret| secret.len() <= 64).ok_or_else(Refusal::not_found)?;
    let app = site.app()?;
    let now = app.now();
    site.calendar_reads().take(secret.to_owned(), now).map_err(|wait| Refusal::too_many(wait.0))?;
    let entries = schedule::feed(app, secret).await?;
    let text = write(Lang::Vi, &entries, &app.address, now);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private, max-age=900"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"lich-kiem-tra.ics\""),
    ];
    Ok((headers, text).into_response())
}

/// The entries as an iCalendar file.
fn write(lang: Lang, entries: &[Entry], address: &str, now: Timestamp) -> String {
    let mut file = String::new();
    let mut line = |text: &str| fold(&mut file, text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Ra Soat//Lich kiem tra//VI");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!("X-WR-CALNAME:{}", escape(&lang.t("nav-visits"))));
    line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    for entry in entries {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}@rasoat", entry.visit));
        line(&format!("SEQUENCE:{}", entry.version));
        line(&format!("DTSTAMP:{}", utc(now)));
        line(&format!("LAST-MODIFIED:{}", utc(entry.changed_at)));
        line(&format!("DTSTART:{}", utc(entry.starts_at)));
        line(&format!("DTEND:{}", utc(entry.ends_at)));
        let summary = lang.t_with("schedule-event", &[("unit", entry.unit_name.as_str())]);
        line(&format!("SUMMARY:{}", escape(&summary)));
        if !entry.place.is_empty() {
            line(&format!("LOCATION:{}", escape(&entry.place)));
        }
        let mut told: Vec<String> = Vec::new();
        for part in &entry.parts {
            told.push(part.campaign_title.clone());
            told.push(format!("{}: {}", part.team_name, part.members.join(", ")));
        }
        line(&format!("DESCRIPTION:{}", escape(&told.join("\n"))));
        line(&format!("URL:{}{PATH}/{}", address.trim_end_matches('/'), entry.visit));
        line(if entry.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    file
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// RFC 5545, 3.3.11: backslash, semicolon, comma and line breaks.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' => escaped.push_str("\\n"),
            '\r' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// RFC 5545, 3.1: no line is longer than 75 octets; it goes on after a blank.
fn fold(file: &mut String, text: &str) {
    const LONGEST: usize = 75;
    let mut length = 0;
    for letter in text.chars() {
        if length + letter.len_utf8() > LONGEST {
            file.push_str("\r\n ");
            length = 1;
        }
        file.push(letter);
        length += letter.len_utf8();
    }
    file.push_str("\r\n");
}

impl FeedPage {
    fn new(f: Frame, since: Option<Timestamp>, address: String) -> Self {
        let (title, list) = (f.t("schedule-feed"), f.t("nav-visits"));
        let since = since.map(|at| f.lang.moment(at)).unwrap_or_default();
        FeedPage { since, address, f: f.titled(title, Some(Nav::Visits)).under(list, PATH) }
    }
}

impl Page for FeedPage {
    const NAME: &'static str = "schedule_feed";

    fn samples(frame: &Frame) -> Samples<Self> {
        let since = Some(frame.now);
        let address = "https://rasoat.example/calendar/0123456789abcdef.ics".to_owned();
        vec![
            ("none", Self::new(frame.clone(), None, String::new())),
            ("opened", Self::new(frame.clone(), since, address)),
            ("known", Self::new(frame.clone(), since, String::new())),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> String {
        let entries = super::super::samples::entries();
        write(Lang::Vi, &entries, "https://rasoat.example/", Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn every_line_ends_with_a_line_break_and_is_75_octets_at_most() {
        let text = text();
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.split_terminator("\r\n") {
            assert!(line.len() <= 75 && !line.contains('\n'), "{line}");
        }
    }

    #[test]
    fn unfolded_lines_give_back_the_words_and_text_is_escaped() {
        let whole = text().replace("\r\n ", "");
        assert!(whole.contains("SUMMARY:Kiểm tra: Ủy ban nhân dân xã Đồng Tâm"), "{whole}");
        assert!(whole.contains("Đoàn kiểm tra số 1: Phan Quốc Việt\\, Ngô Thùy Dương"), "{whole}");
        assert_eq!(escape("a,b;c\\d\r\ne"), "a\\,b\\;c\\\\d\\ne");
    }

    #[test]
    fn an_event_keeps_its_identifier_and_says_when_it_is_cancelled() {
        let text = text();
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 5);
        assert_eq!(text.matches("STATUS:CANCELLED").count(), 1);
        assert!(text.contains("UID:00000000-0000-0000-0000-000000000001@rasoat\r\n"));
        assert!(text.contains("DTSTART:20260602T010000Z\r\n"), "Viet Nam's 8 o'clock");
    }
}
