//! The audit chain notices every kind of tampering.

use rasoat_store::audit::{self, Entry, Verdict};
use rasoat_store::{Store, args};

async fn tell(store: &Store, n: u32) {
    let mut tx = store.change().await.expect("a turn");
    let (at, object) = (testkit::clock::StillClock::at("2026-05-20T01:00:00Z").now(), n.to_string());
    audit::append(
        &mut tx,
        Entry {
            at,
            user: None,
            who: "Nguyễn Văn Thử",
            action: "report.save",
            object_kind: "report",
            object_id: &object,
            detail: "{}",
        },
    )
    .await
    .expect("a line is appended");
    tx.keep().await.expect("it is kept");
}

async fn verdict(store: &Store) -> Verdict {
    let mut tx = store.read().await.expect("a reader");
    audit::verify(&mut tx).await.expect("the chain can be read")
}

async fn tamper(store: &Store, sql: &'static str) {
    let mut tx = store.change().await.expect("a turn");
    tx.run(sql, args![]).await.expect("the tampering itself works");
    tx.keep().await.expect("and is kept");
}

#[tokio::test]
async fn a_whole_chain_verifies_and_each_tampering_is_seen() {
    let tamperings: [(&'static str, i64); 4] = [
        ("UPDATE audit SET detail = '{\"changed\":1}' WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("UPDATE audit SET who = 'Trần Thị Khác' WHERE seq = 1", 1),
    ];
    for (sql, seq) in tamperings {
        for record in testkit::record::each().await {
            for n in 0..5 {
                tell(&record.store, n).await;
            }
            assert!(
                matches!(verdict(&record.store).await, Verdict::Whole { lines: 5, .. }),
                "{}",
                record.engine
            );
            tamper(&record.store, sql).await;
            match verdict(&record.store).await {
                Verdict::Broken { seq: found, .. } => assert_eq!(found, seq, "{sql} on {}", record.engine),
                Verdict::Whole { .. } => panic!("{sql} went unseen on {}", record.engine),
            }
        }
    }
}
