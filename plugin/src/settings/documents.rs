use serde_json::{Map, Value};

use crate::odoo::document::{Act, Step, Word};
use crate::odoo::{OwnButton, OwnModel};
use crate::proposal::Model;

/// Kinds of documents on the list.
const KINDS_MAX: usize = 20;
const WORD_LENGTH_MAX: usize = 24;
const STATES_MAX: usize = 10;
const STATE_LENGTH_MAX: usize = 40;
const KEYS: [&str; 4] = ["word", "model", "approve", "refuse"];
const STEP_KEYS: [&str; 3] = ["method", "from", "to"];

/// `DocumentKinds`: documents of other apps that can be decided on from here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Documents(Vec<OwnDocument>);

/// One kind of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDocument {
    /// What people call one, such as `quotation`.
    pub word: String,
    /// Its model.
    pub model: Model,
    steps: Vec<(Word, Step)>,
}

impl Documents {
    /// Reads the administrator's list.
    ///
    /// # Errors
    /// The first mistake, as the end of a sentence that begins with the setting.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let Ok(Value::Array(kinds)) = serde_json::from_str(text) else {
            return Err(
                "must be a JSON list such as `[{\"word\": \"quotation\", \"model\": \"sale.order\", \"approve\": \
                        {\"method\": \"action_confirm\", \"from\": [\"draft\", \"sent\"], \"to\": [\"sale\"]}}]`."
                    .into(),
            );
        };
        if kinds.len() > KINDS_MAX {
            return Err(format!("has more than {KINDS_MAX} kinds."));
        }
        let mut documents: Vec<OwnDocument> = Vec::new();
        for (place, kind) in kinds.iter().enumerate() {
            let wrong = |mistake: String| format!("has a mistake in its entry {}: {mistake}.", place + 1);
            let document = OwnDocument::read(kind).map_err(wrong)?;
            if documents.iter().any(|known| known.word == document.word || known.model == document.model) {
                return Err(wrong(format!("`{}` or its model is on the list already", document.word)));
            }
            documents.push(document);
        }
        Ok(Self(documents))
    }

    /// By the word for it, or by Odoo's name of its model.
    #[must_use]
    pub fn named(&self, text: &str) -> Option<&OwnDocument> {
        self.0.iter().find(|kind| kind.word.eq_ignore_ascii_case(text) || kind.model.name() == text)
    }

    /// Whether the button is on the list: what is not there any more is not pressed.
    #[must_use]
    pub fn allows(&self, model: Model, act: Act) -> bool {
        let mut steps = self.0.iter().filter(|kind| kind.model == model).flat_map(|kind| &kind.steps);
        !matches!(act, Act::Own(_)) || steps.any(|(_, step)| step.act == act)
    }

    /// The words for the kinds, in the order of the list.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|kind| kind.word.as_str())
    }
}

impl OwnDocument {
    /// What yes or no means for it.
    #[must_use]
    pub fn steps(&self, word: Word) -> Vec<Step> {
        self.steps.iter().filter(|(of, _)| *of == word).map(|(_, step)| step.clone()).collect()
    }

    fn read(kind: &Value) -> Result<Self, String> {
        let kind = object(kind, &KEYS)?;
        let text = |key: &str| kind.get(key).and_then(Value::as_str).unwrap_or_default();
        let word = text("word");
        let is_word = (1..=WORD_LENGTH_MAX).contains(&word.len()) && word.chars().all(|c| c.is_ascii_lowercase());
        if !is_word || Model::of_word(word).is_some() {
            return Err("`word` must be one word of small letters that means nothing else, such as `quotation`".into());
        }
        let model = OwnModel::parse(text("model"))?;
        if Model::of_name(model.name()).is_some() {
            return Err(format!("`{}` has its own commands", model.name()));
        }
        let mut steps = Vec::new();
        for (key, said) in [("approve", Word::Approve), ("refuse", Word::Refuse)] {
            if let Some(step) = kind.get(key) {
                steps.push((said, read_step(model, step).map_err(|mistake| format!("at `{key}`, {mistake}"))?));
            }
        }
        if steps.is_empty() {
            return Err("`approve` or `refuse` is missing".into());
        }
        Ok(Self { word: word.into(), model: Model::Own(model), steps })
    }
}

fn read_step(model: OwnModel, step: &Value) -> Result<Step, String> {
    let step = object(step, &STEP_KEYS)?;
    let method = step.get("method").and_then(Value::as_str).unwrap_or_default();
    let act = Act::Own(OwnButton::parse(model, method)?);
    let (before, after) = (states(step, "from")?, states(step, "to")?);
    if let Some(state) = after.iter().find(|state| before.contains(state)) {
        return Err(format!("`{state}` is in `from` and in `to`"));
    }
    Ok(Step { before, act, after })
}

fn states(step: &Map<String, Value>, key: &str) -> Result<Vec<String>, String> {
    let wrong = || format!("`{key}` must be a list of values of the field `state`, such as `[\"draft\"]`");
    let is_fine = |state: &&str| {
        let is_state = |c: char| c.is_ascii_alphanumeric() || "_ -".contains(c);
        (1..=STATE_LENGTH_MAX).contains(&state.len()) && state.chars().all(is_state)
    };
    let list = step.get(key).and_then(Value::as_array).filter(|list| (1..=STATES_MAX).contains(&list.len()));
    let states = list.ok_or_else(wrong)?.iter();
    states.map(|state| state.as_str().filter(is_fine).map(ToOwned::to_owned).ok_or_else(wrong)).collect()
}

fn object<'a>(value: &'a Value, keys: &[&str]) -> Result<&'a Map<String, Value>, String> {
    let object = value.as_object().ok_or("it must be an object")?;
    match object.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(key) => Err(format!("there is no `{key}`")),
        None => Ok(object),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::{Value, json};

    use super::{Documents, Word};

    fn quotation(change: impl FnOnce(&mut Value)) -> Result<Documents, String> {
        let mut kind = json!({
            "word": "quotation", "model": "sale.order",
            "approve": {"method": "action_confirm", "from": ["draft", "sent"], "to": ["sale"]},
            "refuse": {"method": "action_cancel", "from": ["draft", "sent"], "to": ["cancel"]},
        });
        change(&mut kind);
        Documents::parse(&json!([kind]).to_string())
    }

    #[test]
    fn a_kind_has_a_word_a_model_and_its_buttons() {
        let documents = quotation(|_| ()).unwrap();
        let kind = documents.named("Quotation").unwrap();
        assert_eq!((kind.model.name(), documents.named("sale.order")), ("sale.order", Some(kind)));
        let [step] = kind.steps(Word::Refuse).try_into().unwrap();
        assert_eq!(
            (step.act.method().name(), step.follows("sent"), step.after),
            ("action_cancel", true, vec!["cancel".into()])
        );
        assert!(documents.allows(kind.model, step.act) && !Documents::default().allows(kind.model, step.act));
        assert_eq!(Documents::parse("[]"), Ok(Documents::default()));
    }

    #[test]
    fn mistakes_are_told_where_they_are() {
        let set = |path: &str, value: Value| {
            let change = |kind: &mut Value| *kind.pointer_mut(path).unwrap() = value;
            quotation(change).unwrap_err().trim_start_matches("has a mistake in its entry 1: ").to_owned()
        };
        let told = [
            set("/word", json!("purchase")),
            set("/word", json!("Big Deal")),
            set("/model", json!("purchase.order")),
            set("/model", json!("res.users")),
            set("/model", json!("sale")),
            set("/approve/method", json!("unlink")),
            set("/approve/method", json!("action_unlink")),
            set("/approve/from", json!([])),
            set("/approve/to", json!(["sent"])),
            set("/refuse", json!("action_cancel")),
            quotation(|kind| kind["domain"] = json!([])).unwrap_err(),
            Documents::parse(r#"[{"word": "quotation", "model": "sale.order"}]"#).unwrap_err(),
        ];
        let word = "`word` must be one word of small letters that means nothing else, such as `quotation`.";
        assert_eq!(
            told,
            [
                word,
                word,
                "`purchase.order` has its own commands.",
                "`res.users` is never written to from here.",
                "`model` must be a name such as `sale.order`.",
                "at `approve`, `method` must be a button such as `action_confirm` or `button_approve`.",
                "at `approve`, `action_unlink` is never called from here.",
                "at `approve`, `from` must be a list of values of the field `state`, such as `[\"draft\"]`.",
                "at `approve`, `sent` is in `from` and in `to`.",
                "at `refuse`, it must be an object.",
                "has a mistake in its entry 1: there is no `domain`.",
                "has a mistake in its entry 1: `approve` or `refuse` is missing.",
            ]
        );
        assert!(Documents::parse("{}").unwrap_err().starts_with("must be a JSON list such as"));
        let twice = json!([{"word": "a", "model": "x.y", "approve": {"method": "action_a", "from": ["a"], "to": ["b"]}},
            {"word": "b", "model": "x.y", "approve": {"method": "action_a", "from": ["a"], "to": ["b"]}}]);
        assert_eq!(
            Documents::parse(&twice.to_string()).unwrap_err(),
            "has a mistake in its entry 2: `b` or its model is on the list already."
        );
    }
}
