//! `/odoo propose document record=… decision=… [reason="…"]`

use super::kind::{Kind, Shape};
use super::submit::{Asked, Problem, submit};
use super::values::Values;
use super::{ABOUT, Opening, POST, REF, open};
use crate::access::{self, Action};
use crate::audit::Credential;
use crate::command::caller::Caller;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Choice, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::ports::Deps;
use crate::proposal::review::{self, Decided, Word as Said};
use crate::proposal::{Proposal, Verdict};
use crate::text;

pub(super) const WORD: Word = Word {
    trigger: "document",
    help: "Proposes a yes or no to a purchase order, an expense or time off",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: ARGUMENTS,
        notes: "Whoever approves the proposal decides in Odoo with their own account, and has to be connected. Expenses are refused in Odoo itself.",
        examples: &[
            r#"propose document record="purchase 7" decision=approve"#,
            r#"propose document record="leave 5" decision=refuse reason="The fair is that week""#,
        ],
        run: Run::Act(run),
    }),
};

pub(super) static KIND: Kind = Kind {
    word: "document",
    draft: "document",
    title: text!("Decide on a document"),
    arguments: ARGUMENTS,
    required: &["record", "decision"],
    text: "reason",
    shape: Shape::Flat,
};

const ARGUMENTS: &[Argument] = &[
    Argument {
        name: "record",
        place: Place::Flag,
        value: Value::Text("record"),
        help: "Such as purchase 7, expense 12, leave 5, a word of DocumentKinds, or a link from Odoo",
    },
    Argument {
        name: "decision",
        place: Place::Flag,
        value: Value::Choice(&[
            Choice { item: "approve", help: "Approve it" },
            Choice { item: "refuse", help: "Refuse it" },
        ]),
        help: "What is said in Odoo",
    },
    Argument {
        name: "reason",
        place: Place::Flag,
        value: Value::Long("text"),
        help: "Why; needed to refuse. It becomes a note on the document",
    },
    REF,
    POST,
    ABOUT,
];

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    super::run(deps, call, input, &KIND)
}

/// Proposes to approve a document, and approves that as the caller where the policy lets them.
///
/// # Errors
/// What the caller reads.
pub fn approve(deps: &Deps<'_>, call: &Call, record: &str) -> Result<(), String> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Propose)?;
    let asked = Asked { way: "button", supersedes: None };
    match submit(deps, call, &caller, &KIND, &said(record, "approve"), &asked) {
        Ok(proposal) => decide(deps, call, &caller, &proposal),
        Err(Problem::Entry(_, text) | Problem::Whole(text) | Problem::Choose { text, .. }) => Err(text),
    }
}

/// Opens the form in which the reason is asked for; who submits it has decided.
///
/// # Errors
/// What the caller reads.
pub fn refuse(deps: &Deps<'_>, call: &Call, record: &str) -> Result<(), String> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Propose)?;
    open(deps, &Opening { kind: KIND.word, values: said(record, "refuse"), decides: true, ..Opening::of(call) })
}

/// Takes the decision that was proposed, as the caller.
///
/// # Errors
/// What the caller reads: the policy does not let them, or Odoo does not. The proposal stays.
pub(super) fn decide(deps: &Deps<'_>, call: &Call, caller: &Caller, proposal: &Proposal) -> Result<(), String> {
    let word = Said {
        user_id: &call.user_id,
        verdict: Verdict::Approve,
        reason: "",
        digest: Some(&proposal.digest),
        credential: Credential::Session,
        request_id: &call.request_id,
    };
    match review::decide(deps, &caller.current.settings, &proposal.id, &word) {
        Ok(Decided::Ran(ran)) => match review::told(deps.language, &ran) {
            text if text.is_empty() => Ok(()),
            text => Err(text),
        },
        Ok(Decided::Waits(_) | Decided::Rejected(_)) => Ok(()),
        Err(refused) => Err(refused.say(deps.language)),
    }
}

fn said(record: &str, decision: &str) -> Values {
    let mut values = Values::default();
    values.put("record", record);
    values.put("decision", decision);
    values
}
