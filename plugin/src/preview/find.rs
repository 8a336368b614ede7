//! Records that a message names.

use super::shown::{OUTLINES, TASK};
use crate::odoo::sheet::Outline;
use crate::reference::{Link, Reference};
use crate::settings::{OdooAddress, Tickets};
use crate::text::addresses;

/// Cards below one message.
const RECORDS_MAX: usize = 3;

/// A record that a message names; whether it exists only Odoo knows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) outline: &'static Outline,
    pub(super) id: i64,
    /// Named by its number: it counts only where tickets are kept.
    pub(super) is_ticket: bool,
}

/// Whether a text can name a record at all. Every message of the server is asked this.
#[must_use]
pub fn may_link(text: &str) -> bool {
    text.contains("://") || text.contains('#')
}

/// The first records that a message links to, or names as tickets: `#17`, `[TICKET-#17]`. What stands in code names none.
pub(super) fn records(text: &str, address: &OdooAddress, tickets: &Tickets) -> Vec<Wanted> {
    let mut found: Vec<Wanted> = Vec::new();
    for word in without_code(text).split_whitespace() {
        for wanted in named(word, address, tickets) {
            let is_known = found.iter().any(|one| (one.outline.model, one.id) == (wanted.outline.model, wanted.id));
            if !is_known {
                found.push(wanted);
            }
            if found.len() == RECORDS_MAX {
                return found;
            }
        }
    }
    found
}

fn named(word: &str, address: &OdooAddress, tickets: &Tickets) -> Vec<Wanted> {
    if word.contains("://") {
        return addresses(word).into_iter().filter_map(|link| linked(link, address)).collect();
    }
    let word = word.trim_matches(|c: char| ".,;:!?()\"'*_~".contains(c));
    let is_number = word.starts_with('#');
    let reference = match is_number || word.starts_with('[') {
        true if !tickets.projects.is_empty() => Reference::parse(word, address, &tickets.prefix),
        _ => return Vec::new(),
    };
    match reference {
        Ok(Reference::Number(id)) if is_number => vec![ticket(id)],
        Ok(Reference::Ticket(id)) if !is_number => vec![ticket(id)],
        _ => Vec::new(),
    }
}

fn ticket(id: i64) -> Wanted {
    Wanted { outline: &TASK, id, is_ticket: true }
}

fn linked(link: &str, address: &OdooAddress) -> Option<Wanted> {
    let Link { model, id } = Link::parse(address.path_of(link)?)?;
    let outline = OUTLINES.iter().find(|outline| Some(outline.model) == model.as_deref())?;
    let is_id = (1..=i64::from(i32::MAX)).contains(&id);
    is_id.then_some(Wanted { outline, id, is_ticket: false })
}

/// The text without what stands between back-quotes or fences.
fn without_code(text: &str) -> String {
    let mut outside = String::with_capacity(text.len());
    let mut is_fenced = false;
    for line in text.lines() {
        if ["```", "~~~"].iter().any(|fence| line.trim_start().starts_with(fence)) {
            is_fenced = !is_fenced;
        } else if !is_fenced {
            // Several back-quotes in a row open and close as one does.
            let mut before = ' ';
            let line: String =
                line.chars().filter(|c| (*c, std::mem::replace(&mut before, *c)) != ('`', '`')).collect();
            let pieces: Vec<_> = line.split('`').collect();
            let is_open = pieces.len().is_multiple_of(2);
            for (position, piece) in pieces.iter().enumerate() {
                if position.is_multiple_of(2) || (is_open && position + 1 == pieces.len()) {
                    outside.push_str(piece);
                }
                outside.push(' ');
            }
        }
    }
    outside
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::records;
    use crate::settings::{OdooAddress, ProjectChoice, Tickets};

    fn found_with(text: &str, tickets: &Tickets) -> Vec<String> {
        let address = OdooAddress::parse("https://erp.example.com", false).unwrap();
        let mark = |is_ticket| if is_ticket { " ticket" } else { "" };
        let found = records(text, &address, tickets).into_iter();
        found.map(|one| format!("{} {}{}", one.outline.model, one.id, mark(one.is_ticket))).collect()
    }

    fn found(text: &str) -> Vec<String> {
        found_with(text, &Tickets { projects: vec![ProjectChoice::Id(9)], prefix: "TICKET".into() })
    }

    #[test]
    fn links_of_every_spelling_are_found() {
        for text in [
            "https://erp.example.com/web#id=14&cids=1&model=res.partner&view_type=form",
            "Call (https://erp.example.com/mail/view?model=res.partner&res_id=14), please.",
            "<https://erp.example.com/odoo/contacts/14>",
            "**[Azure](https://erp.example.com/odoo/contacts/14)**",
            "see HTTP://ERP.example.com/odoo/res.partner/14!",
        ] {
            assert_eq!(found(text), ["res.partner 14"], "{text}");
        }
    }

    #[test]
    fn tickets_are_found_by_their_number() {
        for text in ["#17", "see #17.", "(#17)", "[TICKET-#17]", "done: [ticket-#17], thanks", "**#17**"] {
            assert_eq!(found(text), ["project.task 17 ticket"], "{text}");
            assert!(found_with(text, &Tickets::default()).is_empty(), "{text}");
        }
    }

    #[test]
    fn other_words_are_left_alone() {
        for text in [
            "#standup",
            "PR#17",
            "# 17",
            "#17a",
            "17",
            "[OTHER-#17]",
            "[#17]",
            "TICKET-17",
            "#0",
            "#99999999999",
            "`#17` and ``#18``",
            "```\n#17\nhttps://erp.example.com/odoo/contacts/14\n```",
            "https://erp.example.com.evil.example/odoo/contacts/14",
            "https://erp.example.com@evil.example/odoo/contacts/14",
            "https://erp.example.com/odoo/contacts",
            "https://erp.example.com/odoo/action-318/14",
            "https://erp.example.com/odoo/ir.config_parameter/14",
            "https://erp.example.com/mail/view?model=res.users&res_id=2",
            "https://elsewhere.example/odoo/contacts/14",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn at_most_three_and_each_once() {
        assert_eq!(
            found("#1 #1 https://erp.example.com/odoo/all-tasks/1 #2\n#3 #4"),
            ["project.task 1 ticket", "project.task 2 ticket", "project.task 3 ticket"]
        );
    }

    #[test]
    fn a_back_quote_that_nothing_closes_hides_nothing() {
        assert_eq!(found("it`s #17"), ["project.task 17 ticket"]);
        assert_eq!(found("`a` #17 `b`"), ["project.task 17 ticket"]);
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_is_read(text in "(https://erp\\.example\\.com/)?[#`~\\[\\]a-z0-9/=&?. \n-]{0,60}|\\PC{0,60}") {
            proptest::prop_assert!(found(&text).len() <= 3);
        }
    }
}
