//! Everything that a draft wants to know of Odoo, asked at the same time.

use std::cell::RefCell;

use serde_json::Value;

use crate::odoo::{Call, Connection, Filter, OdooError, Outage, Row, Search};

/// Questions that wait until they are asked together.
#[derive(Default)]
pub(super) struct Questions(Vec<Call>);

/// The place of a question among the others.
#[derive(Clone, Copy)]
pub(super) struct Question(usize);

/// The answers, each taken once.
pub(super) struct Answers(RefCell<Vec<Option<Result<Value, OdooError>>>>);

impl Questions {
    /// The first records by their ids.
    pub(super) fn find(
        &mut self,
        model: &'static str,
        filter: &Filter,
        fields: &[&'static str],
        limit: u32,
    ) -> Question {
        self.call(Call::from(&Search { model, filter, fields, order: "id asc", limit }))
    }

    pub(super) fn call(&mut self, call: Call) -> Question {
        self.0.push(call);
        Question(self.0.len() - 1)
    }

    /// Asks all of them: it takes about as long as the slowest.
    pub(super) fn ask(self, odoo: &Connection<'_>) -> Answers {
        Answers(RefCell::new(odoo.execute_all(self.0).into_iter().map(Some).collect()))
    }
}

impl Answers {
    /// # Errors
    /// What Odoo says to this question.
    pub(super) fn value(&self, question: Question) -> Result<Value, OdooError> {
        let taken = self.0.borrow_mut().get_mut(question.0).and_then(Option::take);
        taken.unwrap_or_else(|| Err(Outage::Malformed.into()))
    }

    /// # Errors
    /// What Odoo says to this question.
    pub(super) fn rows(&self, question: Question) -> Result<Vec<Row>, OdooError> {
        Row::list(self.value(question)?)
    }
}
