/// Bytes that nobody can guess.
pub trait Secrets {
    /// 32 of them, other ones each time: for ids, nonces and secrets.
    fn bytes(&self) -> [u8; 32];
}
