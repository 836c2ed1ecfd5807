//! The rules of the work, tested from outside.

mod deadline;
