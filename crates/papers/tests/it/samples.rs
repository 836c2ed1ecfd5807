//! Every sample paper, with the data it was made from.

use rasoat_papers::{Document, Minutes, minutes};
use serde::Serialize;
use serde_json::Value;

pub struct Sample {
    pub name: &'static str,
    pub paper: Document,
    pub data: Value,
}

pub fn all() -> Vec<Sample> {
    vec![sample("minutes", &Minutes::sample(), minutes)]
}

fn sample<T: Serialize>(name: &'static str, data: &T, write: fn(&T) -> Document) -> Sample {
    Sample {
        name,
        paper: write(data),
        data: serde_json::to_value(data).expect("plain data"),
    }
}
