//! Whose file it is: Ed25519 signatures (RFC 8032), keys and hashes as text.
//!
//! Not here: what is signed, which keys are whose (the office's record).

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

/// The key a file is sealed with.
pub struct Sealer(SigningKey);

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealer({})", self.key())
    }
}

impl Sealer {
    /// From 32 secret bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Sealer(SigningKey::from_bytes(secret))
    }

    /// From 32 secret bytes in hexadecimal.
    pub fn from_hex(secret: &str) -> Option<Self> {
        unhex::<32>(secret).map(|secret| Sealer::new(&secret))
    }

    /// The public key, in hexadecimal.
    pub fn key(&self) -> String {
        hex(self.0.verifying_key().as_bytes())
    }

    /// The signature over a message, in hexadecimal. The message begins with
    /// words that say what it is, so that it cannot pass for another kind.
    pub fn sign(&self, message: &[u8]) -> String {
        hex(&self.0.sign(message).to_bytes())
    }
}

/// Whether a signature over a message is that of a key.
pub fn is_signed(key: &str, signature: &str, message: &[u8]) -> bool {
    let key = unhex::<32>(key).and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok());
    let signature = unhex::<64>(signature).map(|bytes| Signature::from_bytes(&bytes));
    let (Some(key), Some(signature)) = (key, signature) else { return false };
    // Strictly: keys and signatures of small order are refused (RFC 8032, 5.1.7).
    key.verify_strict(message, &signature).is_ok()
}

/// Lower-case hexadecimal digits, as hashes and keys are written.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
        text
    })
}

/// Lower-case hexadecimal digits of just so many bytes.
fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != N * 2 || digits.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |at: usize| char::from(pair[at]).to_digit(16);
        *byte = u8::try_from(digit(0)? * 16 + digit(1)?).ok()?;
    }
    Some(bytes)
}
