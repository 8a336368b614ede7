//! What a module and the host exchange: blocks of bytes beside the module's own memory, as Extism has them.

/// Bytes of all blocks of one run: input and answer several times over.
const BYTES_MAX: usize = 1 << 20;
/// Blocks begin at multiples of it, and none at 0, which means that there is none.
const ALIGNMENT: usize = 8;

/// The blocks of one run. Freed ones are not used again: what a run can ask for stays bounded, and with it the time that the
/// host spends on it.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    bytes: Vec<u8>,
    /// Begin and length, in order.
    blocks: Vec<(usize, usize)>,
}

impl Blocks {
    /// A block of zeros; 0 if there is no room.
    pub(super) fn allocate(&mut self, length: u64) -> u64 {
        let begin = self.bytes.len().max(ALIGNMENT);
        let end = usize::try_from(length).ok().and_then(|length| begin.checked_add(length));
        let Some(end) = end.filter(|end| length > 0 && *end <= BYTES_MAX) else { return 0 };
        self.bytes.resize(end.next_multiple_of(ALIGNMENT), 0);
        self.blocks.push((begin, end - begin));
        begin as u64
    }

    /// 0 for what is no block.
    pub(super) fn length(&self, offset: u64) -> u64 {
        let found = self.blocks.binary_search_by_key(&offset, |(begin, _)| *begin as u64);
        found.ok().and_then(|place| self.blocks.get(place)).map_or(0, |(_, length)| *length as u64)
    }

    pub(super) fn get(&self, offset: u64, length: u64) -> Option<&[u8]> {
        let begin = usize::try_from(offset).ok()?;
        self.bytes.get(begin..begin.checked_add(usize::try_from(length).ok()?)?)
    }

    pub(super) fn load<const N: usize>(&self, offset: u64) -> [u8; N] {
        self.get(offset, N as u64).and_then(|bytes| bytes.try_into().ok()).unwrap_or([0; N])
    }

    /// Outside of all blocks nothing happens.
    pub(super) fn store<const N: usize>(&mut self, offset: u64, value: [u8; N]) {
        let Ok(begin) = usize::try_from(offset) else { return };
        if let Some(bytes) = begin.checked_add(N).and_then(|end| self.bytes.get_mut(begin..end)) {
            bytes.copy_from_slice(&value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES_MAX, Blocks};

    #[test]
    fn blocks_do_not_touch_and_know_their_length() {
        let mut blocks = Blocks::default();
        let (first, second) = (blocks.allocate(3), blocks.allocate(16));
        blocks.store(first, *b"abc");
        blocks.store(second, 7_u64.to_le_bytes());
        assert_eq!((first, second, blocks.length(first), blocks.length(second)), (8, 16, 3, 16));
        assert_eq!((blocks.get(first, 3), u64::from_le_bytes(blocks.load(second))), (Some(&b"abc"[..]), 7));
    }

    #[test]
    fn what_is_no_block_is_empty_and_takes_nothing() {
        let mut blocks = Blocks::default();
        blocks.store(u64::MAX, [1]);
        blocks.store(8, [1]);
        assert_eq!((blocks.length(8), blocks.load::<1>(8), blocks.get(u64::MAX, 2)), (0, [0], None));
    }

    #[test]
    fn there_is_room_for_so_much_and_then_none() {
        let mut blocks = Blocks::default();
        assert_eq!((blocks.allocate(u64::MAX), blocks.allocate(BYTES_MAX as u64)), (0, 0));
        assert_ne!(blocks.allocate(BYTES_MAX as u64 / 2), 0);
        assert_eq!(blocks.allocate(BYTES_MAX as u64 / 2), 0);
    }
}
