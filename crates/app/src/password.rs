//! Passwords: argon2id, hashed off the async threads, a few at a time.

use crate::{App, Refusal};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

/// Shortest password taken, in characters.
pub const SHORTEST: usize = 10;
/// Longest password taken, in bytes: argon2 hashes all of it.
pub const LONGEST: usize = 256;
/// 19 MiB, 2 passes, 1 lane: the smaller of the two sets OWASP's Password
/// Storage Cheat Sheet recommends for argon2id.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Whether a password is good enough to be set: long, and not all one letter.
pub fn is_acceptable(password: &str) -> bool {
    let mut letters: Vec<char> = password.chars().collect();
    let length = letters.len();
    letters.sort_unstable();
    letters.dedup();
    length >= SHORTEST && password.len() <= LONGEST && letters.len() >= 5
}

/// Hashes a password into its PHC text.
pub fn hash_now(password: &str) -> Result<String, Refusal> {
    hasher()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Refusal::Broken(format!("a password could not be hashed: {error}")))
}

fn verify_now(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok())
}

pub async fn hash(app: &App, password: String) -> Result<String, Refusal> {
    let _turn = app.hashing.acquire().await.map_err(|_| Refusal::Broken("the program is stopping".into()))?;
    tokio::task::spawn_blocking(move || hash_now(&password))
        .await
        .map_err(|_| Refusal::Broken("hashing stopped".into()))?
}

/// Whether `password` is the one hashed; without a hash, takes as long to say no.
pub async fn verify(app: &App, password: String, hash: Option<String>) -> Result<bool, Refusal> {
    let _turn = app.hashing.acquire().await.map_err(|_| Refusal::Broken("the program is stopping".into()))?;
    tokio::task::spawn_blocking(move || match hash {
        Some(hash) => Ok(verify_now(&password, &hash)),
        None => hash_now(&password).map(|_| false),
    })
    .await
    .map_err(|_| Refusal::Broken("hashing stopped".into()))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_argon2id_and_verifies_only_its_password() {
        let hash = hash_now("mật khẩu dài 1").expect("it hashes");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify_now("mật khẩu dài 1", &hash));
        assert!(!verify_now("mật khẩu dài 2", &hash));
        assert!(!verify_now("mật khẩu dài 1", "not a hash"));
    }

    #[test]
    fn short_and_monotonous_passwords_are_refused() {
        assert!(!is_acceptable("ngắn"));
        assert!(!is_acceptable("aaaaaaaaaaaaaa"));
        assert!(is_acceptable("một hai ba bốn"));
    }
}
