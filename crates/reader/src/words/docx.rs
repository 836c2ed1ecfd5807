//! Words of DOCX: body, tables, text boxes, headers, footers, footnotes, with
//! the labels Word's automatic numbering hides.
//!
//! Not here: what a label means (`label`).

mod body;
mod numbering;

use super::Gather;
use crate::envelope::{EnvelopeError, Package, Step, walk};
use crate::limits::Limits;
use crate::words::Region;
use body::Body;
use numbering::Numbering;

const MAIN: &str = "word/document.xml";

pub(super) fn read(bytes: &[u8], limits: &Limits, gather: &mut Gather) -> Result<(), EnvelopeError> {
    let mut package = Package::open(bytes, limits)?;
    let main = main_part(&mut package, limits)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let Some(document) = package.part(&main)? else {
        return Err(EnvelopeError::NotADocument);
    };
    let styles = package.part(&format!("{folder}/styles.xml"))?;
    let lists = package.part(&format!("{folder}/numbering.xml"))?;
    let mut numbering = Numbering::read(lists.as_deref(), styles.as_deref(), limits)?;

    let mut names = package.names();
    names.sort();
    let named = |start: &str| -> Vec<String> {
        let prefix = format!("{folder}/{start}");
        let fits = |name: &&String| name.starts_with(&prefix) && name.to_ascii_lowercase().ends_with(".xml");
        names.iter().filter(fits).cloned().collect()
    };
    for name in named("header") {
        aside(&mut package, &name, Region::Header, limits, gather)?;
    }
    let mut body = Body::new(Region::Body, gather, &mut numbering);
    walk(&document, limits, |step| body.step(&step))?;
    body.finish();
    for name in named("footer") {
        aside(&mut package, &name, Region::Footer, limits, gather)?;
    }
    for name in named("footnotes").into_iter().chain(named("endnotes")) {
        aside(&mut package, &name, Region::Footnote, limits, gather)?;
    }
    Ok(())
}

/// The part the package calls its main document.
fn main_part(package: &mut Package, limits: &Limits) -> Result<String, EnvelopeError> {
    let Some(relations) = package.part("_rels/.rels")? else {
        return Ok(MAIN.to_owned());
    };
    let mut target = None;
    walk(&relations, limits, |step| {
        if let Step::Open(element) = step
            && element.name == "Relationship"
            && element.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
        {
            target = element.attribute("Target");
        }
    })?;
    let target = target.map(|target| target.trim_start_matches('/').to_owned());
    match target {
        // A workbook or a presentation is no document.
        Some(target) if !target.starts_with("word/") => Err(EnvelopeError::NotADocument),
        Some(target) => Ok(target),
        None => Ok(MAIN.to_owned()),
    }
}

/// A part beside the body; its own numbering never matters.
fn aside(
    package: &mut Package,
    name: &str,
    region: Region,
    limits: &Limits,
    gather: &mut Gather,
) -> Result<(), EnvelopeError> {
    let Some(part) = package.part(name)? else { return Ok(()) };
    let mut numbering = Numbering::default();
    let mut body = Body::new(region, gather, &mut numbering);
    walk(&part, limits, |step| body.step(&step))?;
    body.finish();
    Ok(())
}
