#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::super::fill::{FORMS, LINE, forms};
use super::{CATALOGUE, Language, translation};
use crate::command;

const OTHERS: [Language; 4] = [Language::Cs, Language::De, Language::Es, Language::Fr];

/// What is not translated yet, by its place below `src`; `docs/admin.md` says it to administrators. Besides, what a proposal
/// keeps is English: its title, its warnings, why a value was not taken, how its writing went wrong.
const ENGLISH_ONLY: [&str; 27] = [
    "command/admin",
    "command/admin.rs",
    "command/apikey",
    "command/apikey.rs",
    "command/audit",
    "command/audit.rs",
    "command/hook",
    "command/hook.rs",
    "command/outbox",
    "command/outbox.rs",
    "command/preview.rs",
    "command/proposal.rs",
    "command/proposals.rs",
    "command/settings/preview.rs",
    "command/settings/quiet.rs",
    "command/subscribe",
    "command/subscribe.rs",
    "command/subscriptions.rs",
    "command/trace",
    "command/trace.rs",
    "command/unsubscribe.rs",
    "event",
    "hook",
    "command/settings/own.rs",
    "proposal/undo.rs",
    "reminder",
    "watch",
];

/// Every text in the code that a person may read in their language, with the file that says it.
fn said() -> BTreeMap<String, String> {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut texts = BTreeMap::new();
    for file in files {
        let code = std::fs::read_to_string(&file).unwrap();
        let lines: Vec<_> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = lines.join("\n");
        for (start, mark) in code.match_indices("say!(").chain(code.match_indices("text!(")) {
            let call = code[start + mark.len()..].trim_start();
            if call.starts_with(['@', '$']) {
                continue;
            }
            texts.insert(literal(call), file.display().to_string());
        }
    }
    texts.extend(command::texts().into_iter().map(|text| (text.to_owned(), "the table of commands".to_owned())));
    texts
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
}

/// The first literal of a macro call, as the compiler reads it.
fn literal(call: &str) -> String {
    let mut chars = call.chars().skip_while(|c| *c != '"').skip(1).peekable();
    let mut text = String::new();
    while let Some(c) = chars.next() {
        match c {
            '"' => return text,
            '\\' => match chars.next() {
                Some('n') => text.push('\n'),
                Some('\n') => while chars.next_if(|c| c.is_whitespace()).is_some() {},
                Some(c) => text.push(c),
                None => {}
            },
            c => text.push(c),
        }
    }
    panic!("no literal in {}", call.lines().next().unwrap_or_default());
}

/// The names in braces.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn blocks() -> Vec<Vec<&'static str>> {
    CATALOGUE.trim_end().split("\n\n").map(|block| block.lines().collect()).collect()
}

#[test]
fn every_text_of_the_code_is_in_the_catalogue_and_nothing_else() {
    let said: BTreeMap<_, _> =
        said().into_iter().map(|(text, file)| (text.replace('\n', &LINE.to_string()), file)).collect();
    let known: BTreeSet<_> = blocks().into_iter().map(|block| block[0].to_owned()).collect();
    let missing: Vec<_> = said.iter().filter(|(text, _)| !known.contains(*text)).collect();
    assert!(missing.is_empty(), "{} without translations: {missing:#?}", missing.len());
    let stale: Vec<_> = known.iter().filter(|text| !said.contains_key(*text)).collect();
    assert!(stale.is_empty(), "nobody says {stale:#?}");
}

#[test]
fn what_speaks_english_only_is_listed() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for area in ENGLISH_ONLY {
        let mut files = Vec::new();
        let path = source.join(area);
        if path.is_dir() {
            collect(&path, &mut files)
        } else {
            files.push(path)
        }
        assert!(!files.is_empty(), "there is no {area}");
        for file in files {
            let code = std::fs::read_to_string(&file).unwrap();
            assert!(
                !code.contains("say!(") && !code.contains("text!("),
                "{} speaks: take it off the list",
                file.display()
            );
        }
    }
}

#[test]
fn the_catalogue_is_in_order_and_complete() {
    let blocks = blocks();
    for pair in blocks.windows(2) {
        assert!(pair[0][0] < pair[1][0], "not in order: {:?}", pair[1][0]);
    }
    for block in &blocks {
        let codes: Vec<_> = block[1..].iter().map(|line| line.split_once(' ').map(|(code, _)| code)).collect();
        assert_eq!(codes, OTHERS.map(|language| Some(language.code())), "{:?}", block[0]);
    }
}

#[test]
fn translations_have_the_places_and_forms_of_the_text() {
    for block in blocks() {
        let text = block[0];
        let of_text = text.split(FORMS).count();
        for language in OTHERS {
            let translated =
                translation(language, &text.replace(LINE, "\n")).unwrap_or_else(|| panic!("{text:?} is not found"));
            assert_eq!(translated.trim(), translated, "{text:?}");
            let wanted = if of_text == 1 { 1 } else { forms(language) };
            assert_eq!(translated.split(FORMS).count(), wanted, "forms of {translated:?}");
            assert_eq!(places(translated), places(text), "places of {translated:?}");
            assert_eq!(
                translated.matches(LINE).count() / wanted,
                text.matches(LINE).count() / of_text,
                "{translated:?}"
            );
            for mark in ["`", "**"] {
                let count = |text: &str| text.matches(mark).count() % 2;
                assert_eq!(count(translated), count(text), "{mark} in {translated:?}");
            }
        }
    }
}

#[test]
fn commands_flags_and_settings_are_named_as_they_are() {
    for block in blocks() {
        let code = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
        let grammar = |text: &str| {
            code(text).into_iter().filter(|code| !code.contains(' ') || code.starts_with('/')).collect::<BTreeSet<_>>()
        };
        for line in &block[1..] {
            assert_eq!(grammar(line), grammar(block[0]), "{line:?}");
        }
    }
}

#[test]
fn what_the_catalogue_lacks_is_said_in_english() {
    assert_eq!(Language::Cs.say("Nobody wrote {this}.", &[("this", &"that")]), "Nobody wrote that.");
    assert_eq!(translation(Language::De, ""), None);
    assert_eq!(translation(Language::De, "~"), None);
}
