//! Writes every sample paper in every format into a folder, for people to look at:
//! `cargo run -p rasoat-papers --example samples -- FOLDER`.
#![expect(clippy::print_stdout, reason = "an example speaks to the person who runs it")]

use std::error::Error;
use std::path::{Path, PathBuf};

use rasoat_papers::{
    ConsolidatedReport, Document, Format, LookupAudit, Minutes, ProgrammeReport, RemediationRequest,
    Reminder, ScheduleNotice, SelfReport, TargetList, TeamDecision, Workbook, consolidated_report,
    consolidated_workbook, listing, listing_workbook, lookup_audit, minutes, programme_report,
    programme_workbook, remediation_request, reminder, schedule_notice, self_report, target_list,
    team_decision,
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).ok_or("name the folder to write to")?;
    std::fs::create_dir_all(&folder)?;
    for (name, paper) in papers() {
        for format in [Format::Docx, Format::Pdf] {
            write(&folder, name, format.extension(), &paper.render(format)?)?;
        }
    }
    for (name, workbook) in workbooks() {
        write(&folder, name, "xlsx", &workbook.xlsx()?)?;
    }
    Ok(())
}

fn papers() -> Vec<(&'static str, Document)> {
    vec![
        ("thong-bao-lich-kiem-tra", schedule_notice(&ScheduleNotice::sample())),
        ("quyet-dinh-thanh-lap-doan", team_decision(&TeamDecision::sample())),
        ("bao-cao-tu-kiem-tra", self_report(&SelfReport::sample())),
        ("bao-cao-tu-kiem-tra-dang-uy", self_report(&SelfReport::party_sample())),
        ("bien-ban-kiem-tra", minutes(&Minutes::sample())),
        ("bien-ban-tu-choi-ky", minutes(&Minutes::refused_sample())),
        ("bao-cao-tong-hop", consolidated_report(&ConsolidatedReport::sample())),
        ("yeu-cau-khac-phuc", remediation_request(&RemediationRequest::sample())),
        ("don-doc", reminder(&Reminder::sample())),
        ("bao-cao-xet-nhat-ky", lookup_audit(&LookupAudit::sample())),
        ("bao-cao-chuong-trinh-don-vi", programme_report(&ProgrammeReport::sample())),
        ("bao-cao-chuong-trinh-tong-hop", programme_report(&ProgrammeReport::consolidated_sample())),
        ("danh-sach-don-vi", listing(&target_list(&TargetList::sample()))),
    ]
}

fn workbooks() -> Vec<(&'static str, Workbook)> {
    vec![
        ("bao-cao-tong-hop", consolidated_workbook(&ConsolidatedReport::sample())),
        ("bao-cao-chuong-trinh-tong-hop", programme_workbook(&ProgrammeReport::consolidated_sample())),
        ("danh-sach-don-vi", listing_workbook(&target_list(&TargetList::sample()))),
    ]
}

fn write(folder: &Path, name: &str, extension: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let file = folder.join(name).with_extension(extension);
    std::fs::write(&file, bytes)?;
    println!("{}", file.display());
    Ok(())
}
