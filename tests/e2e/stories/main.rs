//! What people see of the plugin, told once and run in two worlds.
//!
//! | variable | meaning |
//! | --- | --- |
//! | `BUNDLES` | Folder that holds the unpacked bundle `odoo` for the playgrounds, and `sample.wasm`; `target/bundle` if absent. |
//! | `SITE`, `TOKEN` | A real server and the token of a system administrator; without `SITE` every story gets a playground. |
//! | `BUNDLE` | The `.tar.gz` that is uploaded to the real server. |
//! | `ODOO_URL`, `ODOO_DB`, `ODOO_LOGIN`, `ODOO_API_KEY` | The Odoo of the real server; the stand-in if absent. The account administers its settings. |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "stories fail by panicking")]

mod plugin;

mod autocomplete;

mod answers;

mod find;

mod proposals;

mod changes;

mod api_key;

mod quick;

mod following;
mod messages;
mod preview;
mod subscriptions;

mod hooks;

mod doorbell;

mod delivery;

mod reminders;

mod organisation;

mod language;

mod modules;

mod files;

mod settings;

mod http;

mod server;

use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;

use e2e::{OdooAccess, RealServer, World, bundles};
use libtest_mimic::{Arguments, Trial};
use tokio::runtime::Runtime;

/// One story and its name.
struct Story {
    name: &'static str,
    tell: for<'w> fn(&'w World) -> Pin<Box<dyn Future<Output = ()> + 'w>>,
}

macro_rules! stories {
    ($($module:ident { $($name:ident),+ $(,)? })+) => {
        const STORIES: &[Story] = &[$($(Story {
            name: concat!(stringify!($module), "::", stringify!($name)),
            tell: |world| Box::pin($module::$name(world)),
        },)+)+];
    };
}

stories! {
    plugin {
        is_active_and_its_command_is_listed,
        comes_back_after_it_was_switched_off_and_on,
    }
    autocomplete {
        offers_every_verb_after_odoo,
        narrows_verbs_while_they_are_typed,
        offers_what_can_be_found,
        offers_the_topics_of_help,
    }
    answers {
        help_names_every_verb,
        odoo_alone_is_help,
        about_says_which_version_is_connected_to_which_odoo,
        status_says_that_odoo_answers,
        a_mistyped_verb_gets_the_nearest_one,
    }
    find {
        partner_azure_shows_azure_interior_to_the_caller_alone,
        the_history_of_a_partner_is_one_press_away,
        more_shows_the_next_page_in_the_same_place,
        a_button_serves_nobody_but_its_owner,
        a_partner_called_at_channel_notifies_nobody,
        what_was_typed_notifies_nobody,
        a_partner_is_found_by_digits_by_an_umlaut_and_by_a_percent_sign,
    }
    proposals {
        a_colleague_approves_and_the_lead_is_in_odoo_once,
        a_rejected_proposal_has_no_buttons_and_writes_nothing,
        a_forged_button_is_refused,
        frozen_means_that_nothing_is_written,
        an_activity_is_planned_put_off_and_done,
        the_api_finds_and_says_that_odoo_is_there,
    }
    changes {
        a_known_partner_is_changed_from_old_to_new_and_brought_back,
        what_was_changed_meanwhile_has_to_be_reviewed_again,
        what_moved_on_in_odoo_cannot_be_undone,
        two_who_approve_at_once_write_once,
        an_unknown_country_and_a_missing_name_are_errors_of_their_fields,
    }
    api_key {
        a_key_searches_and_proposes_decides_nothing_and_ends_when_it_is_revoked,
    }
    quick {
        a_prepared_search_finds_what_the_typed_one_finds,
    }
    preview {
        a_link_to_a_partner_gets_a_card_in_its_thread,
        a_member_does_not_switch_the_cards_of_a_channel,
    }
    messages {
        a_mention_of_the_bot_is_answered_for_everybody_in_its_thread,
        a_trigger_word_begins_a_command_whose_answer_may_be_its_authors_alone,
        a_question_to_the_agent_is_sent_signed_and_answered_in_its_thread,
        the_agent_answers_later_and_its_first_answer_counts,
    }
    subscriptions {
        a_lead_made_in_odoo_gets_a_card_and_its_next_stage_stands_below,
    }
    hooks {
        a_signed_event_is_shown_once_and_anything_else_gets_the_same_refusal,
        a_request_from_elsewhere_is_refused_like_any_and_doctor_tells_what_went_astray,
    }
    doorbell {
        a_stage_that_changes_in_odoo_follows_when_odoo_rings,
        what_odoo_rolls_back_after_it_rang_is_told_nowhere,
        what_changes_while_the_plugin_is_off_appears_when_it_is_on,
    }
    delivery {
        a_title_that_names_everybody_notifies_nobody,
        a_deleted_card_gets_a_successor_that_says_so_and_the_trace_says_what_became_of_it,
    }
    reminders {
        whoever_is_responsible_reads_once_what_is_late_though_the_plugin_starts_again_at_that_minute,
    }
    organisation {
        a_team_finds_what_belongs_to_its_organisation_and_nothing_else,
    }
    language {
        a_czech_reads_czech_and_others_read_what_they_did,
    }
    modules {
        an_administrators_program_says_how_an_event_looks,
        an_event_is_shown_in_its_own_words_where_a_program_never_ends,
    }
    files {
        a_file_of_a_thread_gets_to_the_record_under_its_name,
        a_file_of_a_record_is_copied_into_the_thread_under_its_name,
        the_largest_files_pass_and_a_larger_one_is_refused_with_both_sizes,
    }
    settings {
        without_odoo_people_are_told_what_they_can_do,
        searching_can_be_closed_to_members,
        a_mistake_that_is_saved_leaves_the_last_good_settings_in_force_also_after_a_restart,
        secrets_do_not_leave_a_server_that_knows_of_them,
    }
    http {
        requests_without_a_session_are_refused,
        an_unknown_token_is_no_session,
        unknown_paths_are_not_found,
        monitors_see_that_the_plugin_is_well,
    }
    server {
        messages_are_told_edited_and_deleted,
        posts_come_in_pages_newest_first,
        refusals_have_a_status_and_an_id,
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    match std::env::var("SITE") {
        Ok(url) if !arguments.list => on_real_server(arguments, url),
        _ => on_playgrounds(&arguments),
    }
}

fn on_playgrounds(arguments: &Arguments) -> ExitCode {
    let bundle = bundles().join("odoo");
    let trials = STORIES.iter().map(|story| {
        let bundle = bundle.clone();
        Trial::test(story.name, move || {
            runtime().block_on(async {
                let world = World::playground(bundle).await;
                (story.tell)(&world).await;
                world.leave().await;
            });
            Ok(())
        })
    });
    libtest_mimic::run(arguments, trials.collect()).exit_code()
}

/// One world for all stories, which run one after the other in it.
fn on_real_server(arguments: Arguments, url: String) -> ExitCode {
    let token = std::env::var("TOKEN").expect("TOKEN of a system administrator is set beside SITE");
    let bundle = std::env::var_os("BUNDLE").expect("BUNDLE names the archive to upload").into();
    let server = RealServer { url, token, bundle, odoo: OdooAccess::from_env() };
    let runtime = Arc::new(runtime());
    let world = Arc::new(runtime.block_on(World::real(server)));
    let trials = STORIES.iter().map(|story| {
        let (runtime, world) = (Arc::clone(&runtime), Arc::clone(&world));
        Trial::test(story.name, move || {
            runtime.block_on((story.tell)(&world));
            Ok(())
        })
    });
    let serial = Arguments { test_threads: Some(1), ..arguments };
    let conclusion = libtest_mimic::run(&serial, trials.collect());
    let world = Arc::into_inner(world).expect("every story is over");
    runtime.block_on(world.leave());
    conclusion.exit_code()
}

fn runtime() -> Runtime {
    Runtime::new().expect("the system gives threads")
}
