//! What `systeminfo` and lists of updates say, in any of their forms and codes.

#![no_main]

use evidence::{Kind, Subject};
use host::patch::{Product, Provenance, observations, read};
use rasoat_fuzz::{fuzz, seed};

fuzz!(seed::patch_lists, |data| {
    let Ok((stated, doubts)) = read(data) else { return };
    if let Some(product) = Product::of(&stated) {
        product.is_affected(product.name());
        product.is_server();
    }
    Product::as_wesng(&stated);
    let from = Provenance {
        subject: Subject::new(Kind::Machine, "MAY-01"),
        file: "systeminfo.txt".to_owned(),
        sha256: String::new(),
        taken_at: None,
    };
    observations(&stated, &doubts, &from);
});
