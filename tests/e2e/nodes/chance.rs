//! Chance that is the same in every run.

/// Numbers that look like chance.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// Another one, for somebody who acts at the same time.
    pub fn fork(&mut self) -> Self {
        Self(self.below(u64::MAX >> 33))
    }
}
