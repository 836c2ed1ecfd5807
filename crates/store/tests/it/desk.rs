//! The writing desk: nothing half-done is kept, nothing acknowledged is lost.

use rasoat_store::args;
use rasoat_store::{Location, Store};

async fn put(store: &Store, name: &str, value: &str) -> bool {
    let mut tx = store.change().await.expect("a turn");
    tx.run("INSERT INTO setting (name, value) VALUES ($1, $2)", args![name, value])
        .await
        .expect("the row is put");
    tx.keep().await.is_ok()
}

async fn names(store: &Store) -> Vec<String> {
    let mut tx = store.read().await.expect("a reader");
    let rows = tx.rows("SELECT name FROM setting ORDER BY name", args![]).await.expect("rows");
    rows.iter().map(|r| r.text("name").expect("a name")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_acts_at_once_are_all_kept_and_an_abandoned_one_leaves_no_trace() {
    for record in testkit::record::each().await {
        let mut acts = tokio::task::JoinSet::new();
        for n in 0..100 {
            let store = record.store.clone();
            acts.spawn(async move {
                if n % 10 == 3 {
                    let mut tx = store.change().await.expect("a turn");
                    tx.run("INSERT INTO setting (name, value) VALUES ($1, 'x')", args![format!("lost-{n}")])
                        .await
                        .expect("the row is put");
                    drop(tx);
                    true
                } else {
                    put(&store, &format!("kept-{n:03}"), "x").await
                }
            });
        }
        while let Some(done) = acts.join_next().await {
            assert!(done.expect("no act panics"));
        }
        let names = names(&record.store).await;
        assert_eq!(names.len(), 90, "{}", record.engine);
        assert!(names.iter().all(|n| n.starts_with("kept-")), "{}", record.engine);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_act_that_fails_does_not_harm_the_acts_beside_it() {
    for record in testkit::record::each().await {
        assert!(put(&record.store, "a", "1").await);
        let mut acts = tokio::task::JoinSet::new();
        for n in 0..20 {
            let store = record.store.clone();
            acts.spawn(async move {
                let mut tx = store.change().await.expect("a turn");
                let name = if n % 2 == 0 { "a".to_owned() } else { format!("b{n}") };
                let put = tx.run("INSERT INTO setting (name, value) VALUES ($1, '2')", args![name]).await;
                match put {
                    Ok(_) => tx.keep().await.is_ok(),
                    Err(error) => {
                        assert!(error.is_duplicate());
                        false
                    }
                }
            });
        }
        let mut kept = 0;
        while let Some(done) = acts.join_next().await {
            kept += usize::from(done.expect("no act panics"));
        }
        assert_eq!(kept, 10, "{}", record.engine);
        assert_eq!(names(&record.store).await.len(), 11, "{}", record.engine);
    }
}

#[tokio::test]
async fn an_abandoned_act_frees_the_desk_for_other_programs() {
    let record = testkit::record::sqlite().await;
    let mut tx = record.store.change().await.expect("a turn");
    tx.run("INSERT INTO setting (name, value) VALUES ('x', '1')", args![]).await.expect("the row is put");
    drop(tx);
    tokio::task::yield_now().await;
    let other = Store::open(&record.location).await.expect("a second program opens the record");
    assert!(put(&other, "y", "1").await);
    assert_eq!(names(&record.store).await, ["y"]);
}

#[tokio::test]
async fn what_was_kept_is_there_when_the_record_is_opened_again() {
    let record = testkit::record::sqlite().await;
    assert!(put(&record.store, "x", "1").await);
    let Location::File(path) = &record.location else { panic!("a file") };
    assert!(path.exists());
    let again = Store::open(&record.location).await.expect("it opens again");
    assert_eq!(names(&again).await, ["x"]);
}
