//! `/odoo proposals [mine,team,all] [--state s]`

use super::Call;
use super::caller::Caller;
use super::listing::table;
use super::listing::{Listing, PAGE_ROWS, SCREEN_ROWS_MAX};
use super::parse::Input;
use super::table::{Argument, Audience, Choice, Command, Content, Place, Run, Value, Word};
use super::trouble::Trouble;
use crate::access::{self, Action};
use crate::language;
use crate::ports::{Deps, Level};
use crate::proposal::{Proposal, Proposals, Proposer, State, review};
use crate::say;
use crate::store::StoreError;
use crate::text;
use crate::text::{Markdown, TABLE_RUNES_MAX, cut, local};

/// Proposals that are looked through for one page.
const LOOKED_THROUGH_MAX: usize = 500;
const SUMMARY_RUNES_MAX: usize = 80;

pub(super) const WORD: Word = Word {
    trigger: "proposals",
    help: "Lists proposals: yours, those you may decide on, or all",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "whose",
                place: Place::Word,
                value: Value::Choice(&[
                    Choice { item: "mine", help: "Those you proposed" },
                    Choice { item: "team", help: "Open ones that you may decide on" },
                    Choice { item: "all", help: "All of them, for administrators" },
                ]),
                help: "Whose; yours if you say nothing",
            },
            Argument { name: "state", place: Place::Flag, value: Value::Choice(STATES), help: "In this state only" },
        ],
        notes: "`team` lists open proposals only. Of the others the latest 500 are looked through; older ones are in `/odoo audit`.",
        examples: &["proposals", "proposals team", "proposals all --state failed"],
        run: Run::List(list),
    }),
};

const STATES: &[Choice] = &[
    Choice { item: "pending", help: "Waits for a decision" },
    Choice { item: "approved", help: "About to be written" },
    Choice { item: "executing", help: "Being written" },
    Choice { item: "done", help: "In Odoo" },
    Choice { item: "partial", help: "In Odoo in part" },
    Choice { item: "failed", help: "Not in Odoo" },
    Choice { item: "unknown", help: "Being found out" },
    Choice { item: "rejected", help: "Refused" },
    Choice { item: "cancelled", help: "Taken back" },
    Choice { item: "expired", help: "Not decided in time" },
    Choice { item: "superseded", help: "Replaced by a newer one" },
];

/// Which proposals.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Mine,
    Team,
    All,
}

fn list(deps: &Deps<'_>, call: &Call, input: &Input, rows: usize) -> Result<Listing, Trouble> {
    let caller = Caller::of(deps, call)?;
    let settings = &caller.current.settings;
    let whose = match input.get("whose") {
        Some("team") => Whose::Team,
        Some("all") => Whose::All,
        _ => Whose::Mine,
    };
    if whose == Whose::All {
        access::may(deps, settings, &caller.person, Action::ManageProposals)?;
    }
    let state = input.get("state").and_then(State::of_name);
    let fits = |proposal: &Proposal| {
        state.is_none_or(|state| proposal.state == state)
            && (whose != Whose::Team || review::waits_for(deps, settings, &call.user_id, proposal))
    };
    let found = find(deps, whose, &call.user_id, rows + 1, fits).map_err(|error| store_answer(deps, call, &error))?;
    if found.is_empty() {
        return Err(deps.language.tell(nothing(whose)).into());
    }
    let zone = settings.zone_of(&caller.person);
    let mut table = table(
        deps.language,
        &[text!("Code"), text!("State"), text!("What"), text!("By"), text!("Since"), text!("Case")],
    );
    let fitting = found.iter().take(rows);
    let shown = fitting
        .take_while(|proposal| {
            let cells = [
                code(deps, proposal),
                Markdown::foreign(proposal.state.name()),
                Markdown::foreign(&cut(&proposal.summary, SUMMARY_RUNES_MAX)),
                proposer(deps, &proposal.proposer),
                Markdown::foreign(&local(proposal.changed_at, zone)),
                proposal.case_id.as_deref().map(Markdown::foreign).unwrap_or_default(),
            ];
            table.push(&cells, TABLE_RUNES_MAX)
        })
        .count();
    Ok(Listing {
        title: say!(
            deps.language,
            "**{title}**, times in {zone}",
            title = deps.language.tell(title(whose)),
            zone = zone.name()
        ),
        table,
        shown,
        has_more: found.len() > shown,
        rows_next: if shown == rows && rows < SCREEN_ROWS_MAX { rows + PAGE_ROWS } else { 0 },
        menus: Vec::new(),
    })
}

fn find(
    deps: &Deps<'_>,
    whose: Whose,
    user_id: &str,
    count: usize,
    fits: impl Fn(&Proposal) -> bool,
) -> Result<Vec<Proposal>, StoreError> {
    let (mut found, mut seen) = (Vec::new(), 0);
    let visit = |saved: crate::proposal::Saved| {
        seen += 1;
        if fits(&saved.value) {
            found.push(saved.value);
        }
        Ok(found.len() < count && seen < LOOKED_THROUGH_MAX)
    };
    let proposals = Proposals::new(deps);
    match whose {
        Whose::Mine => proposals.each_of(&Proposer::Person { user_id: user_id.to_owned() }.index_name(), visit)?,
        Whose::Team => proposals.each_open(visit)?,
        Whose::All => proposals.each(visit)?,
    }
    Ok(found)
}

/// The code, which leads to the card.
fn code(deps: &Deps<'_>, proposal: &Proposal) -> Markdown {
    let site_url = deps.config.server().site_url;
    match proposal.origin.post_id.as_str() {
        "" => Markdown::foreign(&proposal.code),
        _ if site_url.is_empty() => Markdown::foreign(&proposal.code),
        post_id => Markdown::link(&proposal.code, &format!("{site_url}/_redirect/pl/{post_id}")),
    }
}

fn proposer(deps: &Deps<'_>, proposer: &Proposer) -> Markdown {
    match proposer {
        Proposer::Person { user_id } | Proposer::Tool { user_id } => match deps.chat.person(user_id) {
            Ok(person) => Markdown::foreign(&person.username),
            Err(_) => Markdown::foreign(&say!(deps.language, "somebody")),
        },
        Proposer::Key { name, .. } => Markdown::foreign(&say!(deps.language, "key {name}", name)),
        Proposer::Hook { name, .. } => Markdown::foreign(&say!(deps.language, "hook {name}", name)),
    }
}

fn title(whose: Whose) -> &'static str {
    match whose {
        Whose::Mine => text!("Your proposals"),
        Whose::Team => text!("Proposals that wait for you"),
        Whose::All => text!("All proposals"),
    }
}

fn nothing(whose: Whose) -> &'static str {
    match whose {
        Whose::Mine => text!("You have no such proposals. `/odoo propose` makes one."),
        Whose::Team => text!("No proposal waits for a decision of yours."),
        Whose::All => text!("There is no such proposal."),
    }
}

fn store_answer(deps: &Deps<'_>, call: &Call, error: &StoreError) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "Proposals could not be listed", &fields);
    language::no_store(deps, &call.request_id)
}
