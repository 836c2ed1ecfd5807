//! Through the public interface: real files of other scanners, and hostile ones.

mod counts;
mod hostile;
mod small;
