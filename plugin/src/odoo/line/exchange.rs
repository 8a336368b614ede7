//! Which dialect a server speaks, and questions in it.

use serde_json::json;

use super::{Answer, Line, one};
use crate::gate;
use crate::odoo::{Class, Json2, JsonRpc, Odoo, OdooError, Outage, Question, XmlRpc};
use crate::settings::Api;

const API_KEPT_SECONDS: u32 = 24 * 3600;
/// Odoo has a handful of workers; more at once would only wait in its queue, and so would everybody else.
const AT_ONCE_MAX: usize = 8;

impl Line<'_> {
    /// Asks in the server's dialect. Where its route has gone, the server speaks another one by now.
    pub(super) fn exchange(&self, questions: &[Question<'_>]) -> Vec<Answer> {
        let api = match self.api() {
            Ok(api) => api,
            Err(error) => return questions.iter().map(|question| Err(unasked(*question, &error))).collect(),
        };
        let mut answers = self.exchange_over(api, questions);
        let is_gone = |index: &usize| matches!(answers[*index], Err(OdooError::Outage(Outage::Status(404))));
        let gone: Vec<_> = (0..answers.len()).filter(is_gone).collect();
        if self.account.api.is_some() || gone.is_empty() {
            return answers;
        }
        if let Some(other) = self.probe().ok().filter(|other| *other != api) {
            let again: Vec<_> = gone.iter().map(|index| questions[*index]).collect();
            for (index, answer) in gone.into_iter().zip(self.exchange_over(other, &again)) {
                answers[index] = answer;
            }
        }
        answers
    }

    fn exchange_over(&self, api: Api, questions: &[Question<'_>]) -> Vec<Answer> {
        questions.chunks(AT_ONCE_MAX).flat_map(|questions| self.exchange_at_once(api, questions)).collect()
    }

    fn exchange_at_once(&self, api: Api, questions: &[Question<'_>]) -> Vec<Answer> {
        let timeout = self.deadline.since(self.deps.clock.now());
        if timeout.is_zero() {
            return vec![Err(Outage::Overdue.into()); questions.len()];
        }
        // The last thing before a write leaves: nothing that was under way when the gate closed gets past it.
        let is_write = |question: &Question<'_>| question.class() == Class::Write;
        if questions.iter().any(is_write)
            && let Err(closed) = gate::pass(self.deps.kv)
        {
            return vec![Err(closed.into()); questions.len()];
        }
        let odoo = dialect(api);
        let request = |question| odoo.request(self.account, question, timeout);
        let begin = self.deps.clock.now();
        let responses = match questions {
            [question] => {
                let start = self.deps.clock.now();
                let response = self.deps.http.send(&request(*question));
                // Asked alone and for nothing: what it took is the way there and back.
                if *question == Question::Version {
                    self.note(start, &response);
                }
                vec![response]
            }
            several => self.deps.http.send_all(&several.iter().copied().map(request).collect::<Vec<_>>()),
        };
        let monitor = self.deps.monitor;
        monitor.observe("odoo_call_seconds", &[], self.deps.clock.now().since(begin));
        let answers = questions.iter().zip(responses);
        let answers: Vec<Answer> =
            answers.map(|(question, response)| question.fitting(odoo.answer(*question, response?)?)).collect();
        for answer in &answers {
            monitor.count("odoo_calls_total", &[("outcome", outcome(answer))]);
        }
        answers
    }

    fn api(&self) -> Result<Api, OdooError> {
        let known = || serde_json::from_slice(&self.deps.cache.get(&self.keys.api)?).ok();
        self.account.api.or_else(known).map_or_else(|| self.probe(), Ok)
    }

    /// Finds out what the server speaks, the best first. What it cannot say now is asked again at the next call.
    fn probe(&self) -> Result<Api, OdooError> {
        self.deps.cache.delete(&self.keys.api);
        let mut elsewhere = None;
        for api in Api::ALL {
            match self.prove(api) {
                Ok(()) => {
                    self.deps.cache.set(&self.keys.api, json!(api).to_string().as_bytes(), API_KEPT_SECONDS);
                    return Ok(api);
                }
                Err(error) if is_elsewhere(&error) => elsewhere = elsewhere.or(Some(error)),
                Err(error) => return Err(error),
            }
        }
        Err(elsewhere.unwrap_or_else(|| Outage::Malformed.into()))
    }

    /// Whether the server answers in this dialect. Its version alone does not prove JSON-2: the app for it may be missing.
    fn prove(&self, api: Api) -> Result<(), OdooError> {
        self.keep_version(&one(self.exchange_over(api, &[Question::Version]))?);
        match api {
            Api::Json2 => match one(self.exchange_over(api, &[Question::SignIn])) {
                Ok(_) | Err(OdooError::Authentication) => Ok(()),
                Err(error) => Err(error),
            },
            Api::JsonRpc | Api::XmlRpc => Ok(()),
        }
    }
}

fn outcome(answer: &Answer) -> &'static str {
    match answer {
        Ok(_) => "answered",
        Err(OdooError::Outage(_)) => "outage",
        Err(OdooError::RateLimited { .. }) => "rate_limited",
        Err(_) => "refused",
    }
}

/// The error of a question that could not be asked for want of a dialect. A read is tried again all the same.
fn unasked(question: Question<'_>, error: &OdooError) -> OdooError {
    match question.class() {
        Class::Read => error.clone(),
        Class::Write => error.clone().before_sending(),
    }
}

fn dialect(api: Api) -> &'static dyn Odoo {
    match api {
        Api::Json2 => &Json2,
        Api::JsonRpc => &JsonRpc,
        Api::XmlRpc => &XmlRpc,
    }
}

/// Whether something answers, but not in the dialect that was tried.
fn is_elsewhere(error: &OdooError) -> bool {
    matches!(
        error,
        OdooError::Outage(
            Outage::Status(400..500) | Outage::Redirect(_) | Outage::Empty | Outage::Page | Outage::Malformed
        )
    )
}
