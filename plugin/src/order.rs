//! Sorting and collecting without a copy of the standard library's sort for every type: there were forty, which is more than most
//! commands take (`docs/decisions/0012-a-small-bundle.md`). What is sorted here is short.

use std::cmp::Ordering;

/// Sorts and keeps the order of equals, as `slice::sort_by` does.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = sorted(items.len(), &|one, other| compare(&items[one], &items[other]));
    for place in 0..items.len() {
        let mut from = order[place];
        // What stood there was moved before.
        while from < place {
            from = order[from];
        }
        items.swap(place, from);
    }
}

/// Sorts, as `slice::sort` does.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Sorts by what is made of each, as `slice::sort_by_key` does.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

/// A map or a set, filled one by one: `collect` sorts first.
pub fn filled<C: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> C {
    let mut filled = C::default();
    filled.extend(items);
    filled
}

fn sorted(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|one, other| compare(*one, *other));
    order
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::{any, proptest};

    use super::{filled, sort, sort_by_key};

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(items in proptest::collection::vec((any::<u8>(), any::<u16>()), 0..40)) {
            let (mut own, mut standard) = (items.clone(), items.clone());
            sort(&mut own);
            standard.sort();
            assert_eq!(own, standard);
            let (mut own, mut standard) = (items.clone(), items);
            sort_by_key(&mut own, |item| item.0);
            standard.sort_by_key(|item| item.0);
            assert_eq!(own, standard);
        }
    }

    #[test]
    fn of_two_with_the_same_key_the_last_one_stays() {
        let map: BTreeMap<_, _> = filled([(2, 'a'), (1, 'b'), (2, 'c')]);
        assert_eq!(map, BTreeMap::from([(1, 'b'), (2, 'c')]));
    }
}
