use super::{Action, Role, Scope};

/// When a role admits an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Yes,
    No,
    /// `AllowServiceReads`.
    IfServiceReads,
    /// `SubscribePolicy` is not `system-admin`.
    UnlessSystemAdminsSubscribe,
    /// `SubscribePolicy` is `member`, and the person is one.
    IfMembersSubscribe,
    /// The tool has the scope.
    With(Scope),
}

const YES: Cell = Cell::Yes;
const NO: Cell = Cell::No;
const READS: Cell = Cell::IfServiceReads;
const OWN: Cell = Cell::UnlessSystemAdminsSubscribe;
const MEMB: Cell = Cell::IfMembersSubscribe;
const READ: Cell = Cell::With(Scope::Read);
const PROP: Cell = Cell::With(Scope::Propose);
const PROV: Cell = Cell::With(Scope::Provision);

/// The cell of the table. A system administrator may everything, yet never decides around the approval policy; a tool never
/// decides at all.
#[rustfmt::skip]
pub(super) const fn cell(role: Role, action: Action) -> Cell {
    // In the order of `Role`.
    //                                System Odoo Channel Agent Approver Proposer Connected Other  Tool
    let row = match action {
        Action::Ask =>                [YES,  YES,  YES,   YES,  YES,     YES,     YES,      YES,   YES],
        Action::Connect =>            [YES,  YES,  YES,   YES,  YES,     YES,     YES,      YES,   NO],
        Action::Read =>               [YES,  NO,   NO,    NO,   NO,      NO,      YES,      READS, READ],
        Action::OwnSettings =>        [YES,  NO,   NO,    NO,   NO,      NO,      YES,      NO,    NO],
        Action::Propose =>            [YES,  NO,   NO,    NO,   NO,      YES,     NO,       NO,    PROP],
        Action::Decide =>             [NO,   NO,   NO,    NO,   YES,     NO,      NO,       NO,    NO],
        Action::ManageProposals =>    [YES,  YES,  NO,    NO,   NO,      NO,      NO,       NO,    NO],
        Action::Tickets =>            [YES,  NO,   NO,    YES,  NO,      NO,      NO,       NO,    NO],
        Action::Subscribe =>          [YES,  NO,   OWN,   NO,   NO,      NO,      MEMB,     NO,    NO],
        Action::Previews =>           [YES,  NO,   YES,   NO,   NO,      NO,      NO,       NO,    NO],
        Action::Hooks
        | Action::Organisations
        | Action::Sync
        | Action::ApiKeys
        | Action::Modules
        | Action::Outbox
        | Action::Audit
        | Action::Doctor =>           [YES,  YES,  NO,    NO,   NO,      NO,      NO,       NO,    NO],
        Action::Provision =>          [YES,  NO,   NO,    NO,   NO,      NO,      NO,       NO,    PROV],
        Action::GrantProvision
        | Action::Administer
        | Action::Freeze
        | Action::Purge =>            [YES,  NO,   NO,    NO,   NO,      NO,      NO,       NO,    NO],
    };
    row[role as usize]
}

#[cfg(test)]
mod tests {
    use super::{Cell, cell};
    use crate::access::{Action, Role, Scope};

    const ROLES: [Role; 9] = [
        Role::SystemAdmin,
        Role::OdooAdmin,
        Role::ChannelAdmin,
        Role::Agent,
        Role::Approver,
        Role::Proposer,
        Role::Connected,
        Role::Other,
        Role::Tool,
    ];
    const ACTIONS: [Action; 23] = [
        Action::Ask,
        Action::Connect,
        Action::Read,
        Action::OwnSettings,
        Action::Propose,
        Action::Decide,
        Action::ManageProposals,
        Action::Tickets,
        Action::Subscribe,
        Action::Previews,
        Action::Hooks,
        Action::Organisations,
        Action::Sync,
        Action::ApiKeys,
        Action::Modules,
        Action::Outbox,
        Action::Audit,
        Action::Doctor,
        Action::Provision,
        Action::GrantProvision,
        Action::Administer,
        Action::Freeze,
        Action::Purge,
    ];

    /// What a role may, in the words of the requirement, beyond asking (everybody) and connecting (every person).
    fn granted(role: Role) -> Vec<(Action, Cell)> {
        use Action as A;
        match role {
            Role::SystemAdmin => ACTIONS
                .into_iter()
                .filter(|action| !matches!(action, A::Ask | A::Connect | A::Decide))
                .map(|action| (action, Cell::Yes))
                .collect(),
            Role::OdooAdmin => [
                A::ManageProposals,
                A::Hooks,
                A::Organisations,
                A::Sync,
                A::ApiKeys,
                A::Modules,
                A::Outbox,
                A::Audit,
                A::Doctor,
            ]
            .map(|action| (action, Cell::Yes))
            .to_vec(),
            Role::ChannelAdmin => vec![(A::Subscribe, Cell::UnlessSystemAdminsSubscribe), (A::Previews, Cell::Yes)],
            Role::Agent => vec![(A::Tickets, Cell::Yes)],
            Role::Approver => vec![(A::Decide, Cell::Yes)],
            Role::Proposer => vec![(A::Propose, Cell::Yes)],
            Role::Connected => {
                vec![(A::Read, Cell::Yes), (A::OwnSettings, Cell::Yes), (A::Subscribe, Cell::IfMembersSubscribe)]
            }
            Role::Other => vec![(A::Read, Cell::IfServiceReads)],
            Role::Tool => vec![
                (A::Read, Cell::With(Scope::Read)),
                (A::Propose, Cell::With(Scope::Propose)),
                (A::Provision, Cell::With(Scope::Provision)),
            ],
        }
    }

    #[test]
    fn every_cell_is_what_the_requirement_says() {
        for role in ROLES {
            let granted = granted(role);
            for action in ACTIONS {
                let wanted = match action {
                    Action::Ask => Cell::Yes,
                    Action::Connect if role != Role::Tool => Cell::Yes,
                    _ => granted.iter().find(|(given, _)| *given == action).map_or(Cell::No, |(_, cell)| *cell),
                };
                assert_eq!(cell(role, action), wanted, "{role:?} {action:?}");
            }
        }
    }
}
