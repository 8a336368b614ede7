//! What happens in an organisation beyond its leads and tasks (requirement 7.7): invoices that are posted, files on records,
//! members who come and go, and whatever else a rule of `OrgEvents` names. What one look finds is one post.

mod rule;
mod run;

pub use rule::OrgEvent;
pub use run::run;
