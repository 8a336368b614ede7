//! An order in which alike pieces stand next to each other, so that a compressor that looks back 32 KiB finds them.
//!
//! Balanced partitioning: what there is becomes two halves, pieces change sides in pairs while that brings shared runs of bytes
//! to one side, and each half is ordered in the same way.

use std::collections::HashMap;

/// Bytes of a run that two pieces can share; shorter ones are everywhere, longer ones miss what differs in an address.
const RUN: usize = 4;
/// Exchanges between two halves before what is left is not worth the time.
const ROUNDS: usize = 20;

/// Positions in `pieces`, alike ones next to each other. The same pieces give the same order.
#[must_use]
pub fn order(pieces: &[&[u8]]) -> Vec<usize> {
    let (runs, kinds) = shared_runs(pieces);
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    let mut halves = Halves { runs: &runs, left: vec![0; kinds], right: vec![0; kinds] };
    halves.sort(&mut order);
    order
}

/// The runs of each piece that others have too, as numbers, and how many numbers there are.
fn shared_runs(pieces: &[&[u8]]) -> (Vec<Vec<usize>>, usize) {
    let mut numbers: HashMap<&[u8], usize> = HashMap::new();
    let mut pieces_with: Vec<usize> = Vec::new();
    let mut runs: Vec<Vec<usize>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let mut of_piece = Vec::new();
        for run in piece.windows(RUN) {
            let next = numbers.len();
            of_piece.push(*numbers.entry(run).or_insert(next));
        }
        of_piece.sort_unstable();
        of_piece.dedup();
        pieces_with.resize(numbers.len(), 0);
        for &run in &of_piece {
            pieces_with[run] += 1;
        }
        runs.push(of_piece);
    }
    for of_piece in &mut runs {
        of_piece.retain(|&run| (2..=pieces.len() / 2).contains(&pieces_with[run]));
    }
    (runs, numbers.len())
}

struct Halves<'a> {
    runs: &'a [Vec<usize>],
    /// How many pieces of each side have a run.
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Halves<'_> {
    fn sort(&mut self, order: &mut [usize]) {
        if order.len() <= 2 {
            return;
        }
        let middle = order.len() / 2;
        for _ in 0..ROUNDS {
            self.count(order, middle);
            if !self.exchange(order, middle) {
                break;
            }
        }
        let (left, right) = order.split_at_mut(middle);
        self.sort(left);
        self.sort(right);
    }

    fn count(&mut self, order: &[usize], middle: usize) {
        for &run in order.iter().flat_map(|&piece| &self.runs[piece]) {
            self.left[run] = 0;
            self.right[run] = 0;
        }
        let (left, right) = order.split_at(middle);
        for &run in left.iter().flat_map(|&piece| &self.runs[piece]) {
            self.left[run] += 1;
        }
        for &run in right.iter().flat_map(|&piece| &self.runs[piece]) {
            self.right[run] += 1;
        }
    }

    /// Lets the pieces that gain most change sides; whether any did.
    fn exchange(&self, order: &mut [usize], middle: usize) -> bool {
        let mut from_left: Vec<(f32, usize)> =
            (0..middle).map(|place| (self.gain(order[place], &self.left, &self.right), place)).collect();
        let mut from_right: Vec<(f32, usize)> =
            (middle..order.len()).map(|place| (self.gain(order[place], &self.right, &self.left), place)).collect();
        for side in [&mut from_left, &mut from_right] {
            side.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        }
        let mut exchanged = false;
        for ((gain, left), (gain_back, right)) in from_left.into_iter().zip(from_right) {
            if gain + gain_back <= 0.0 {
                break;
            }
            order.swap(left, right);
            exchanged = true;
        }
        exchanged
    }

    /// What it saves when a piece leaves the side `here` for `there`.
    fn gain(&self, piece: usize, here: &[u32], there: &[u32]) -> f32 {
        self.runs[piece]
            .iter()
            .map(|&run| {
                let (here, there) = (here[run], there[run]);
                weight(here - 1) + weight(there + 1) - weight(here) - weight(there)
            })
            .sum()
    }
}

/// Grows faster than in proportion: many pieces with a run on one side are better than some on both.
#[expect(clippy::cast_precision_loss, reason = "numbers of functions")]
fn weight(pieces: u32) -> f32 {
    pieces as f32 * (pieces as f32 + 1.0).log2()
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn alike_pieces_stand_next_to_each_other() {
        let pieces: [&[u8]; 6] =
            [b"one and the same", b"1234567890", b"one or the same", b"234567890", b"ones of the same", b"0123456789"];
        let mut order = order(&pieces);
        order[..3].sort_unstable();
        order[3..].sort_unstable();
        assert_eq!(order, [0, 2, 4, 1, 3, 5]);
    }

    #[test]
    fn nothing_and_one_piece_have_one_order() {
        assert_eq!((order(&[]), order(&[b"one"])), (vec![], vec![0]));
    }
}
