//! What a test has planned for the calls to come: faults, and doings of its own between two calls.

use std::fmt;

use crate::desk::Desk;
use crate::fault::Fault;

/// When a doing takes its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The call has arrived and nothing of it is done.
    Before,
    /// The call is done and its answer has not left.
    After,
}

/// Something a test does between two calls.
pub type Doing = Box<dyn FnOnce(&Desk) + Send>;

/// The plans, in the order they were made.
#[derive(Default)]
pub struct Plan {
    always: Option<Fault>,
    faults: Vec<PlannedFault>,
    doings: Vec<PlannedDoing>,
}

struct PlannedFault {
    calls: String,
    left: usize,
    fault: Fault,
}

struct PlannedDoing {
    calls: String,
    moment: Moment,
    doing: Doing,
}

impl Plan {
    /// A plan with one fault for every request.
    pub fn with_fault(fault: Option<Fault>) -> Self {
        Self { always: fault, ..Self::default() }
    }

    /// The fault for every request that no other is planned for.
    pub fn always(&mut self, fault: Option<Fault>) {
        self.always = fault;
    }

    /// The fault for the next calls of a name.
    pub fn fail_next(&mut self, calls: &str, times: usize, fault: Fault) {
        self.faults.push(PlannedFault { calls: calls.to_owned(), left: times, fault });
    }

    /// Forgets every fault.
    pub fn behave(&mut self) {
        self.always = None;
        self.faults.clear();
    }

    /// Something to do at the next call of a name.
    pub fn at_next(&mut self, calls: &str, moment: Moment, doing: Doing) {
        self.doings.push(PlannedDoing { calls: calls.to_owned(), moment, doing });
    }

    /// The fault for a request that has arrived; `None` for the name of a request that is no call.
    pub fn take_fault(&mut self, call: Option<&str>) -> Option<Fault> {
        let planned = self.faults.iter_mut().find(|planned| planned.left > 0 && fits(&planned.calls, call));
        let Some(planned) = planned else { return self.always.clone() };
        planned.left -= 1;
        Some(planned.fault.clone())
    }

    /// The next thing to do at a call.
    pub fn take_doing(&mut self, call: Option<&str>, moment: Moment) -> Option<Doing> {
        let index = self.doings.iter().position(|planned| planned.moment == moment && fits(&planned.calls, call))?;
        Some(self.doings.remove(index).doing)
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan").field("always", &self.always).finish_non_exhaustive()
    }
}

/// Whether a call is meant: `res.partner/create`, `*/create`, `res.partner/*` or `*`.
fn fits(calls: &str, call: Option<&str>) -> bool {
    let Some((model, method)) = call.and_then(|call| call.split_once('/')) else { return false };
    match calls.split_once('/') {
        Some((of_model, of_method)) => {
            (of_model == "*" || of_model == model) && (of_method == "*" || of_method == method)
        }
        None => calls == "*",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_every_model_or_method() {
        let call = Some("res.partner/create");
        for calls in ["res.partner/create", "*/create", "res.partner/*", "*/*", "*"] {
            assert!(fits(calls, call), "{calls}");
        }
        for calls in ["res.partner", "crm.lead/create", "*/write", ""] {
            assert!(!fits(calls, call), "{calls}");
        }
        assert!(!fits("*", None), "a page is no call");
    }

    #[test]
    fn a_planned_fault_comes_as_often_as_planned_and_before_the_one_for_every_request() {
        let mut plan = Plan::with_fault(Some(Fault::Html));
        plan.fail_next("*/create", 1, Fault::Empty);
        assert!(matches!(plan.take_fault(Some("crm.lead/write")), Some(Fault::Html)));
        assert!(matches!(plan.take_fault(Some("crm.lead/create")), Some(Fault::Empty)));
        assert!(matches!(plan.take_fault(Some("crm.lead/create")), Some(Fault::Html)));
    }
}
