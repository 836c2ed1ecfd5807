//! What a reading of an issued plan holds (shape: docs of `Plan`).
