//! One page with every part in every state, to look at and to test; it is not
//! part of a release and has no route in the product. What it shows is sample
//! data, so its words are not in the Fluent files.
//!
//! Not here: the parts themselves (`parts`, `list`, `form`), the sample data
//! (`design::samples`).

use askama::Template;

use crate::form::Form;
use crate::frame::{Flash, FlashKind, Frame};
use crate::list::Table;
use crate::nav::Nav;
use crate::pages::{Page, Samples};
use crate::parts::badge::{Badge, Tone};
use crate::parts::chart::{Bars, Lines};
use crate::parts::figures::Figures;
use crate::parts::files::Files;
use crate::parts::found::Found;
use crate::parts::heat::Heat;
use crate::parts::job::Job;
use crate::parts::keys::KeyChoices;
use crate::parts::notices::Notices;
use crate::parts::progress::Progress;
use crate::parts::remarks::Remarks;
use crate::parts::steps::Steps;
use crate::parts::tabs::Tabs;
use crate::parts::timeline::Timeline;
use crate::parts::tree::Tree;

mod samples;

pub const PATH: &str = "/design";

#[derive(Debug, Template)]
#[template(path = "pages/design.html")]
pub struct Design {
    f: Frame,
    badges: Vec<Badge>,
    tabs: Tabs,
    figures: Figures,
    table: Table,
    rows: Vec<Row>,
    nothing: Table,
    steps: Steps,
    bars: Vec<Progress>,
    blank: Form,
    wrong: Form,
    saving: Form,
    timeline: Timeline,
    remarks: Remarks,
    remark: Form,
    files: Files,
    tree: Tree,
    verdicts: KeyChoices,
    heat: Heat,
    chart: Bars,
    lines: Lines,
    jobs: Vec<Job>,
    notices: Notices,
    found: Found,
}

/// A part that answers by itself: what a search finds, how far a job is.
pub fn part(f: &Frame, path: &str) -> Option<String> {
    match path {
        "/search" => samples::found().render().ok(),
        path => {
            let jobs = samples::jobs(f.lang);
            jobs.into_iter().find(|job| job.href == path)?.render().ok()
        }
    }
}

/// A unit of a campaign with its five cells.
#[derive(Debug)]
struct Row {
    id: &'static str,
    unit: &'static str,
    report: Badge,
    visit: Badge,
    findings: u64,
    answered: Progress,
    due: jiff::civil::Date,
}

impl Page for Design {
    const NAME: &'static str = "design";

    fn samples(frame: &Frame) -> Samples<Self> {
        let mut f = frame
            .clone()
            .titled("Bảng thành phần", Some(Nav::Campaigns))
            .under("Kế hoạch và đợt kiểm tra", "/campaigns")
            .under("An ninh mạng 2026, đợt 2", "/campaigns/kh-2026-02");
        f.flash.push(
            Flash::new(FlashKind::Notice, "Đã bỏ UBND xã Đồng Tâm khỏi đợt kiểm tra.")
                .with_undo("Hoàn tác", "/campaigns/kh-2026-02/undo"),
        );
        f.flash.push(Flash::new(
            FlashKind::Warning,
            "Kế hoạch còn 2 chỗ chưa rõ; cần trả lời trước khi mở đợt.",
        ));
        f.flash.push(Flash::new(FlashKind::Failed, "Chưa gửi được thư tới 1 đơn vị: địa chỉ không tồn tại."));
        vec![("all", Self::new(f))]
    }
}

impl Design {
    fn new(f: Frame) -> Self {
        let lang = f.lang;
        Self {
            badges: Tone::ALL
                .into_iter()
                .zip(samples::STATES)
                .map(|(tone, words)| Badge::new(tone, words))
                .collect(),
            tabs: samples::tabs(lang),
            figures: samples::figures(lang),
            table: samples::table(&f),
            rows: samples::rows(lang),
            nothing: samples::nothing(),
            steps: samples::steps(lang),
            bars: samples::bars(lang),
            blank: Form::blank(lang, samples::fields()),
            wrong: samples::wrong(lang),
            saving: samples::saving(lang),
            timeline: samples::timeline(),
            remarks: samples::remarks(),
            remark: Form::blank(lang, samples::remark_fields()),
            files: samples::files(lang),
            tree: samples::tree(),
            verdicts: samples::verdicts(),
            heat: samples::heat(lang),
            chart: samples::chart(lang),
            lines: samples::lines(lang),
            jobs: samples::jobs(lang),
            notices: samples::notices(&f),
            found: samples::found(),
            f,
        }
    }
}
