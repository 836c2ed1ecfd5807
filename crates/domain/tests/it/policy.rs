//! The printed policy is the policy.

use rasoat_domain::policy;

const HEAD: &str = "# Who may do what\n\nPrinted from `crates/domain/src/policy.rs`; a test holds the two the same\n(`UPDATE_POLICY=1 cargo test -p rasoat-domain printed` prints it anew). `own`: only what\nbelongs to the units or teams the role is held for; `all`: everything; blank: no.\n\n";

#[test]
fn the_printed_policy_is_the_policy_in_force() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/policy.md");
    let printed = format!("{HEAD}{}", policy::table());
    #[expect(clippy::disallowed_methods, reason = "the one way to have it printed anew")]
    if std::env::var("UPDATE_POLICY").is_ok() {
        std::fs::write(&path, &printed).expect("the file is written");
    }
    assert_eq!(std::fs::read_to_string(path).expect("docs/policy.md is there"), printed);
}
