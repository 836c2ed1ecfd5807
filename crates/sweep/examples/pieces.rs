//! Prints what a reader yields of files: for looking into a reader, on documents
//! that are no secret.
#![expect(clippy::print_stdout, reason = "a program for people")]

use rasoat_sweep::{Limits, Step, examine, read_pieces};

fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        let reading = read_pieces(name, &bytes, &Limits::default());
        println!("{path}: {:?} partial {} pictures {}", reading.unread, reading.partial, reading.pictures);
        for piece in &reading.pieces {
            println!(
                "{:?} {:?} framed {} cell {:?} {:?}",
                piece.carrier, piece.face, piece.framed, piece.cell, piece.text
            );
        }
        examine(name, &bytes, &Limits::default(), &mut |step| {
            if let Step::Ended(account) = step {
                println!("{account:?}");
            }
        });
    }
}
