use super::words::sentence;
use super::{Condition, On, Subscription};
use crate::language::Language;
use crate::say;
use crate::text::Markdown;
use crate::watch::{Kind, Sighting, Watched};

/// Why a subscription does not want an event. Prints as words for whoever asks why nothing came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// It follows another model.
    Model,
    /// Something else happened.
    Event(Vec<Kind>),
    /// The record does not refer to what it has to.
    Condition {
        /// By which of its sides.
        on: On,
        /// What it is called.
        name: Markdown,
    },
    /// Less urgent than asked for.
    Priority(u32),
    /// By its priority, see [`Sighting::severity`].
    Severity(&'static str),
    /// Worth less than asked for.
    Amount(u32),
    /// Whoever did it does not want to hear of it.
    Own(Markdown),
}

impl Subscription {
    /// Whether it wants to hear of what happened to a record.
    ///
    /// # Errors
    /// Why it does not; the first reason.
    pub fn wants(&self, sighting: &Sighting) -> Result<(), WhyNot> {
        if !sighting.kinds.iter().any(|kind| self.follows(*kind)) {
            return Err(WhyNot::Event(self.events.clone()));
        }
        self.fits(sighting)
    }

    /// Whether it would want to hear of a record if the right thing happened to it.
    ///
    /// # Errors
    /// Why it does not; the first reason.
    pub fn fits(&self, sighting: &Sighting) -> Result<(), WhyNot> {
        let watched = Watched::of(&self.model).filter(|watched| watched.model == sighting.model);
        let watched = watched.ok_or(WhyNot::Model)?;
        if let Some(Condition { on, name, .. }) =
            self.filters.conditions.iter().find(|condition| !condition.fits(watched, sighting))
        {
            return Err(WhyNot::Condition { on: *on, name: Markdown::foreign(name) });
        }
        let now = &sighting.now;
        if let Some(min) = self.filters.priority_min
            && now.label("priority").parse::<u32>().unwrap_or(0) < min
        {
            return Err(WhyNot::Priority(min));
        }
        if let Some(min) = self.filters.severity_min
            && sighting.severity() < min
        {
            return Err(WhyNot::Severity(min.word()));
        }
        let amount = now.values.get(watched.amount).and_then(serde_json::Value::as_f64).unwrap_or(0.0);
        if let Some(min) = self.filters.amount_min
            && amount < f64::from(min)
        {
            return Err(WhyNot::Amount(min));
        }
        match &self.not_by {
            Some(actor) if Some(actor.id) == sighting.by_id() => Err(WhyNot::Own(Markdown::foreign(&actor.name))),
            _ => Ok(()),
        }
    }

    /// Who follows changes hears of every kind of them; what people say is none.
    pub(crate) fn follows(&self, kind: Kind) -> bool {
        let is_change = !matches!(kind, Kind::Create | Kind::Comment);
        self.events.contains(&kind) || (is_change && self.events.contains(&Kind::Change))
    }
}

impl WhyNot {
    /// Words for people, without a full stop.
    #[must_use]
    pub fn say(&self, language: Language) -> String {
        match self {
            Self::Model => say!(language, "it follows another kind of record"),
            Self::Event(events) => say!(language, "only {events}", events = sentence(language, events)),
            Self::Condition { on: On::Project, name } => say!(language, "not in project “{name}”", name),
            Self::Condition { on: On::Team, name } => say!(language, "not of team “{name}”", name),
            Self::Condition { on: On::Company, name } => say!(language, "not of company “{name}”", name),
            Self::Condition { on: On::Stage, name } => say!(language, "not in stage “{name}”", name),
            Self::Condition { on: On::Tag, name } => say!(language, "not tagged “{name}”", name),
            Self::Condition { on: On::Assignee, name } => say!(language, "not assigned to “{name}”", name),
            Self::Condition { on: On::Customer, name } => say!(language, "not of customer “{name}”", name),
            Self::Priority(min) => say!(language, "priority below {min}", min),
            Self::Severity(word) => say!(language, "less urgent than “{word}”", word),
            Self::Amount(min) => say!(language, "amount below {min}", min),
            Self::Own(name) => say!(language, "changed by {name} themselves", name),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::{Value, json};

    use super::{Condition, On, Subscription};
    use crate::event::Severity;
    use crate::language::Language;
    use crate::ports::Timestamp;
    use crate::subscription::{Actor, Filters, Mode};
    use crate::watch::{Kind, Remark, Seen, Sighting};

    fn following(model: &str, events: &[Kind]) -> Subscription {
        Subscription {
            id: "K7M2PX".into(),
            model: model.into(),
            channel_id: "town".into(),
            team_id: "team".into(),
            created_by: "ben".into(),
            created_at: Timestamp(0),
            events: events.into(),
            filters: Filters::default(),
            not_by: None,
            mode: Mode::Cards,
            max_per_hour: 60,
            mentions: false,
            root_id: String::new(),
            copies_files: false,
        }
    }

    fn seen(model: &str, id: i64, kinds: &[Kind], values: Value) -> Sighting {
        let values = serde_json::from_value(values).unwrap();
        let now = Seen { values, written_at: Timestamp(0), written_by: "Marc Demo".into(), written_by_id: Some(6) };
        Sighting { model: model.into(), id, kinds: kinds.into(), now, ..Sighting::default() }
    }

    fn told(subscription: &Subscription, sighting: &Sighting) -> String {
        subscription.wants(sighting).map_or_else(|why_not| why_not.say(Language::En), |()| "yes".into())
    }

    #[test]
    fn an_event_is_wanted_when_it_is_followed() {
        use Kind::{Approval, Archive, Assign, Change, Comment, Create, Stage};
        let kinds = [Create, Change, Stage, Assign, Archive, Comment, Approval];
        // What is followed, and which of the events above are wanted then.
        let table = [
            (Create, [true, false, false, false, false, false, false]),
            (Change, [false, true, true, true, true, false, true]),
            (Stage, [false, false, true, false, false, false, false]),
            (Assign, [false, false, false, true, false, false, false]),
            (Archive, [false, false, false, false, true, false, false]),
            (Comment, [false, false, false, false, false, true, false]),
            (Approval, [false, false, false, false, false, false, true]),
        ];
        for (followed, wanted) in table {
            let subscription = following("crm.lead", &[followed]);
            let answers = kinds.map(|kind| subscription.wants(&seen("crm.lead", 1, &[kind], json!({}))).is_ok());
            assert_eq!(answers, wanted, "{followed:?}");
        }
        let both = following("crm.lead", &[Create, Stage]);
        assert_eq!(told(&both, &seen("crm.lead", 1, &[Assign, Stage], json!({}))), "yes");
        assert_eq!(told(&both, &seen("crm.lead", 1, &[Assign], json!({}))), "only new records and stage changes");
        assert_eq!(told(&both, &seen("project.task", 1, &[Create], json!({}))), "it follows another kind of record");
    }

    #[test]
    fn a_record_has_to_refer_to_what_was_named() {
        let lead = json!({"team_id": [5, "Sales"], "company_id": [1, "ACME"], "stage_id": [3, "Won"], "tag_ids": [7, 8],
            "user_id": [2, "Marc Demo"], "partner_id": [14, "Azure"]});
        let task = json!({"project_id": [9, "Office"], "company_id": [1, "ACME"], "stage_id": [3, "Done"],
            "tag_ids": [7], "user_ids": [2, 6], "partner_id": [14, "Azure"]});
        let table = [
            ("crm.lead", &lead, On::Team, 5, "not of team “X”"),
            ("crm.lead", &lead, On::Company, 1, "not of company “X”"),
            ("crm.lead", &lead, On::Stage, 3, "not in stage “X”"),
            ("crm.lead", &lead, On::Tag, 8, "not tagged “X”"),
            ("crm.lead", &lead, On::Assignee, 2, "not assigned to “X”"),
            ("crm.lead", &lead, On::Customer, 14, "not of customer “X”"),
            ("project.task", &task, On::Project, 9, "not in project “X”"),
            ("project.task", &task, On::Company, 1, "not of company “X”"),
            ("project.task", &task, On::Stage, 3, "not in stage “X”"),
            ("project.task", &task, On::Tag, 7, "not tagged “X”"),
            ("project.task", &task, On::Assignee, 6, "not assigned to “X”"),
            ("project.task", &task, On::Customer, 14, "not of customer “X”"),
            ("project.project", &json!({}), On::Project, 40, "not in project “X”"),
            ("project.project", &json!({"tag_ids": [7]}), On::Tag, 7, "not tagged “X”"),
            ("res.partner", &json!({}), On::Customer, 40, "not of customer “X”"),
            ("res.partner", &json!({"category_id": [7]}), On::Tag, 7, "not tagged “X”"),
        ];
        for (model, values, on, id, words) in table {
            let mut subscription = following(model, &[Kind::Change]);
            let sighting = seen(model, 40, &[Kind::Change], values.clone());
            let nothing = seen(model, 41, &[Kind::Change], json!({"stage_id": false, "tag_ids": []}));
            subscription.filters.conditions = vec![Condition { on, name: "X".into(), ids: vec![id, 1000] }];
            assert_eq!(told(&subscription, &sighting), "yes", "{model} {on:?}");
            assert_eq!(told(&subscription, &nothing), words, "{model} {on:?}");
            subscription.filters.conditions[0].ids = vec![1000];
            assert_eq!(told(&subscription, &sighting), words, "{model} {on:?}");
        }
    }

    #[test]
    fn all_that_was_named_has_to_fit() {
        let mut subscription = following("crm.lead", &[Kind::Change]);
        let condition = |on, id| Condition { on, name: "a|b".into(), ids: vec![id] };
        subscription.filters.conditions = vec![condition(On::Stage, 3), condition(On::Tag, 7)];
        let lead = |stage: i64, tag: i64| {
            seen("crm.lead", 1, &[Kind::Change], json!({"stage_id": [stage, "Won"], "tag_ids": [tag]}))
        };
        assert_eq!(told(&subscription, &lead(3, 7)), "yes");
        assert_eq!(told(&subscription, &lead(4, 7)), "not in stage “a\\|b”");
        assert_eq!(told(&subscription, &lead(3, 8)), "not tagged “a\\|b”");
    }

    #[test]
    fn numbers_are_the_least_that_is_wanted() {
        let mut subscription = following("crm.lead", &[Kind::Change]);
        subscription.filters.priority_min = Some(2);
        let lead = |values| seen("crm.lead", 1, &[Kind::Change], values);
        let table = [
            (json!("3"), "yes"),
            (json!("2"), "yes"),
            (json!("1"), "priority below 2"),
            (json!(false), "priority below 2"),
        ];
        for (priority, words) in table {
            assert_eq!(told(&subscription, &lead(json!({"priority": priority}))), words);
        }
        subscription.filters = Filters { severity_min: Some(Severity::Error), ..Filters::default() };
        let table = [(json!("3"), "yes"), (json!("2"), "yes"), (json!("1"), "less urgent than “error”")];
        for (priority, words) in table {
            assert_eq!(told(&subscription, &lead(json!({"priority": priority}))), words);
        }
        subscription.filters = Filters { amount_min: Some(100), ..Filters::default() };
        let table = [(json!(100.0), "yes"), (json!(99.99), "amount below 100"), (json!(false), "amount below 100")];
        for (revenue, words) in table {
            assert_eq!(told(&subscription, &lead(json!({"expected_revenue": revenue}))), words);
        }
        assert_eq!(told(&subscription, &lead(json!({}))), "amount below 100");
    }

    #[test]
    fn own_changes_are_left_out_on_request_whoever_has_the_same_name() {
        let mut subscription = following("crm.lead", &[Kind::Change, Kind::Comment]);
        let lead = seen("crm.lead", 1, &[Kind::Change], json!({}));
        let actor = |id| Some(Actor { id, name: "Marc Demo".into() });
        subscription.not_by = actor(6);
        assert_eq!(told(&subscription, &lead), "changed by Marc Demo themselves");
        let remark = |by_id| Some(Remark { by_id, ..Remark::default() });
        let said = |by_id| Sighting { kinds: vec![Kind::Comment], remark: remark(by_id), ..lead.clone() };
        assert_eq!(told(&subscription, &said(Some(6))), "changed by Marc Demo themselves");
        assert_eq!([Some(7), None].map(|by_id| told(&subscription, &said(by_id))), ["yes", "yes"]);
        subscription.not_by = actor(7);
        assert_eq!(told(&subscription, &lead), "yes");
    }
}
