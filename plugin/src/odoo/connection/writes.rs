use serde_json::Value;

use super::Connection;
use crate::odoo::document::Act;
use crate::odoo::{Call, Context, Fault, Method, OdooError, Outage, Values};
use crate::text::to_html;

/// A message in a record's chatter.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    /// Plain text; none of it is markup.
    pub text: &'a str,
    /// Who gets it.
    pub sight: Sight,
    /// Files that are on the record already.
    pub attachment_ids: &'a [i64],
}

/// Who gets a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Colleagues only.
    Internal,
    /// All followers, customers included, by e-mail.
    Public,
}

impl Connection<'_> {
    /// Makes records, all or none, and returns their ids in the same order.
    ///
    /// # Errors
    /// See [`OdooError`], and [`OdooError::outcome_is_unknown`] before trying again.
    pub fn create(&self, model: &'static str, records: Vec<Values>, context: &Context) -> Result<Vec<i64>, OdooError> {
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let count = records.len();
        let answer = self.execute_within(context, Call::new(model, Method::Create).with("vals_list", records))?;
        ids(&answer).filter(|ids| ids.len() == count).ok_or_else(malformed)
    }

    /// Gives records the same values, all or none.
    ///
    /// # Errors
    /// As those of [`Connection::create`]; [`OdooError::Missing`] if one of them is gone.
    pub fn write(&self, model: &'static str, ids: &[i64], values: Values, context: &Context) -> Result<(), OdooError> {
        if ids.is_empty() || values.is_empty() {
            return Ok(());
        }
        match self.execute_within(context, Call::new(model, Method::Write).on(ids).with("vals", values))? {
            Value::Bool(true) => Ok(()),
            _ => Err(malformed()),
        }
    }

    /// Writes into a record's chatter and returns the message's id.
    ///
    /// # Errors
    /// As those of [`Connection::create`].
    pub fn message_post(&self, model: &'static str, id: i64, note: &Note<'_>) -> Result<i64, OdooError> {
        message_id(self.execute(self.post(model, id, note)?)?)
    }

    /// Writes the same into the chatter of several records, at the same time. The answers come in the order of the records,
    /// and one that fails leaves the others.
    pub fn message_post_each(&self, model: &'static str, ids: &[i64], note: &Note<'_>) -> Vec<Result<i64, OdooError>> {
        match ids.iter().map(|id| self.post(model, *id, note)).collect() {
            Ok(calls) => self.execute_all(calls).into_iter().map(|answer| message_id(answer?)).collect(),
            Err(error) => vec![Err(error); ids.len()],
        }
    }

    fn post(&self, model: &'static str, id: i64, note: &Note<'_>) -> Result<Call, OdooError> {
        let mut call = Call::new(model, Method::MessagePost)
            .on(&[id])
            .with("body", to_html(note.text))
            .with("message_type", "comment")
            .with("subtype_xmlid", note.sight.subtype());
        if self.release()?.asks_whether_a_body_is_html() {
            call = call.with("body_is_html", true);
        }
        if !note.attachment_ids.is_empty() {
            call = call.with("attachment_ids", note.attachment_ids);
        }
        Ok(call)
    }

    /// Marks an activity as done. Odoo posts the feedback on the record that it was for.
    ///
    /// # Errors
    /// As those of [`Connection::create`]; [`OdooError::Missing`] if it is gone.
    pub fn finish_activity(&self, id: i64, feedback: &str) -> Result<(), OdooError> {
        self.execute(Call::new("mail.activity", Method::ActionFeedback).on(&[id]).with("feedback", feedback)).map(drop)
    }

    /// Presses a button of a document. What came of it is read from its state: some answer the same whatever they did.
    ///
    /// # Errors
    /// As those of [`Connection::create`].
    pub fn press(&self, model: &'static str, id: i64, act: Act) -> Result<(), OdooError> {
        self.execute(Call::new(model, act.method()).on(&[id])).map(drop)
    }

    /// Makes or changes records by their external ids, all or none, and returns their ids. A column is a field, such
    /// as `id` for the external id of the record and `partner_id/id` for that of its partner.
    ///
    /// # Errors
    /// As those of [`Connection::create`]; what Odoo says of single rows is [`OdooError::Validation`].
    pub fn load(
        &self,
        model: &'static str,
        columns: &[&str],
        rows: Vec<Vec<String>>,
        context: &Context,
    ) -> Result<Vec<i64>, OdooError> {
        let count = rows.len();
        let call = Call::new(model, Method::Load).with("fields", columns).with("data", rows);
        let answer = self.execute_within(context, call)?;
        match ids(&answer["ids"]) {
            Some(ids) if ids.len() == count => Ok(ids),
            Some(_) => Err(malformed()),
            None => Err(OdooError::Validation(complaint(&answer["messages"]))),
        }
    }
}

impl Sight {
    fn subtype(self) -> &'static str {
        match self {
            Self::Internal => "mail.mt_note",
            Self::Public => "mail.mt_comment",
        }
    }
}

fn message_id(answer: Value) -> Result<i64, OdooError> {
    let id = match answer {
        Value::Array(ids) => ids.first().and_then(Value::as_i64),
        id => id.as_i64(),
    };
    id.ok_or_else(malformed)
}

fn ids(answer: &Value) -> Option<Vec<i64>> {
    answer.as_array()?.iter().map(Value::as_i64).collect()
}

/// What `load` says of the rows that it does not take.
fn complaint(messages: &Value) -> Fault {
    let messages = messages.as_array().into_iter().flatten();
    let texts: Vec<_> = messages.filter_map(|message| message["message"].as_str()).collect();
    Fault { name: "load".into(), message: texts.join("\n") }
}

fn malformed() -> OdooError {
    Outage::Malformed.into()
}
