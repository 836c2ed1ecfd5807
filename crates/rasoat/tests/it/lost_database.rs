//! The database gone while people work: each is told so in words and in time,
//! nobody is logged out, nothing acknowledged is lost, and work goes on by itself
//! once the database is back.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use store::Location;
use testkit::browser::Browser;
use testkit::house::House;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::program::{Place, verify};
use crate::sigkill::scene::Scene;

const CELL: &str = "head_directs";
/// Within this time a person must have an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A line to the database that can be cut.
struct Cable {
    address: SocketAddr,
    cut: Arc<AtomicBool>,
    links: Arc<Mutex<Vec<JoinHandle<()>>>>,
}

impl Cable {
    async fn to(server: String) -> Cable {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let cable = Cable {
            address: listener.local_addr().expect("its address"),
            cut: Arc::default(),
            links: Arc::default(),
        };
        let (cut, links) = (Arc::clone(&cable.cut), Arc::clone(&cable.links));
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                if cut.load(Ordering::Relaxed) {
                    continue;
                }
                let Ok(mut far) = TcpStream::connect(&server).await else { continue };
                let link = tokio::spawn(async move { drop(copy_bidirectional(&mut near, &mut far).await) });
                links.lock().expect("nobody panics here").push(link);
            }
        });
        cable
    }

    fn cut(&self) {
        self.cut.store(true, Ordering::Relaxed);
        for link in self.links.lock().expect("nobody panics here").drain(..) {
            link.abort();
        }
    }

    fn mend(&self) {
        self.cut.store(false, Ordering::Relaxed);
    }
}

async fn save(browser: &mut Browser, path: &str, value: &str, version: i64) -> (u16, String) {
    let version = version.to_string();
    let fields = [("name", CELL), ("value", value), ("version", &version)];
    let reply = browser.post(path, &fields).await.expect("the program itself goes on");
    (reply.status, reply.text())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_database_the_program_says_so_and_goes_on_when_it_is_back() {
    for house in House::each().await {
        let Location::Server(url) = house.record.location.clone() else { continue };
        let (before, rest) = url.rsplit_once('@').expect("a user stands before the server");
        let (server, database) = rest.split_once('/').expect("a database stands behind it");
        let cable = Cable::to(server.to_owned()).await;
        let scene = Scene::build(&house, 0).await;
        let place = Place::of(&house).through(format!("{before}@{}/{database}", cable.address));
        let program = place.serve();
        let mut people = scene.sign_in(program.address).await;
        let browser = &mut people[0];
        let report = scene.edited[0];
        let page = format!("/self-reports/{report}");
        let path = format!("{page}/save");
        assert_eq!(save(browser, &path, "trước khi mất", 0).await.0, 200);

        cable.cut();
        let begun = Instant::now();
        let (status, words) = save(browser, &path, "khi đã mất", 1).await;
        assert!(status == 503 && words.contains("cơ sở dữ liệu"), "{status} {words}");
        assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
        let read = browser.get(&page).await.expect("the program itself goes on");
        assert_eq!(read.status, 503, "nobody is sent to log in again");
        let mut other = Browser::new(program.address);
        let entering = other.sign_in("office", testkit::province::PASSWORD).await;
        let words = entering.expect_err("nobody can log in").to_string();
        assert!(words.contains("503"), "a right password is not called wrong: {words}");

        cable.mend();
        let (status, words) = save(browser, &path, "khi đã có lại", 1).await;
        assert_eq!(status, 200, "the very next save goes through: {words}");
        assert_eq!(browser.get(&page).await.expect("a page").status, 200);
        drop(program);
        let mut tx = house.app.store.read().await.expect("a reader");
        let standing = store::report::answers_of(&mut tx, report, &[CELL]).await.expect("the answers");
        assert_eq!((standing[0].value.as_str(), standing[0].version), ("khi đã có lại", 2));
        verify(&place);
    }
}
