mod barrier;
mod kept;

use odoo_plugin::subscription::{Filters, Mode, Subscription};
use odoo_plugin::watch::Kind;

use crate::world::START;

/// New leads in `town`.
fn wish() -> Subscription {
    Subscription {
        id: String::new(),
        model: "crm.lead".into(),
        channel_id: "town".into(),
        team_id: "team".into(),
        created_by: "ben".into(),
        created_at: START,
        events: vec![Kind::Create],
        filters: Filters::default(),
        not_by: None,
        mode: Mode::Cards,
        max_per_hour: 60,
        mentions: false,
        root_id: String::new(),
        copies_files: false,
    }
}
