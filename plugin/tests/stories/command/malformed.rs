use crate::world::World;

/// What the author of a malformed command reads. Odoo is never asked.
fn answer(text: &str) -> String {
    let world = World::new().admin();
    let answer = world.command(text);
    assert!(world.asked.borrow().is_empty());
    answer
}

#[test]
fn an_unknown_word_gives_the_nearest_one() {
    assert_eq!(answer("/odoo halp"), "There is no “halp” here. Did you mean `/odoo help`?\nSee `/odoo help`.");
    assert_eq!(
        answer("/odoo find partners azure"),
        "There is no “partners” here. Did you mean `/odoo find partner`?\nSee `/odoo help`."
    );
}

#[test]
fn a_word_like_no_other_gives_all_of_them() {
    let answer = answer("/odoo *invoice*");
    let start = "There is no “\\*invoice\\*” here.\nUsage: `/odoo find` or `/odoo show` or `/odoo files` or `/odoo my` or `/odoo propose` or ";
    assert!(answer.starts_with(start) && answer.ends_with(" or `/odoo about`\nSee `/odoo help`."), "{answer}");
}

#[test]
fn a_missing_word_is_asked_for() {
    assert_eq!(
        answer("/odoo find"),
        "`/odoo find` needs one more word.\nUsage: `/odoo find partner` or `/odoo find lead` or `/odoo find project` or `/odoo find task` or `/odoo find ticket` or `/odoo find activity` or `/odoo find event`\nSee `/odoo help`."
    );
}

#[test]
fn a_quote_without_end_is_told() {
    assert_eq!(answer("/odoo find partner \"azure"), "There is a quote without its end.\nSee `/odoo help`.");
}

const USAGE: &str = "Usage: `/odoo find partner [text] [--email address] [--phone number] [--website address] [--company yes/no] [--archived] [--limit number]`\nSee `/odoo help`.";

#[test]
fn flags_are_checked_one_by_one() {
    let problems = [
        ("--mail x", "There is no flag “--mail”. Did you mean `--email`?"),
        ("--colour red", "There is no flag “--colour”."),
        ("--email", "`--email` needs a value."),
        ("--email --phone 123", "`--email` needs a value."),
        ("--email \"\"", "`--email` is empty."),
        ("--email a --email b", "`--email` is there twice."),
        ("--company maybe", "`--company` must be `yes` or `no`, not “maybe”."),
        ("--limit 0", "`--limit` must be a number from 1 to 50, not “0”."),
        ("--limit 51", "`--limit` must be a number from 1 to 50, not “51”."),
        ("--limit many", "`--limit` must be a number from 1 to 50, not “many”."),
    ];
    for (arguments, problem) in problems {
        assert_eq!(answer(&format!("/odoo find partner azure {arguments}")), format!("{problem}\n{USAGE}"));
    }
}

#[test]
fn a_value_without_end_is_refused() {
    let text = "x".repeat(201);
    assert_eq!(answer(&format!("/odoo find partner {text}")), format!("`text` has more than 200 characters.\n{USAGE}"));
}

#[test]
fn words_too_many_and_values_for_switches_are_refused() {
    assert_eq!(answer("/odoo about me"), "“me” is one word too many.\nUsage: `/odoo about`\nSee `/odoo help`.");
    assert_eq!(
        answer("/odoo status --verbose=yes"),
        "`--verbose` takes no value.\nUsage: `/odoo status [--verbose]`\nSee `/odoo help`."
    );
}

#[test]
fn nothing_to_look_for_is_asked_for() {
    let question = "What are you looking for? For example `/odoo find partner azure`. See `/odoo help find`.";
    assert_eq!(answer("/odoo find partner"), question);
    assert_eq!(answer("/odoo find partner --limit 5"), question);
    assert_eq!(answer("/odoo find partner --phone 12"), "`--phone` needs at least 3 digits.");
}

proptest::proptest! {
    #[test]
    fn whatever_is_typed_is_answered_without_a_mention(text in "[ \"=@#\\\\a-z—“-]{0,40}|\\PC{0,60}") {
        let answer = World::new().command(&format!("/odoo {text}"));
        let after_sign = answer.split('@').skip(1).filter_map(|rest| rest.chars().next());
        proptest::prop_assert!(!answer.is_empty() && after_sign.into_iter().all(|c| !c.is_alphanumeric()), "{}", answer);
    }

    #[test]
    fn every_flag_takes_whatever_is_typed(value in "\\PC{0,60}", flag in "email|phone|website|company|limit|--") {
        World::new().command(&format!("/odoo find partner --{flag} {value}"));
        World::new().command(&format!("/odoo find partner {flag}=\"{value}\""));
    }
}
