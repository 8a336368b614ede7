//! What had been done to the server before a recording was made, where that shows in its answer.

use odoo_stand_in::{Builder, StandIn};
use serde_json::{Value as Json, json};

/// The state before a recording.
pub struct Before {
    /// The first record of each model that was not there yet.
    unmade: Vec<(&'static str, i64)>,
    /// Records that were deleted later.
    more: Vec<(&'static str, Json)>,
    /// What somebody had done meanwhile.
    doing: Option<fn(&StandIn)>,
    /// Recordings whose calls came before.
    pub calls: &'static [&'static str],
}

impl Before {
    /// What was before the recording of that name.
    pub fn of(name: &str) -> Self {
        let before = Self { unmade: Vec::new(), more: Vec::new(), doing: None, calls: &[] };
        match name {
            "1-jsonrpc-user-archived.json" => {
                before.doing(|odoo| odoo.write("res.users", 8, &json!({"active": false})))
            }
            "3-partner-create-country-code-readonly.json" => before.unmade("res.partner", 70),
            "3-partner-create.json" => before.unmade("res.partner", 71),
            "3-partner-create-read-back.json" => before.unmade("res.partner", 71).calls(&["3-partner-create.json"]),
            "3-partner-create-contact.json" => before.unmade("res.partner", 72),
            "3-unlink-partner-ok.json" => {
                before.unmade("res.partner", 73).more("res.partner", json!({"name": "Gone soon"}))
            }
            "3-lead-create.json" => before.unmade("crm.lead", 63),
            "3-lead-create-read-back.json" => before.unmade("crm.lead", 63).calls(&["3-lead-create.json"]),
            "3-lead-create-no-partner.json" => before.unmade("crm.lead", 64),
            "3-project-create.json" => before.unmade("project.project", 9).doing(let_manage_projects),
            "3-project-create-read-back.json" => {
                before.unmade("project.project", 9).doing(let_manage_projects).calls(&["3-project-create.json"])
            }
            "3-project-create-date-only.json" => before.unmade("project.project", 10).doing(let_manage_projects),
            "3-project-add-stages.json" | "3-project-add-stage-new.json" => before.doing(let_manage_projects),
            "3-task-create-no-stage.json" => before.unmade("project.task", 67),
            "3-task-create-no-stage-read-back.json" => {
                let without_stages = |odoo: &StandIn| odoo.write("project.project", 9, &json!({"type_ids": [[5]]}));
                before.unmade("project.task", 67).doing(without_stages).calls(&["3-task-create-no-stage.json"])
            }
            "3-tasks-create-batch.json" => before.unmade("project.task", 68),
            "3-tasks-create-batch-read-back.json" => {
                before.unmade("project.task", 68).calls(&["3-tasks-create-batch.json"])
            }
            "3-task-create-nobody.json" => before.unmade("project.task", 71),
            "3-task-create-date-only-deadline.json" => before.unmade("project.task", 74),
            "3-task-create-no-project.json" => before.unmade("project.task", 77),
            "3-task-quick-syntax.json" => before.unmade("project.task", 78),
            "3-task-create-billable.json" => before.unmade("project.task", 79).doing(bill_the_project),
            "3-unlink-task-ok.json" => {
                before.unmade("project.task", 80).more("project.task", json!({"name": "Gone soon", "project_id": 9}))
            }
            "3-task-copy.json" => before.unmade("project.task", 81),
            "3-task-stage-foreign-read-back.json" => {
                let open = |odoo: &StandIn| odoo.write("project.task", 68, &json!({"state": "01_in_progress"}));
                before.doing(open).calls(&["3-task-stage-foreign.json"])
            }
            "3-task-tag-create.json" => before.unmade("project.tags", 16),
            "3-task-tag-name-create.json" => before.unmade("project.tags", 18),
            "3-activity-create.json" => before.unmade("mail.activity", 46),
            "3-activity-create-read-back.json" => before.unmade("mail.activity", 46).calls(&["3-activity-create.json"]),
            "3-activity-done.json" => {
                before.unmade("mail.activity", 46).unmade("mail.message", 587).calls(&["3-activity-create.json"])
            }
            "3-activity-create-default-model.json" => before.unmade("mail.activity", 47),
            "3-activity-schedule.json" => before.unmade("mail.activity", 48),
            "3-activity-user-no-access.json" => before.unmade("mail.activity", 50),
            "3-event-create.json" => before.unmade("calendar.event", 34),
            "3-event-create-lead.json" => before.unmade("calendar.event", 35),
            "3-event-create-no-partners.json" => before.unmade("calendar.event", 36),
            "3-event-create-allday.json" => before.unmade("calendar.event", 39),
            "3-event-create-allday-read-back.json" => {
                before.unmade("calendar.event", 39).calls(&["3-event-create-allday.json"])
            }
            "3-event-partner-by-id-list.json" => before.unmade("calendar.event", 41),
            "3-message-post.json" => before.unmade("mail.message", 597),
            "3-message-post-html.json" => before.unmade("mail.message", 598),
            "3-message-post-html-flag.json" => before.unmade("mail.message", 599),
            "3-message-post-read-back.json" => before.unmade("mail.message", 597).calls(&[
                "3-message-post.json",
                "3-message-post-html.json",
                "3-message-post-html-flag.json",
            ]),
            "3-xmlrpc-message-post.http" => before.unmade("mail.message", 600),
            "3-message-post-author.json" => before.unmade("mail.message", 601),
            "3-message-edit-of-other.json" | "3-unlink-message-of-other.json" => {
                let of_other = json!({"model": "crm.lead", "res_id": 63, "author_id": 7, "body": "Mine"});
                before.unmade("mail.message", 602).more("mail.message", of_other)
            }
            _ => before,
        }
    }

    /// Starts a stand-in in that state.
    pub async fn start(&self) -> StandIn {
        let (builder, more) = (StandIn::demo(), &self.more);
        let builder = self.unmade.iter().fold(builder, |builder, (model, id)| builder.as_before(model, *id));
        let odoo =
            more.iter().fold(builder, |builder: Builder, (model, values)| builder.with(model, values)).start().await;
        if let Some(doing) = self.doing {
            doing(&odoo);
        }
        odoo
    }

    fn unmade(mut self, model: &'static str, id: i64) -> Self {
        self.unmade.push((model, id));
        self
    }

    fn more(mut self, model: &'static str, values: Json) -> Self {
        self.more.push((model, values));
        self
    }

    fn doing(self, doing: fn(&StandIn)) -> Self {
        Self { doing: Some(doing), ..self }
    }

    fn calls(self, calls: &'static [&'static str]) -> Self {
        Self { calls, ..self }
    }
}

fn let_manage_projects(odoo: &StandIn) {
    odoo.grant("bridge", "Project/Administrator");
}

fn bill_the_project(odoo: &StandIn) {
    odoo.write("project.project", 9, &json!({"allow_billable": true}));
}
