//! What travels between server and plugin, in Go's shapes.
//!
//! Every struct has all fields of its Go counterpart in Mattermost 11.6; older servers leave out the newer ones. Texts are
//! empty and numbers 0 where Go has the zero value; an [`Option`] is a Go pointer. As gob does not send zero, `Some(0)`
//! and `None` look the same when they come from Go. Times are milliseconds since 1970-01-01T00:00:00Z, 0 means never.
//!
//! [`serde`] names the fields as Mattermost's REST API does, and takes null for an empty list or map.

#![expect(missing_docs, reason = "fields without a text mean what their name says in Mattermost's REST API")]

mod action;
mod attachment;
mod audit;
mod autocomplete;
mod bot;
mod channel;
mod cluster;
mod command;
mod config;
mod context;
mod dialog;
mod error;
mod file;
mod http;
mod json;
mod kv;
mod license;
mod notification;
mod oauth;
mod permission;
mod plugin;
mod post;
mod props;
mod reaction;
mod search;
mod session;
mod shared;
mod sidebar;
mod team;
mod user;
mod websocket;

pub use action::{
    DoPostActionRequest, PostActionApiResponse, PostActionIntegrationRequest, PostActionIntegrationResponse,
};
pub use attachment::{MessageAttachment, MessageAttachmentField, PostAction, PostActionIntegration, PostActionOptions};
pub use audit::{AuditEventActor, AuditEventData, AuditEventError, AuditRecord};
pub use autocomplete::{
    AutocompleteArg, AutocompleteData, AutocompleteDynamicListArg, AutocompleteListItem, AutocompleteSource,
    AutocompleteStaticListArg, AutocompleteSuggestion, AutocompleteTextArg,
};
pub use bot::{Bot, BotGetOptions, BotPatch};
pub use channel::{Channel, ChannelBannerInfo, ChannelMember, ChannelMemberIdentifier, ChannelStats};
pub use cluster::{PluginClusterEvent, PluginClusterEventSendOptions};
pub use command::{Command, CommandArgs, CommandResponse};
pub use config::{Config, FileSettings, LocalizationSettings, ServiceSettings, TeamSettings};
pub use context::Context;
pub use dialog::{
    Dialog, DialogDateTimeConfig, DialogElement, OpenDialogRequest, SubmitDialogRequest, SubmitDialogResponse,
};
pub use error::{AppError, ErrorString, ErrorValue};
pub use file::{FileData, FileInfo, GetFileInfosOptions, UploadSession};
pub use http::{HttpRequestHead, HttpResponseHead};
pub use json::{Json, JsonMap};
pub use kv::KvSetOptions;
pub use license::{
    Customer, Features, FilesLimits, License, LicenseLimits, MessagesLimits, ProductLimits, TeamsLimits,
};
pub use notification::{EmailNotification, EmailNotificationContent, PushNotification};
pub use oauth::OauthApp;
pub use permission::Permission;
pub use plugin::{
    Manifest, ManifestServer, ManifestWebapp, OnInstallEvent, PluginOption, PluginSetting, PluginSettingsSchema,
    PluginSettingsSection, PluginStatus,
};
pub use post::{
    Post, PostAcknowledgement, PostEmbed, PostImage, PostList, PostMetadata, PostPriority, PostTranslation,
};
pub use props::Props;
pub use reaction::{Emoji, Reaction};
pub use search::{PostSearchResults, SearchParameter, SearchParams};
pub use session::Session;
pub use shared::{MembershipChangeMsg, RemoteCluster, SyncMsg, SyncResponse};
pub use sidebar::{OrderedSidebarCategories, SidebarCategory, SidebarCategoryWithChannels};
pub use team::{Team, TeamMember, TeamMemberWithError, TeamStats, TeamUnread};
pub use user::{
    CustomStatus, Preference, User, UserAccessToken, UserAuth, UserGetOptions, UserSearch, UserStatus,
    ViewUsersRestrictions,
};
pub use websocket::{SendToastMessageOptions, WebSocketRequest, WebsocketBroadcast};
