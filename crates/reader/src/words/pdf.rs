//! stub
use super::Gather;
use crate::envelope::EnvelopeError;
use crate::limits::Limits;
pub(super) fn read(
    _bytes: &[u8],
    _limits: &Limits,
    _gather: &mut Gather,
) -> Result<(), EnvelopeError> {
    Err(EnvelopeError::NotADocument)
}
