//! `/odoo admin freeze [reason]`, `/odoo admin unfreeze` and what else is for system administrators.

mod quick;

use std::time::Duration;

use super::Call;
use super::caller::Caller;
use super::parse::Input;
use super::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::access::{self, Action};
use crate::audit::{self, Entry, Who};
use crate::gate;
use crate::ports::{Deps, Level};
use crate::proposal::Proposals;
use crate::proposal::execution::Progress;
use crate::say;
use crate::store::StoreError;
use crate::text::{Markdown, utc};

/// How long a freeze waits for writes that are under way: one call to Odoo ends sooner or never.
const WAIT_MAX: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(500);

pub(super) const WORD: Word = Word {
    trigger: "admin",
    help: "For system administrators",
    audience: Audience::Admins,
    content: Content::Words(&[FREEZE, UNFREEZE, quick::WORD]),
};

const FREEZE: Word = Word {
    trigger: "freeze",
    help: "Stops all writing to Odoo at once",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "reason",
            place: Place::Words,
            value: Value::Text("reason"),
            help: "Why; everybody who tries reads it",
        }],
        notes: "Nothing is sent to Odoo any more, whoever asks for it, also after a restart. Searching and posting go on.",
        examples: &["admin freeze", "admin freeze wrong prices imported"],
        run: Run::Answer(freeze),
    }),
};

const UNFREEZE: Word = Word {
    trigger: "unfreeze",
    help: "Allows writing to Odoo again",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[],
        notes: "",
        examples: &["admin unfreeze"],
        run: Run::Answer(unfreeze),
    }),
};

fn freeze(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    let reason = input.get("reason").unwrap_or_default();
    or_answer(deps, call, || {
        let frozen = gate::close(deps, &call.user_id, reason)?;
        record(deps, call, "gate.freeze");
        let under_way = wait(deps)?;
        let mut text = say!(deps.language, "**Writing to Odoo is frozen.** Nothing is sent any more.");
        if frozen.by != call.user_id || frozen.reason != reason {
            text.push(' ');
            text.push_str(&say!(deps.language, "It has been so since {time}.", time = utc(frozen.at)));
        }
        Ok(format!("{text}\n{}", words(deps, &under_way)))
    })
}

fn unfreeze(deps: &Deps<'_>, call: &Call, _: &Input) -> String {
    or_answer(deps, call, || {
        let Some(frozen) = gate::open(deps)? else { return Ok(say!(deps.language, "Writing to Odoo is not frozen.")) };
        record(deps, call, "gate.unfreeze");
        Ok(say!(
            deps.language,
            "Writing to Odoo is allowed again; it was frozen since {time}. Proposals that failed meanwhile have a button *Retry*.",
            time = utc(frozen.at)
        ))
    })
}

fn or_answer(deps: &Deps<'_>, call: &Call, act: impl FnOnce() -> Result<String, StoreError>) -> String {
    let caller = match Caller::of(deps, call) {
        Ok(caller) => caller,
        Err(answer) => return answer,
    };
    if let Err(answer) = access::may(deps, &caller.current.settings, &caller.person, Action::Freeze) {
        return answer;
    }
    act().unwrap_or_else(|error| {
        let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
        deps.log.write(Level::Error, "The gate could not be set", &fields);
        say!(
            deps.language,
            "Mattermost's store did not answer: whether writing is frozen is not sure. Try again until this answer is another.\nRequest `{request}`",
            request = call.request_id
        )
    })
}

/// Codes of the proposals whose writes were under way, and whether each has come to its end.
fn wait(deps: &Deps<'_>) -> Result<Vec<(String, bool)>, StoreError> {
    let start = deps.clock.now();
    let mut seen: Vec<(String, bool)> = Vec::new();
    loop {
        let sent = sent(deps)?;
        for (code, has_ended) in &mut seen {
            *has_ended = !sent.contains(code);
        }
        let new: Vec<_> = sent.iter().filter(|code| !seen.iter().any(|(known, _)| known == *code)).cloned().collect();
        seen.extend(new.into_iter().map(|code| (code, false)));
        if sent.is_empty() || deps.clock.now().since(start) >= WAIT_MAX {
            return Ok(seen);
        }
        deps.clock.wait(PAUSE);
    }
}

/// Of which a write may be on its way, by a process that lives. Only those that are being written are looked at: every write stores its intent before it asks the gate, and the
/// notes that a written record gets follow while the process still holds the proposal.
fn sent(deps: &Deps<'_>) -> Result<Vec<String>, StoreError> {
    let (mut codes, now) = (Vec::new(), deps.clock.now());
    Proposals::new(deps).each_running(|saved| {
        let execution = &saved.value.execution;
        let is_sent = execution.steps.iter().any(|step| matches!(step.progress, Progress::Sent | Progress::Done));
        if execution.is_held(now) && is_sent {
            codes.push(saved.value.code);
        }
    })?;
    Ok(codes)
}

fn words(deps: &Deps<'_>, under_way: &[(String, bool)]) -> String {
    if under_way.is_empty() {
        return say!(deps.language, "No proposal was being written.");
    }
    let line = |(code, has_ended): &(String, bool)| {
        let code = Markdown::foreign(code);
        match has_ended {
            true => say!(deps.language, "- Proposal `{code}` came to its end\n", code),
            false => say!(deps.language, "- Proposal `{code}` is still under way, or its process died\n", code),
        }
    };
    say!(
        deps.language,
        "Under way when the freeze came:\n{lines}",
        lines = under_way.iter().map(line).collect::<String>()
    )
}

fn record(deps: &Deps<'_>, call: &Call, action: &str) {
    let entry = Entry {
        who: Who::person(&call.user_id),
        action,
        object: "sys/gate",
        request_id: &call.request_id,
        ..Entry::default()
    };
    audit::record(deps, &entry);
}
