//! Tests of the reader as its callers use it.

extern crate rasoat_reader as reader;

mod brief;
mod docx;
mod envelopes;
mod formats;
mod guard;
mod hostile;
mod issued;
mod marking;
mod office;
mod phrases;
mod robust;
mod samples;
mod seeds;
mod sheet;
mod tree;
