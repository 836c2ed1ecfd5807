//! A plan in short lines, for snapshots a person can check by eye.

use std::fmt::Write;

use reader::Plan;
use serde::Serialize;

fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

fn said(value: Option<&String>) -> String {
    value.cloned().unwrap_or_else(|| "–".to_owned())
}

/// Everything but places and the section tree.
pub fn brief(plan: &Plan) -> String {
    let mut out = String::new();
    let date = plan.date.map_or_else(|| "–".to_owned(), |date| format!("{}…{}", date.from, date.to));
    let _ = writeln!(
        out,
        "{} | {} | {} | {}",
        word(&plan.kind),
        said(plan.number.as_ref()),
        said(plan.series.as_ref()),
        said(plan.issuer.as_ref())
    );
    let _ = writeln!(
        out,
        "{} | {date} | {:?} {:?} | {}",
        said(plan.place.as_ref()),
        plan.year,
        plan.year_to,
        said(plan.province.as_ref())
    );
    let _ = writeln!(out, "{}", said(plan.title.as_ref()));
    for basis in &plan.bases {
        let date = basis.date.map_or_else(|| "–".to_owned(), |date| date.to_string());
        let _ = writeln!(
            out,
            "basis: {} | {} | {date} | {} | {} {:?}",
            basis.r#type,
            said(basis.number.as_ref()),
            said(basis.issuer.as_ref()),
            said(basis.subject.as_ref()),
            basis.articles
        );
    }
    for alias in &plan.aliases {
        let _ = writeln!(out, "alias: {} = {}", alias.short, alias.long);
    }
    for purpose in &plan.purposes {
        let _ = writeln!(out, "purpose: {} {} {}", purpose.id, word(&purpose.kind), purpose.text);
    }
    for content in &plan.contents {
        let _ =
            writeln!(out, "content: {} {} ‹{}›", content.id, content.text, said(content.heading.as_ref()));
    }
    for method in &plan.methods {
        let _ = writeln!(out, "method: {} {} {}", method.id, word(&method.r#type), method.text);
    }
    if let Some(scope) = &plan.scope {
        let _ = writeln!(out, "scope: {} … {} “{}”", scope.from, word(&scope.to), scope.text);
    }
    for window in &plan.windows {
        let _ = writeln!(out, "window: {} … {} {}", window.from, window.to, window.what);
    }
    for target in &plan.targets {
        let window =
            target.window.map_or_else(String::new, |window| format!(" {}…{}", window.from, window.to));
        let _ = writeln!(
            out,
            "target: {} [{} {}] ‹{}› unit {} in {} count {:?}{window}",
            target.name,
            word(&target.kind),
            word(&target.purpose),
            target.group,
            said(target.unit.as_ref()),
            said(target.parent.as_ref()),
            target.count
        );
    }
    for row in &plan.team {
        let _ = writeln!(
            out,
            "team: {} | {} | {} | {} | {} | {} | {}",
            word(&row.role),
            said(row.rank.as_ref()),
            said(row.name.as_ref()),
            said(row.position.as_ref()),
            row.organisation,
            said(row.also.as_ref()),
            row.roster
        );
    }
    for duty in &plan.duties {
        let _ = writeln!(out, "duty: {} {} → {}", duty.id, said(duty.who.as_ref()), duty.text);
    }
    for task in &plan.tasks {
        let _ = writeln!(
            out,
            "task: {} {} | lead {:?} | with {:?} | by {:?} | due {} | {} | {}",
            task.id,
            task.text,
            task.lead,
            task.coordinating,
            task.executing,
            word(&task.due),
            word(&task.recurrence),
            said(task.product.as_ref())
        );
    }
    for deadline in &plan.deadlines {
        let _ = writeln!(
            out,
            "deadline: {} “{}” {} → {}",
            word(&deadline.rule),
            deadline.text,
            said(deadline.who.as_ref()),
            deadline.what
        );
    }
    for contact in &plan.contacts {
        let _ = writeln!(
            out,
            "contact: {} | {} | {} | {} | {}",
            said(contact.rank.as_ref()),
            contact.name,
            contact.position,
            contact.organisation,
            contact.phone
        );
    }
    if let Some(outline) = &plan.outline {
        let _ = writeln!(out, "outline: {} ({} fields)", outline.title, outline.fields.len());
    }
    for recipient in &plan.recipients {
        let _ = writeln!(out, "to: {}", recipient.0);
    }
    let _ = writeln!(out, "filing: {} | {}", said(plan.filing.as_ref()), said(plan.file_code.as_ref()));
    if let Some(signatory) = &plan.signatory {
        let _ = writeln!(
            out,
            "signed: {} | {} | {} | {}",
            said(signatory.authority.as_ref()),
            said(signatory.title.as_ref()),
            said(signatory.also.as_ref()),
            said(signatory.name.as_ref())
        );
    }
    for doubt in &plan.doubts {
        let _ = writeln!(
            out,
            "doubt: {} {} → {}",
            word(&doubt.code),
            doubt.message,
            said(doubt.suggestion.as_ref())
        );
    }
    out
}
