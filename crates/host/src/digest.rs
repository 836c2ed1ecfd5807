//! SHA-256 of a file while it is read: of a large one on a thread of its own, so that
//! reading need not wait for it.

use evidence::hex;
use sha2::{Digest as _, Sha256};
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::{Builder, JoinHandle};

/// Bytes reckoned on the spot before a thread is begun: most files have fewer.
const SMALL: usize = 1 << 20;
/// Pieces that wait, at most.
const WAITING: usize = 8;

#[derive(Debug)]
pub(crate) struct Digest {
    course: Course,
    passed: usize,
}

#[derive(Debug)]
enum Course {
    Here(Sha256),
    Beside { to: SyncSender<Vec<u8>>, emptied: Receiver<Vec<u8>>, thread: JoinHandle<Sha256> },
}

impl Digest {
    pub fn new() -> Self {
        Digest { course: Course::Here(Sha256::new()), passed: 0 }
    }

    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.course {
            Course::Here(hash) => {
                hash.update(bytes);
                self.passed = self.passed.saturating_add(bytes.len());
                // Once tried: where no thread is to be had, it goes on here.
                if self.passed >= SMALL && self.passed - bytes.len() < SMALL {
                    self.course = beside(hash.clone()).unwrap_or(Course::Here(hash.clone()));
                }
            }
            Course::Beside { to, emptied, .. } => {
                let mut piece = emptied.try_recv().unwrap_or_default();
                piece.clear();
                piece.extend_from_slice(bytes);
                // It fails only when the thread panicked, which `finish` passes on.
                let _ = to.send(piece);
            }
        }
    }

    /// In hexadecimal.
    pub fn finish(self) -> String {
        let hash = match self.course {
            Course::Here(hash) => hash,
            Course::Beside { to, thread, .. } => {
                drop(to);
                thread.join().unwrap_or_else(|panic| resume_unwind(panic))
            }
        };
        hex(&hash.finalize())
    }
}

/// The same, gone on with on a thread; none where there is no thread to be had.
fn beside(mut hash: Sha256) -> Option<Course> {
    let (to, pieces) = sync_channel::<Vec<u8>>(WAITING);
    let (empty, emptied) = channel();
    let thread = Builder::new().name("digest".to_owned()).spawn(move || {
        for piece in pieces {
            hash.update(&piece);
            // Nobody wants it back at the end.
            let _ = empty.send(piece);
        }
        hash
    });
    thread.ok().map(|thread| Course::Beside { to, emptied, thread })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_any_size_give_the_digest_of_the_whole() {
        for (piece, times) in [(1, 3), (65_536, 1), (65_536, 40), (SMALL, 1), (SMALL - 1, 3), (3 * SMALL, 4)]
        {
            let mut digest = Digest::new();
            let mut whole = Sha256::new();
            for number in 0..times {
                let bytes = vec![number as u8; piece];
                digest.update(&bytes);
                whole.update(&bytes);
            }
            assert_eq!(digest.finish(), hex(&whole.finalize()), "{piece} bytes, {times} times");
        }
    }
}
