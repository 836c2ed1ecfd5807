//! Nmap's XML (nmap.org/book/nmap-dtd.html): open ports, and what the script
//! `vulners` says of the services behind them.

use super::{host, reported, score};
use crate::ImportError;
use crate::import::Found;
use crate::xml::{Element, records};
use evidence::{Severity, Subject};
use jiff::Timestamp;

pub fn xml(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let limits = found.limits;
    records(text, &["host"], limits, |above, element| {
        if let Some(run) = above.first() {
            run.attribute("version").unwrap_or_default().clone_into(&mut found.version);
            let started = run.attribute("start").and_then(|start| start.parse().ok());
            found.made_at = started.and_then(|second| Timestamp::from_second(second).ok());
        }
        one(&element, found)
    })
}

fn one(element: &Element, found: &mut Found<'_>) -> Result<(), ImportError> {
    let address = |kind: &str| {
        element.all("address").find(|address| address.attribute("addrtype") == Some(kind))?.attribute("addr")
    };
    let Some(address) = address("ipv4").or_else(|| address("ipv6")).or_else(|| address("mac")) else {
        return Ok(());
    };
    let subject = host(address);
    found.looked_at(&subject);
    let ports = element.child("ports").into_iter().flat_map(|ports| ports.all("port"));
    for port in ports {
        let state = port.child("state").and_then(|state| state.attribute("state"));
        if state == Some("open") {
            open(&subject, port, found)?;
        }
    }
    Ok(())
}

fn open(subject: &Subject, port: &Element, found: &mut Found<'_>) -> Result<(), ImportError> {
    let number = port.attribute("portid").unwrap_or_default();
    let place = format!("{number}/{}", port.attribute("protocol").unwrap_or("tcp"));
    let service = port.child("service");
    let part = |name: &str| service.and_then(|service| service.attribute(name)).unwrap_or_default();
    let about = [part("name"), part("product"), part("version")];
    let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
    let title = format!("Open port {place} {}", about.join(" "));
    found.add(subject.clone(), reported("open-port", &title, Severity::Info, &place))?;
    for script in port.all("script").filter(|script| script.attribute("id") == Some("vulners")) {
        for component in script.all("table") {
            for weakness in component.all("table") {
                known(subject, &place, component.attribute("key").unwrap_or_default(), weakness, found)?;
            }
        }
    }
    Ok(())
}

fn known(
    subject: &Subject,
    place: &str,
    component: &str,
    weakness: &Element,
    found: &mut Found<'_>,
) -> Result<(), ImportError> {
    let value = |name: &str| {
        let elem = weakness.all("elem").find(|elem| elem.attribute("key") == Some(name));
        elem.map_or("", |elem| elem.text.trim())
    };
    let id = value("id");
    if id.is_empty() {
        return Ok(());
    }
    let score = score(value("cvss"));
    let mut one =
        reported(id, &format!("{id} {component}"), score.map_or(Severity::Info, Severity::from_score), place);
    one.identifiers = vec![id.to_owned()];
    one.score = score;
    found.add(subject.clone(), one)
}
