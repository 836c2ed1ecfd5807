//! How often something may be tried: a bucket of tries per key, filled again
//! with time. Bounded in memory, so that many keys cannot fill the machine.
//!
//! Not here: locking an account after wrong passwords (the `app` room keeps
//! that on record), what counts as one key (the page that asks).

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// Buckets of tries by key.
#[derive(Debug)]
pub struct Limiter<K> {
    rate: Rate,
    most_keys: usize,
    buckets: Mutex<HashMap<K, Bucket>>,
}

/// `burst` tries at once, and one more every `every_seconds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub burst: u32,
    pub every_seconds: u32,
}

/// Not now: after how many seconds the next try is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; the next one is heard in {0} s")]
pub struct Wait(pub u64);

/// Full at the instant `full_at`; each try moves it on.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    full_at: i64,
}

impl<K: Hash + Eq> Limiter<K> {
    /// At most `most_keys` keys are remembered; when more come, those whose
    /// buckets are full again are forgotten, and if none is, new keys wait.
    pub fn new(rate: Rate, most_keys: usize) -> Self {
        Self { rate, most_keys, buckets: Mutex::new(HashMap::new()) }
    }

    /// Takes one try from the key's bucket.
    pub fn take(&self, key: K, now: Timestamp) -> Result<(), Wait> {
        let now = now.as_millisecond();
        let every = i64::from(self.rate.every_seconds) * 1_000;
        let depth = every * i64::from(self.rate.burst);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if !buckets.contains_key(&key) && buckets.len() >= self.most_keys {
            buckets.retain(|_, bucket| bucket.full_at > now);
            if buckets.len() >= self.most_keys {
                return Err(Wait(u64::from(self.rate.every_seconds)));
            }
        }
        let bucket = buckets.entry(key).or_insert(Bucket { full_at: now });
        let next = bucket.full_at.max(now) + every;
        if next - now > depth {
            let wait = (next - now - depth).max(0);
            return Err(Wait(u64::try_from(wait).unwrap_or(0).div_ceil(1_000)));
        }
        bucket.full_at = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).expect("an instant")
    }

    #[test]
    fn a_burst_is_heard_and_then_one_try_per_interval() {
        let limiter = Limiter::new(Rate { burst: 3, every_seconds: 10 }, 100);
        for _ in 0..3 {
            assert_eq!(limiter.take("a", at(0)), Ok(()));
        }
        assert_eq!(limiter.take("a", at(0)), Err(Wait(10)));
        assert_eq!(limiter.take("a", at(9)), Err(Wait(1)), "a refused try costs nothing");
        assert_eq!(limiter.take("a", at(10)), Ok(()));
        assert_eq!(limiter.take("b", at(0)), Ok(()), "another key has its own bucket");
    }

    #[test]
    fn memory_is_bounded_and_full_buckets_are_forgotten_first() {
        let limiter = Limiter::new(Rate { burst: 1, every_seconds: 10 }, 2);
        assert_eq!(limiter.take(1, at(0)), Ok(()));
        assert_eq!(limiter.take(2, at(5)), Ok(()));
        assert_eq!(limiter.take(3, at(6)), Err(Wait(10)));
        assert_eq!(limiter.take(3, at(11)), Ok(()), "the first bucket was full again");
        assert_eq!(limiter.take(2, at(11)), Err(Wait(4)), "the second was not forgotten");
    }
}
