/// The one of `words` that was probably meant.
pub(super) fn nearest<'a>(typed: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let slips_max = if typed.chars().count() < 4 { 1 } else { 2 };
    words
        .map(|word| {
            let is_start = !typed.is_empty() && word.starts_with(&typed);
            (if is_start { 0 } else { strsim::damerau_levenshtein(&typed, word) }, word)
        })
        .filter(|(slips, _)| *slips <= slips_max)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_of_the_finger_are_understood() {
        let words = ["find", "status", "help", "about"];
        let guesses =
            ["halp", "stat", "fnid", "HELP", "h", "x", "invoice", ""].map(|typed| nearest(typed, words.into_iter()));
        assert_eq!(guesses, [Some("help"), Some("status"), Some("find"), Some("help"), Some("help"), None, None, None]);
    }
}
