//! A network of a log and the same network of the registry are told by one identifier,
//! which Windows gave it on this computer: so what leads out of it is known of both.

use evidence::{Observation, Sight, Value};
use std::collections::BTreeMap;

/// Gives networks that logs tell of the gateways the registry knows them by.
pub fn add_gateways(of_logs: &mut [Observation], of_registry: &[Observation]) {
    let mut known: BTreeMap<String, &Value> = BTreeMap::new();
    for (id, fields) in networks(of_registry, "network.joined") {
        known.extend(fields.get("gateways").map(|gateways| (id, gateways)));
    }
    for one in of_logs {
        let Some((id, _)) = network(one, "event.network") else { continue };
        if let (Some(gateways), Sight::Seen(Value::Record(fields))) = (known.get(&id), &mut one.sight) {
            fields.insert("gateways".to_owned(), (*gateways).clone());
        }
    }
}

type Fields = BTreeMap<String, Value>;

fn networks<'o>(
    observations: &'o [Observation],
    attribute: &'o str,
) -> impl Iterator<Item = (String, &'o Fields)> {
    observations.iter().filter_map(move |one| network(one, attribute))
}

/// A network's identifier and what is said of it.
fn network<'o>(one: &'o Observation, attribute: &str) -> Option<(String, &'o Fields)> {
    let Sight::Seen(Value::Record(fields)) = &one.sight else { return None };
    match fields.get("id") {
        Some(Value::Text(id)) if one.attribute == attribute => Some((id.to_uppercase(), fields)),
        _ => None,
    }
}
