//! How much of a peer's input a decoder accepts.

/// The bounds of a [`Decoder`](crate::Decoder); going beyond one ends the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one value, all its messages together.
    pub message_bytes: usize,
    /// Containers within containers: structs, slices, arrays, maps and interfaces.
    pub depth: usize,
    /// Elements of all slices, arrays and maps of one value together.
    pub elements: usize,
    /// Types that one stream may define or mention.
    pub types: usize,
    /// Bytes of all type definitions of one stream.
    pub definition_bytes: usize,
}

impl Default for Limits {
    /// Sized for a peer that sends bodies of 5 MiB, posts with some hundred props and a few hundred types.
    fn default() -> Self {
        Self {
            message_bytes: 16 * 1024 * 1024,
            depth: 300,
            elements: 256 * 1024,
            types: 8 * 1024,
            definition_bytes: 2 * 1024 * 1024,
        }
    }
}
