//! Closing a file to other eyes on its way, in the age format (C2SP, `age.md`):
//! under a code people tell each other, or to whoever holds a key.
//!
//! Not here: what is in the file, who it is from (a bundle's own signature).

use age::secrecy::{ExposeSecret as _, SecretString};
use age::stream::StreamWriter;
use age::{DecryptError, Encryptor, Recipient, scrypt, x25519};
use std::io::{Error, Write};
use std::str::FromStr;

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

/// Where a file is closed to: whoever holds the key of it opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(x25519::Recipient);

impl FromStr for Address {
    type Err = LockError;

    fn from_str(text: &str) -> Result<Self, LockError> {
        text.trim().parse().map(Address).map_err(|_| LockError::Key)
    }
}

/// Closes what is written through it; nothing of it stands open anywhere.
pub struct Locking<W: Write>(StreamWriter<W>);

impl<W: Write> Locking<W> {
    /// To any of these addresses, of which there is one at least.
    ///
    /// # Errors
    /// When it cannot be written, or there is no address.
    pub fn to(addresses: &[Address], out: W) -> Result<Self, Error> {
        let to = addresses.iter().map(|address| &address.0 as &dyn Recipient);
        let encryptor = Encryptor::with_recipients(to).map_err(Error::other)?;
        encryptor.wrap_output(out).map(Locking)
    }

    /// Writes the end, without which the file does not open.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<W, Error> {
        self.0.finish()
    }
}

impl<W: Write> Write for Locking<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.0.flush()
    }
}

/// Closes a file to whoever holds the key of an address.
///
/// # Errors
/// When the address is none.
pub fn lock_to(bytes: &[u8], address: &str) -> Result<Vec<u8>, LockError> {
    let to: Address = address.parse()?;
    age::encrypt(&to.0, bytes).map_err(|_| LockError::Damaged)
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
    fn each_of_several_keys_opens_what_was_written_closed_and_no_other() {
        let ((one, to_one), (two, to_two), (other, _)) = (new_key(), new_key(), new_key());
        let to: Vec<Address> =
            [to_one, to_two].iter().map(|address| address.parse().expect("an address")).collect();
        let mut locking = Locking::to(&to, Vec::new()).expect("it begins");
        // More than one piece of the format, in writes of any size.
        let bytes: Vec<u8> = (0..200_000u32).map(|at| at as u8).collect();
        bytes.chunks(777).for_each(|some| locking.write_all(some).expect("it is written"));
        let locked = locking.finish().expect("it ends");
        for key in [one, two] {
            assert_eq!(unlock_with(&locked, &key).as_deref(), Ok(bytes.as_slice()));
        }
        assert_eq!(unlock_with(&locked, &other), Err(LockError::Wrong));
        assert!(Locking::to(&[], Vec::new()).is_err());
        assert_eq!("age1khong".parse::<Address>(), Err(LockError::Key));
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
