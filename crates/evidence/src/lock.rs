//! Closing a file to other eyes on its way, in the age format (C2SP, `age.md`):
//! under a code people tell each other, or to whoever holds a key.
//!
//! Not here: what is in the file, who it is from (a bundle's own signature).

use age::secrecy::{ExposeSecret as _, SecretString};
use age::{DecryptError, scrypt, x25519};

/// What every locked file begins with.
const MARK: &[u8] = b"age-encryption.org/v1\n";
/// Work of turning a code into a key, as a power of two: a tenth of a second.
const WORK: u8 = 15;
/// The most work a file of someone else may ask for.
const MOST_WORK: u8 = 18;

/// Why a file stayed closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LockError {
    #[error("the code or key does not open it")]
    Wrong,
    #[error("it is damaged or no locked file")]
    Damaged,
    #[error("the key is none")]
    Key,
}

/// Whether bytes are a locked file.
pub fn is_locked(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
}

/// Closes a file under a code.
///
/// # Errors
/// When the system has no randomness.
pub fn lock_with_code(bytes: &[u8], code: &str) -> Result<Vec<u8>, LockError> {
    let mut to = scrypt::Recipient::new(SecretString::from(code.to_owned()));
    to.set_work_factor(WORK);
    age::encrypt(&to, bytes).map_err(|_| LockError::Damaged)
}

/// Opens a file closed under a code.
///
/// # Errors
/// When the code is another, or the file is damaged or no locked file.
pub fn unlock_with_code(bytes: &[u8], code: &str) -> Result<Vec<u8>, LockError> {
    let mut with = scrypt::Identity::new(SecretString::from(code.to_owned()));
    with.set_max_work_factor(MOST_WORK);
    age::decrypt(&with, bytes).map_err(refused)
}

/// A new key that opens (kept) and its address that closes (given away).
pub fn new_key() -> (String, String) {
    let key = x25519::Identity::generate();
    (key.to_string().expose_secret().to_owned(), key.to_public().to_string())
}

/// Closes a file to whoever holds the key of an address.
///
/// # Errors
/// When the address is none.
pub fn lock_to(bytes: &[u8], address: &str) -> Result<Vec<u8>, LockError> {
    let to: x25519::Recipient = address.parse().map_err(|_| LockError::Key)?;
    age::encrypt(&to, bytes).map_err(|_| LockError::Damaged)
}

/// Opens a file closed to a key's address.
///
/// # Errors
/// When it was closed to another, or is damaged or no locked file.
pub fn unlock_with(bytes: &[u8], key: &str) -> Result<Vec<u8>, LockError> {
    let with: x25519::Identity = key.parse().map_err(|_| LockError::Key)?;
    age::decrypt(&with, bytes).map_err(refused)
}

fn refused(error: DecryptError) -> LockError {
    match error {
        DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed
        | DecryptError::NoMatchingKeys
        | DecryptError::ExcessiveWork { .. } => LockError::Wrong,
        _ => LockError::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_code_opens_what_it_closed() {
        let locked = lock_with_code(b"visit", "abcd-efgh").expect("it is closed");
        assert!(is_locked(&locked) && !is_locked(b"visit"));
        assert_eq!(unlock_with_code(&locked, "abcd-efgh").as_deref(), Ok(&b"visit"[..]));
        assert_eq!(unlock_with_code(&locked, "abcd-efgi"), Err(LockError::Wrong));
        // Each try costs a tenth of a second, on purpose.
        for at in (0..locked.len()).step_by(23) {
            let mut other = locked.clone();
            other[at] ^= 1;
            assert!(unlock_with_code(&other, "abcd-efgh").is_err(), "byte {at} was changed");
        }
        assert!(unlock_with_code(&locked[..locked.len() - 1], "abcd-efgh").is_err());
        assert_eq!(unlock_with_code(b"none", "abcd-efgh"), Err(LockError::Damaged));
    }

    #[test]
    fn only_the_key_opens_what_was_closed_to_its_address() {
        let ((key, address), (other, _)) = (new_key(), new_key());
        let locked = lock_to(b"answers", &address).expect("it is closed");
        assert_eq!(unlock_with(&locked, &key).as_deref(), Ok(&b"answers"[..]));
        assert_eq!(unlock_with(&locked, &other), Err(LockError::Wrong));
        assert_eq!(lock_to(b"answers", "age1nothing"), Err(LockError::Key));
        assert_eq!(unlock_with(&locked, "AGE-SECRET-KEY-1"), Err(LockError::Key));
        for at in 0..locked.len() {
            let mut changed = locked.clone();
            changed[at] ^= 1;
            assert!(unlock_with(&changed, &key).is_err(), "byte {at} was changed");
        }
    }
}
