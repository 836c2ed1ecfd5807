//! Bundles of evidence and the rules that judge them.
//!
//! First byte: 0 a bundle as it is; 1 the lines of one, which are chained and sealed
//! here; 2 a pack of rules, asked of what the seeds saw; 3 both, parted.

#![no_main]

use evidence::{Header, Observation, RulePack, Sealer, Sights, Writer, open, traces};
use rasoat_fuzz::{fuzz, part, seed};

fuzz!(seed::bundles, |data| {
    let Some((choice, data)) = part::chosen(data) else { return };
    match choice % 4 {
        0 => {
            if let Ok(bundle) = open(data) {
                look(&bundle.observations);
            }
        }
        1 => look(&chained(data)),
        2 => asked(data, &chained(seed::OBSERVATIONS.as_bytes())),
        _ => {
            let mut parts = part::parts(data).into_iter();
            let (Some((_, rules)), Some((_, seen))) = (parts.next(), parts.next()) else { return };
            asked(rules, &chained(seen));
        }
    }
});

/// What a bundle holds of lines that are observations.
fn chained(lines: &[u8]) -> Vec<Observation> {
    let header: Header = serde_json::from_str(seed::HEADER).expect("a header");
    let mut writer = Writer::new(Vec::new(), &header).expect("a header");
    for line in lines.split(|byte| *byte == b'\n') {
        if let Ok(observation) = serde_json::from_slice::<Observation>(line) {
            writer.add(&observation).expect("memory takes it");
        }
    }
    let bytes = writer.seal(&Sealer::new(&[7; 32])).expect("a seal");
    // A line that is too long to be read is written all the same.
    open(bytes.as_slice()).map(|bundle| bundle.observations).unwrap_or_default()
}

fn look(observations: &[Observation]) {
    for one in observations {
        traces(one);
    }
    if let Ok(pack) = serde_norway::from_str::<RulePack>(seed::RULES) {
        judged(pack, observations);
    }
}

fn asked(text: &[u8], seen: &[Observation]) {
    let Ok(text) = std::str::from_utf8(text) else { return };
    if let Ok(pack) = serde_norway::from_str::<RulePack>(text)
        && pack.check_shape().is_ok()
    {
        judged(pack, seen);
    }
}

fn judged(pack: RulePack, seen: &[Observation]) {
    let sights = Sights::of(seen);
    for rule in &pack.spread().rules {
        sights.judge(rule);
    }
}
