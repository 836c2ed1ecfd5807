//! What the papers promise, read back from the files they become.
mod docx_reading;
mod fields;
mod form;
mod hostile;
mod sameness;
mod samples;
mod snapshots;
mod typeset;
