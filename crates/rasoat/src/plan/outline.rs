//! A plan as a readable outline for the terminal.

use std::io::{self, Write};

use domain::plan::{Place, Plan, ScopeEnd, Section};

fn at(place: &Place) -> String {
    match place.page {
        Some(page) => format!("tr.{page} đoạn {}", place.paragraph + 1),
        None => format!("đoạn {}", place.paragraph + 1),
    }
}

fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

fn optional(value: Option<&String>) -> &str {
    value.map_or("(không có)", String::as_str)
}

/// Writes everything the plan says, list by list.
pub(super) fn write(out: &mut impl Write, name: &str, plan: &Plan) -> io::Result<()> {
    writeln!(out, "== {name}")?;
    writeln!(out, "Loại: {}", word(&plan.kind))?;
    writeln!(out, "Số: {}   Ký hiệu: {}", optional(plan.number.as_ref()), optional(plan.series.as_ref()))?;
    writeln!(out, "Cơ quan ban hành: {}", optional(plan.issuer.as_ref()))?;
    let date = plan.date.map_or_else(
        || "(không có)".to_owned(),
        |span| {
            if span.from == span.to {
                span.from.to_string()
            } else {
                format!("{} … {}", span.from, span.to)
            }
        },
    );
    writeln!(out, "Nơi, ngày: {}, {date}", optional(plan.place.as_ref()))?;
    writeln!(out, "Tên: {}", optional(plan.title.as_ref()))?;
    let year = plan.year.map_or_else(|| "?".to_owned(), |year| year.to_string());
    writeln!(out, "Năm: {year}   Tỉnh: {}", optional(plan.province.as_ref()))?;
    lists(out, plan)?;
    people(out, plan)?;
    work(out, plan)?;
    foot(out, plan)?;
    writeln!(out, "\nCây đề mục:")?;
    for section in &plan.sections {
        tree(out, section)?;
    }
    writeln!(out, "\nNghi vấn ({}):", plan.doubts.len())?;
    for doubt in &plan.doubts {
        let suggestion = doubt.suggestion.as_ref().map(|text| format!(" → {text}")).unwrap_or_default();
        writeln!(out, "  [{}] {}{suggestion} ({})", word(&doubt.code), doubt.message, at(&doubt.place))?;
    }
    writeln!(out)
}

fn lists(out: &mut impl Write, plan: &Plan) -> io::Result<()> {
    writeln!(out, "\nCăn cứ ({}):", plan.bases.len())?;
    for basis in &plan.bases {
        let date = basis.date.map(|date| format!(" ngày {date}")).unwrap_or_default();
        let issuer = basis.issuer.as_ref().map(|issuer| format!(" của {issuer}")).unwrap_or_default();
        let subject = basis.subject.as_ref().map(|subject| format!(": {subject}")).unwrap_or_default();
        let number = basis.number.as_ref().map(|number| format!(" {number}")).unwrap_or_default();
        writeln!(out, "  {}{number}{date}{issuer}{subject} ({})", basis.r#type, at(&basis.place))?;
    }
    writeln!(out, "\nTên gọi tắt ({}):", plan.aliases.len())?;
    for alias in &plan.aliases {
        writeln!(out, "  {} = {}", alias.short, alias.long)?;
    }
    writeln!(out, "\nMục đích, yêu cầu ({}):", plan.purposes.len())?;
    for purpose in &plan.purposes {
        writeln!(out, "  {} [{}] {}", purpose.id, word(&purpose.kind), purpose.text)?;
    }
    writeln!(out, "\nNội dung ({}):", plan.contents.len())?;
    for content in &plan.contents {
        writeln!(out, "  {} {}", content.id, content.text)?;
    }
    writeln!(out, "\nPhương pháp ({}):", plan.methods.len())?;
    for method in &plan.methods {
        writeln!(
            out,
            "  {} [{}] {}",
            method.id,
            method.r#type.as_ref().map(word).unwrap_or_default(),
            method.text
        )?;
    }
    if let Some(scope) = &plan.scope {
        let to = match scope.to {
            ScopeEnd::Date(date) => date.to_string(),
            ScopeEnd::Visit => "thời điểm kiểm tra".to_owned(),
        };
        writeln!(out, "\nPhạm vi: {} … {to}", scope.from)?;
    }
    writeln!(out, "\nThời gian ({}):", plan.windows.len())?;
    for window in &plan.windows {
        writeln!(out, "  {} … {}: {}", window.from, window.to, window.what)?;
    }
    Ok(())
}

fn people(out: &mut impl Write, plan: &Plan) -> io::Result<()> {
    writeln!(out, "\nĐối tượng kiểm tra ({}):", plan.targets.len())?;
    for target in &plan.targets {
        let count = target.count.map(|count| format!(" ×{count}")).unwrap_or_default();
        let window = target.window.map(|span| format!(" {}…{}", span.from, span.to)).unwrap_or_default();
        writeln!(
            out,
            "  [{} · {}] {}{count}{window} — {}",
            word(&target.kind),
            word(&target.purpose),
            target.name,
            target.group
        )?;
    }
    writeln!(out, "\nThành phần Đoàn ({}):", plan.team.len())?;
    for row in &plan.team {
        let name = row.name.as_deref().unwrap_or("(chưa cử)");
        let parts = [
            row.rank.as_deref(),
            Some(name),
            row.position.as_deref(),
            Some(row.organisation.as_str()),
            row.also.as_deref(),
        ];
        let said: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        writeln!(out, "  [{}] {} — {}", word(&row.role), said.join(" · "), row.roster)?;
    }
    writeln!(out, "\nĐầu mối liên hệ ({}):", plan.contacts.len())?;
    for contact in &plan.contacts {
        writeln!(
            out,
            "  {} {} · {} · {} · {}",
            contact.rank.as_deref().unwrap_or_default(),
            contact.name,
            contact.position,
            contact.organisation,
            contact.phone
        )?;
    }
    Ok(())
}

fn work(out: &mut impl Write, plan: &Plan) -> io::Result<()> {
    writeln!(out, "\nTrách nhiệm ({}):", plan.duties.len())?;
    for duty in &plan.duties {
        writeln!(out, "  {} {}: {}", duty.id, optional(duty.who.as_ref()), duty.text)?;
    }
    writeln!(out, "\nNhiệm vụ ({}):", plan.tasks.len())?;
    for task in &plan.tasks {
        writeln!(out, "  {} {}", task.id, task.text.replace('\n', " / "))?;
        for (label, names) in
            [("chủ trì", &task.lead), ("phối hợp", &task.coordinating), ("thực hiện", &task.executing)]
        {
            if !names.is_empty() {
                writeln!(out, "      {label}: {}", names.join("; "))?;
            }
        }
        if let Some(due) = &task.due {
            writeln!(out, "      thời hạn: {}", word(due))?;
        }
        if let Some(recurrence) = &task.recurrence {
            writeln!(out, "      lặp lại: {}", word(recurrence))?;
        }
    }
    writeln!(out, "\nThời hạn ({}):", plan.deadlines.len())?;
    for deadline in &plan.deadlines {
        writeln!(
            out,
            "  {} “{}” — {} — {} ({})",
            word(&deadline.rule),
            deadline.text,
            optional(deadline.who.as_ref()),
            deadline.what,
            at(&deadline.place)
        )?;
    }
    Ok(())
}

fn foot(out: &mut impl Write, plan: &Plan) -> io::Result<()> {
    if let Some(outline) = &plan.outline {
        writeln!(out, "\nĐề cương: {} ({} mục)", outline.title, outline.fields.len())?;
    }
    writeln!(out, "\nNơi nhận ({}):", plan.recipients.len())?;
    for recipient in &plan.recipients {
        writeln!(out, "  {}", recipient.0)?;
    }
    writeln!(out, "Lưu: {}   Mã tệp: {}", optional(plan.filing.as_ref()), optional(plan.file_code.as_ref()))?;
    if let Some(signatory) = &plan.signatory {
        let parts = [
            signatory.authority.as_ref(),
            signatory.title.as_ref(),
            signatory.also.as_ref(),
            signatory.name.as_ref(),
        ];
        let said: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        writeln!(out, "Người ký: {}", said.join(" | "))?;
    }
    Ok(())
}

fn tree(out: &mut impl Write, section: &Section) -> io::Result<()> {
    let indent = "  ".repeat(usize::from(section.level) + 1);
    let head = section.title.as_deref().unwrap_or_else(|| section.text.lines().next().unwrap_or_default());
    let short: String = head.chars().take(90).collect();
    writeln!(out, "{indent}{} {short}", section.label)?;
    section.children.iter().try_for_each(|child| tree(out, child))
}
