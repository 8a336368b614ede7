//! What the server asks, handed to the component: one file per family of hooks.

/// Calls one export. The arguments become the contract's types first, outside the call's deadline.
macro_rules! export {
    ($hooks:expr, $name:literal, $deadline:ident, $interface:ident.$function:ident($($argument:ident),*)) => {{
        $(let $argument = $argument.into();)*
        $hooks
            .call($name, $hooks.deadlines().$deadline(), move |plugin, store| {
                Box::pin(async move { plugin.$interface().$function(store, $(&$argument),*).await })
            })
            .await
    }};
}
mod command;
mod http;
mod lifecycle;
mod membership;
mod message;
mod monitoring;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use mattermost::model::{
    AppError, Channel, ChannelMember, CommandArgs, CommandResponse, Context, ErrorValue, FileData, PluginClusterEvent,
    Post, Reaction, TeamMember, User,
};
use mattermost::{Api, Hook, Hooks, HttpRequest, HttpResponse, Refused};
use tokio::sync::Mutex;
use wasmtime::Store;

use crate::deadlines::Deadlines;
use crate::host::Host;
use crate::runtime::bindings::Plugin;
use crate::runtime::{CallError, Deadline, LoadError, Runtime, State};
use crate::schedule::Schedule;

pub use lifecycle::Description;

/// The hooks of one bundle. A bundle whose component does not load answers too: with the reason, to the admin.
pub struct ComponentHooks {
    host: Arc<Host>,
    component: Result<Component, LoadError>,
    schedule: Mutex<Option<Schedule>>,
}

struct Component {
    runtime: Arc<Runtime>,
    description: Description,
}

/// A call into the component while it runs.
type Exported<'a, R> = Pin<Box<dyn Future<Output = wasmtime::Result<R>> + Send + 'a>>;

impl ComponentHooks {
    /// The hooks of a component that was loaded, or of the failure to load it.
    pub async fn new(host: Arc<Host>, runtime: Result<Runtime, LoadError>) -> Self {
        let component = match runtime {
            Ok(runtime) => {
                let runtime = Arc::new(runtime);
                let description = Description::ask(&runtime).await.unwrap_or_default();
                Ok(Component { runtime, description })
            }
            Err(error) => Err(error),
        };
        Self { host, component, schedule: Mutex::default() }
    }

    fn deadlines(&self) -> &Deadlines {
        &self.host.manifest().props.deadlines_ms
    }

    /// Calls the component; a bundle without component answers nothing.
    async fn call<R, F>(&self, hook: &'static str, deadline: Deadline, export: F) -> Result<R, CallError>
    where
        F: for<'a> FnOnce(&'a Plugin, &'a mut Store<State>) -> Exported<'a, R>,
    {
        match &self.component {
            Ok(component) => component.runtime.call(hook, deadline, export).await,
            Err(_) => Err(CallError::Trapped { reference: self.host.new_reference() }),
        }
    }
}

impl Hooks for ComponentHooks {
    fn implemented(&self) -> Vec<Hook> {
        self.announced()
    }

    async fn on_activate(&self, api: Api) -> Result<(), ErrorValue> {
        self.activate(api).await
    }

    async fn on_deactivate(&self) -> Result<(), Refused<ErrorValue>> {
        self.deactivate().await;
        Ok(())
    }

    async fn on_configuration_change(&self) -> Result<(), Refused<ErrorValue>> {
        Ok(self.configuration_changed().await?)
    }

    async fn execute_command(
        &self,
        context: Context,
        args: CommandArgs,
    ) -> Result<Option<CommandResponse>, Refused<AppError>> {
        Ok(Some(self.command(context, args).await?))
    }

    async fn serve_http(&self, request: HttpRequest) -> HttpResponse {
        self.request(request).await
    }

    async fn serve_metrics(&self, _: HttpRequest) -> HttpResponse {
        self.metrics()
    }

    async fn generate_support_data(&self, _: Context) -> Result<Vec<FileData>, Refused<ErrorValue>> {
        Ok(self.support_data().await)
    }

    async fn message_will_be_posted(&self, context: Context, post: Post) -> Answer<(Option<Post>, String)> {
        Ok(self.will_be_posted(context, post).await)
    }

    async fn message_has_been_posted(&self, context: Context, post: Post) -> Answer<()> {
        self.posted(context, post).await;
        Ok(())
    }

    async fn message_has_been_updated(&self, context: Context, new_post: Post, old_post: Post) -> Answer<()> {
        self.updated(context, new_post, old_post).await;
        Ok(())
    }

    async fn message_has_been_deleted(&self, context: Context, post: Post) -> Answer<()> {
        self.deleted(context, post).await;
        Ok(())
    }

    async fn reaction_has_been_added(&self, context: Context, reaction: Reaction) -> Answer<()> {
        self.reaction_added(context, reaction).await;
        Ok(())
    }

    async fn reaction_has_been_removed(&self, context: Context, reaction: Reaction) -> Answer<()> {
        self.reaction_removed(context, reaction).await;
        Ok(())
    }

    async fn channel_has_been_created(&self, context: Context, channel: Channel) -> Answer<()> {
        self.channel_created(context, channel).await;
        Ok(())
    }

    async fn user_has_joined_channel(
        &self,
        context: Context,
        member: ChannelMember,
        actor: Option<User>,
    ) -> Answer<()> {
        self.joined_channel(context, member, actor).await;
        Ok(())
    }

    async fn user_has_left_channel(&self, context: Context, member: ChannelMember, actor: Option<User>) -> Answer<()> {
        self.left_channel(context, member, actor).await;
        Ok(())
    }

    async fn user_has_joined_team(&self, context: Context, member: TeamMember, actor: Option<User>) -> Answer<()> {
        self.joined_team(context, member, actor).await;
        Ok(())
    }

    async fn user_has_left_team(&self, context: Context, member: TeamMember, actor: Option<User>) -> Answer<()> {
        self.left_team(context, member, actor).await;
        Ok(())
    }

    async fn user_has_been_created(&self, context: Context, user: User) -> Answer<()> {
        self.user_created(context, user).await;
        Ok(())
    }

    async fn user_will_log_in(&self, context: Context, user: User) -> Answer<String> {
        Ok(self.will_log_in(context, user).await)
    }

    async fn user_has_logged_in(&self, context: Context, user: User) -> Answer<()> {
        self.logged_in(context, user).await;
        Ok(())
    }

    async fn user_has_been_deactivated(&self, context: Context, user: User) -> Answer<()> {
        self.user_deactivated(context, user).await;
        Ok(())
    }

    async fn on_plugin_cluster_event(&self, _: Context, event: PluginClusterEvent) -> Answer<()> {
        self.cluster_event(event).await;
        Ok(())
    }
}

/// What hooks without an error of their own answer.
type Answer<T> = Result<T, Refused<mattermost::NoError>>;
