#![allow(clippy::panic, clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::super::fill::{FORMS, LINE, forms};
use super::{Language, translation};
use crate::command;

const CATALOGUE: &str = include_str!("../catalogue.txt");

const OTHERS: [Language; 4] = [Language::Cs, Language::De, Language::Es, Language::Fr];

/// Where sentences stand in English only, by the place below `src`, and why.
const ENGLISH_ONLY: &[(&str, &str)] = &[
    ("approval/rule.rs", "a mistake in the settings"),
    ("approval/run.rs", "a mistake in the settings"),
    ("bot.rs", "the bot's description is the same for everybody"),
    ("command/about.rs", "names"),
    ("command/help.rs", "the reference in `docs/commands.md`"),
    ("command/hook/handover.rs", "a script to try"),
    ("command/show/lead.rs", "what a usage line shows is grammar"),
    ("command/show/partner.rs", "what a usage line shows is grammar"),
    ("command/show/project.rs", "what a usage line shows is grammar"),
    ("command/show/task.rs", "what a usage line shows is grammar"),
    ("command/show/ticket.rs", "what a usage line shows is grammar"),
    ("command/status/process.rs", "names of builds and jobs"),
    ("command/subscribe.rs", "examples of commands, which are grammar"),
    ("component", "for the log"),
    ("crossing", "for the log and the survey of rules, which an administrator reads beside the settings"),
    ("event/deliver.rs", "kept with the event, for administrators and programs"),
    ("event/question.rs", "kept with the event, for administrators and programs"),
    ("finding.rs", "for the log"),
    ("hook/body", "read by the programs that send events"),
    ("hook/body.rs", "read by the programs that send events"),
    ("hook/receive.rs", "read by the programs that send events"),
    ("hook/record.rs", "read by the programs that send events"),
    ("hook/target.rs", "read by the programs that send events"),
    ("http/action.rs", "read by Mattermost, which shows no body of a refused request"),
    ("http/action/document.rs", "read by Mattermost, which shows no body of a refused request"),
    ("http/action/more.rs", "read by Mattermost, which shows no body of a refused request"),
    ("http/action/run.rs", "read by Mattermost, which shows no body of a refused request"),
    ("http/api", "read by programs"),
    ("http/dialog.rs", "read by Mattermost, which shows no body of a refused request"),
    ("http/doorbell.rs", "read by programs"),
    ("http/reply.rs", "read by programs"),
    ("jobs.rs", "for the log"),
    ("jobs/health.rs", "kept with the report, for administrators of any language"),
    ("jobs/health/warning.rs", "kept with the report, for administrators of any language"),
    ("jobs/nightly.rs", "for the log"),
    ("lifecycle.rs", "for the server's log and console"),
    ("mirror/note.rs", "written into Odoo, where it is found again by its words"),
    ("module/input.rs", "a sample that modules get"),
    ("module/reply.rs", "kept with the event and for whoever writes the module"),
    ("module/run.rs", "kept with the event and for whoever writes the module"),
    ("odoo", "for the log, or compared with what Odoo says; mistakes in the settings"),
    ("org_event/rule.rs", "a mistake in the settings"),
    ("org_event/run.rs", "a mistake in the settings"),
    ("organisation/store.rs", "for the log"),
    ("place.rs", "a mistake in the settings"),
    ("proposal/draft", "of a library, for programs"),
    ("proposal/error.rs", "mistakes of programs: forms and commands make no such draft"),
    ("proposal/execution/before.rs", "kept with the proposal and given to programs"),
    ("proposal/execution/note.rs", "written into Odoo, where it is found again by its words"),
    ("proposal/execution/outcome.rs", "kept with the proposal and given to programs"),
    ("proposal/execution/settle.rs", "kept with the proposal and given to programs"),
    ("proposal/execution/walk.rs", "kept with the proposal and given to programs"),
    ("proposal/make.rs", "kept with the proposal and given to programs"),
    ("proposal/policy.rs", "a mistake in the settings"),
    ("proposal/policy/document.rs", "a mistake in the settings"),
    ("proposal/review/settle.rs", "kept with the proposal and given to programs"),
    ("reminder/read.rs", "a mistake in the settings"),
    ("reminder/rule.rs", "a mistake in the settings"),
    ("rules.rs", "a mistake in the settings"),
    ("rules/survey.rs", "a mistake in the settings"),
    ("seal.rs", "names of keys"),
    ("settings", "mistakes in the settings: the System Console and the log show them in English"),
    ("settings.rs", "mistakes in the settings: the System Console and the log show them in English"),
    ("store.rs", "for the log"),
];

/// Every text in the code that a person may read in their language, with the file that says it.
fn said() -> BTreeMap<String, String> {
    let mut files = Vec::new();
    collect(&source(), &mut files);
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

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// What reads like a sentence for people: three words or more, outside of tests, the log, examples and what the compiler reads.
fn sentences(code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !["//", "#[", "#!["].iter().any(|mark| line.trim_start().starts_with(mark)));
    let code = lines.collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    let (mut rest, mut before) = (code.as_str(), String::new());
    while let Some(start) = rest.find(['"', '\'']) {
        before.push_str(&rest[..start]);
        rest = &rest[start..];
        // A character, such as `'"'`.
        if let Some(end) = ["'\"'", "'\\''", "'\\\\'"].iter().find(|quoted| rest.starts_with(**quoted)) {
            rest = &rest[end.len()..];
            continue;
        }
        if rest.starts_with('\'') {
            rest = &rest[1..];
            continue;
        }
        let (text, end) = if before.ends_with("r#") {
            let end = rest[1..].find("\"#").map_or(rest.len(), |end| end + 3);
            (rest[1..end - 2].to_owned(), end)
        } else {
            (literal(rest), 1 + length(&rest[1..]))
        };
        let is_logged = before.rfind("log.write(").is_some_and(|at| !before[at..].contains(';'));
        let is_example = before.rfind("examples: &[").is_some_and(|at| !before[at..].contains(']'));
        if !is_logged && !is_example && is_sentence(&text) {
            found.push(text);
        }
        rest = &rest[end..];
    }
    found
}

/// Up to the end of a literal, with its quotation mark.
fn length(rest: &str) -> usize {
    let mut is_escaped = false;
    let end = rest.find(|c| {
        let ends = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    end.map_or(rest.len(), |end| end + 1)
}

fn is_sentence(text: &str) -> bool {
    let is_order = [" asc", " desc"].iter().any(|end| text.ends_with(end));
    let is_word = |word: &&str| {
        word.len() > 1 && word.trim_matches(['.', ',', ':', ';', '?', '*']).chars().all(char::is_alphabetic)
    };
    !is_order && text.split_whitespace().filter(is_word).count() >= 3
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
fn what_is_english_only_is_listed_with_the_reason() {
    let known: BTreeSet<_> = blocks().into_iter().map(|block| block[0].to_owned()).collect();
    let source = source();
    let mut files = Vec::new();
    collect(&source, &mut files);
    let (mut forgotten, mut used) = (Vec::new(), BTreeSet::new());
    for file in files {
        let place = file.strip_prefix(&source).unwrap().to_str().unwrap().to_owned();
        let sentences = sentences(&std::fs::read_to_string(&file).unwrap());
        let sentences = sentences.into_iter().filter(|text| !known.contains(&text.replace('\n', &LINE.to_string())));
        for sentence in sentences {
            match ENGLISH_ONLY.iter().find(|(area, _)| place == *area || place.starts_with(&format!("{area}/"))) {
                Some((area, _)) => _ = used.insert(*area),
                None => forgotten.push((place.clone(), sentence)),
            }
        }
    }
    assert!(forgotten.is_empty(), "{} sentences are English only: {forgotten:#?}", forgotten.len());
    let idle: Vec<_> = ENGLISH_ONLY.iter().filter(|(area, _)| !used.contains(area)).collect();
    assert!(idle.is_empty(), "take off the list: {idle:?}");
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
