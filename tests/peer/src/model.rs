//! Mattermost's model structs, as far as this crate needs them.
#![allow(missing_docs, reason = "replaced by the structs of the crate `mattermost`")]

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

pub type Json = Value;
pub type JsonMap = Map<String, Value>;
pub type Props = Map<String, Value>;
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(d: D) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(d)?.unwrap_or_default())
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AppError {
    pub id: String,
    pub message: String,
    pub detailed_error: String,
    pub request_id: String,
    pub status_code: i64,
    #[serde(skip)]
    pub r#where: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AutocompleteSource {
    Text(AutocompleteTextArg),
    StaticList(AutocompleteStaticListArg),
    DynamicList(AutocompleteDynamicListArg),
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Post {
    pub id: String,
    pub create_at: i64,
    pub update_at: i64,
    pub edit_at: i64,
    pub delete_at: i64,
    pub is_pinned: bool,
    pub user_id: String,
    pub channel_id: String,
    pub root_id: String,
    pub original_id: String,
    pub message: String,
    pub message_source: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(deserialize_with = "or_default")]
    pub props: Props,
    pub hashtags: String,
    #[serde(skip)]
    pub filenames: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub file_ids: Vec<String>,
    pub pending_post_id: String,
    pub has_reactions: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<String>,
    pub reply_count: i64,
    pub last_reply_at: i64,
    #[serde(deserialize_with = "or_default")]
    pub participants: Vec<User>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_following: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<PostMetadata>,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostList {
    #[serde(deserialize_with = "or_default")]
    pub order: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub posts: BTreeMap<String, Post>,
    pub next_post_id: String,
    pub prev_post_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_next: Option<bool>,
    pub first_inaccessible_post_time: i64,
    #[serde(skip)]
    pub burn_on_read_posts: BTreeMap<String, Post>,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostMetadata {
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub embeds: Vec<PostEmbed>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub emojis: Vec<Emoji>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileInfo>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub images: BTreeMap<String, PostImage>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<PostPriority>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub acknowledgements: Vec<PostAcknowledgement>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<String, PostTranslation>,
    pub expire_at: i64,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<String>,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostEmbed {
    #[serde(rename = "type")]
    pub kind: String,
    pub url: String,
    #[serde(skip_serializing_if = "Value::is_null")]
    pub data: Json,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostImage {
    pub width: i64,
    pub height: i64,
    pub format: String,
    pub frame_count: i64,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostPriority {
    pub priority: Option<String>,
    pub requested_ack: Option<bool>,
    pub persistent_notifications: Option<bool>,
    #[serde(rename = "PostId")]
    pub post_id: String,
    #[serde(rename = "ChannelId")]
    pub channel_id: String,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostAcknowledgement {
    pub user_id: String,
    pub post_id: String,
    pub acknowledged_at: i64,
    pub channel_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<String>,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostTranslation {
    pub text: String,
    #[serde(skip)]
    pub object: Vec<u8>,
    #[serde(rename = "type")]
    pub kind: String,
    pub state: String,
    pub source_lang: String,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct MessageAttachment {
    pub id: i64,
    pub fallback: String,
    pub color: String,
    pub pretext: String,
    pub author_name: String,
    pub author_link: String,
    pub author_icon: String,
    pub title: String,
    pub title_link: String,
    pub text: String,
    #[serde(deserialize_with = "or_default")]
    pub fields: Vec<MessageAttachmentField>,
    pub image_url: String,
    pub thumb_url: String,
    pub footer: String,
    pub footer_icon: String,
    #[serde(rename = "ts")]
    pub timestamp: Json,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<PostAction>,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct MessageAttachmentField {
    pub title: String,
    pub value: Json,
    pub short: bool,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostAction {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tooltip: String,
    pub disabled: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub style: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub data_source: String,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<PostActionOptions>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub default_option: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration: Option<PostActionIntegration>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cookie: String,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostActionOptions {
    pub text: String,
    pub value: String,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostActionIntegration {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Map::is_empty")]
    pub context: JsonMap,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostActionIntegrationRequest {
    pub user_id: String,
    pub user_name: String,
    pub channel_id: String,
    pub channel_name: String,
    pub team_id: String,
    #[serde(rename = "team_domain")]
    pub team_name: String,
    pub post_id: String,
    pub trigger_id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub data_source: String,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Map::is_empty")]
    pub context: JsonMap,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostActionIntegrationResponse {
    pub update: Option<Post>,
    pub ephemeral_text: String,
    pub skip_slack_parsing: bool,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct DoPostActionRequest {
    pub selected_option: String,
    pub cookie: String,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct PostActionAPIResponse {
    pub status: String,
    pub trigger_id: String,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Command {
    pub id: String,
    pub token: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub creator_id: String,
    pub team_id: String,
    pub trigger: String,
    pub method: String,
    pub username: String,
    pub icon_url: String,
    pub auto_complete: bool,
    pub auto_complete_desc: String,
    pub auto_complete_hint: String,
    pub display_name: String,
    pub description: String,
    pub url: String,
    pub plugin_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autocomplete_data: Option<AutocompleteData>,
    pub autocomplete_icon_data: String,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct CommandArgs {
    pub user_id: String,
    pub channel_id: String,
    pub team_id: String,
    pub root_id: String,
    pub parent_id: String,
    pub trigger_id: String,
    pub command: String,
    #[serde(skip)]
    pub site_url: String,
    #[serde(skip)]
    pub user_mentions: BTreeMap<String, String>,
    #[serde(skip)]
    pub channel_mentions: BTreeMap<String, String>,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct CommandResponse {
    pub response_type: String,
    pub text: String,
    pub username: String,
    pub channel_id: String,
    pub icon_url: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(deserialize_with = "or_default")]
    pub props: Props,
    pub goto_location: String,
    pub trigger_id: String,
    pub skip_slack_parsing: bool,
    #[serde(deserialize_with = "or_default")]
    pub attachments: Vec<MessageAttachment>,
    #[serde(deserialize_with = "or_default")]
    pub extra_responses: Vec<CommandResponse>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct AutocompleteData {
    pub trigger: String,
    pub hint: String,
    pub help_text: String,
    #[serde(rename = "RoleID")]
    pub role_id: String,
    #[serde(deserialize_with = "or_default")]
    pub arguments: Vec<AutocompleteArg>,
    #[serde(deserialize_with = "or_default")]
    pub sub_commands: Vec<AutocompleteData>,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct AutocompleteArg {
    pub name: String,
    pub help_text: String,
    #[serde(rename = "Type")]
    pub kind: String,
    pub required: bool,
    pub data: Option<AutocompleteSource>,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct AutocompleteTextArg {
    pub hint: String,
    pub pattern: String,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct AutocompleteStaticListArg {
    #[serde(deserialize_with = "or_default")]
    pub possible_arguments: Vec<AutocompleteListItem>,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct AutocompleteListItem {
    pub item: String,
    pub hint: String,
    pub help_text: String,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct AutocompleteDynamicListArg {
    #[serde(rename = "FetchURL")]
    pub fetch_url: String,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct AutocompleteSuggestion {
    pub complete: String,
    pub suggestion: String,
    pub hint: String,
    pub description: String,
    pub icon_data: String,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct OpenDialogRequest {
    pub trigger_id: String,
    pub url: String,
    pub dialog: Dialog,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Dialog {
    pub callback_id: String,
    pub title: String,
    pub introduction_text: String,
    pub icon_url: String,
    #[serde(deserialize_with = "or_default")]
    pub elements: Vec<DialogElement>,
    pub submit_label: String,
    pub notify_on_cancel: bool,
    pub state: String,
    pub source_url: String,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct DialogElement {
    pub display_name: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(rename = "subtype")]
    pub sub_type: String,
    pub default: String,
    pub placeholder: String,
    pub help_text: String,
    pub optional: bool,
    pub min_length: i64,
    pub max_length: i64,
    pub data_source: String,
    pub data_source_url: String,
    #[serde(deserialize_with = "or_default")]
    pub options: Vec<PostActionOptions>,
    #[serde(rename = "multiselect")]
    pub multi_select: bool,
    pub refresh: bool,
    #[serde(rename = "datetime_config", skip_serializing_if = "Option::is_none")]
    pub date_time_config: Option<DialogDateTimeConfig>,
    pub min_date: String,
    pub max_date: String,
    pub time_interval: i64,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct DialogDateTimeConfig {
    pub time_interval: i64,
    pub location_timezone: String,
    pub allow_manual_time_entry: bool,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct SubmitDialogRequest {
    #[serde(rename = "type")]
    pub kind: String,
    pub url: String,
    pub callback_id: String,
    pub state: String,
    pub user_id: String,
    pub channel_id: String,
    pub team_id: String,
    #[serde(deserialize_with = "or_default")]
    pub submission: JsonMap,
    pub cancelled: bool,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct SubmitDialogResponse {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub error: String,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub errors: BTreeMap<String, String>,
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<Dialog>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct User {
    pub id: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub username: String,
    pub password: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_data: Option<String>,
    pub auth_service: String,
    pub email: String,
    pub email_verified: bool,
    pub nickname: String,
    pub first_name: String,
    pub last_name: String,
    pub position: String,
    pub roles: String,
    pub allow_marketing: bool,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub props: BTreeMap<String, String>,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub notify_props: BTreeMap<String, String>,
    pub last_password_update: i64,
    pub last_picture_update: i64,
    pub failed_attempts: i64,
    pub locale: String,
    #[serde(deserialize_with = "or_default")]
    pub timezone: BTreeMap<String, String>,
    pub mfa_active: bool,
    pub mfa_secret: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<String>,
    pub last_activity_at: i64,
    pub is_bot: bool,
    pub bot_description: String,
    pub bot_last_icon_update: i64,
    pub terms_of_service_id: String,
    pub terms_of_service_create_at: i64,
    pub disable_welcome_email: bool,
    pub last_login: i64,
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub mfa_used_timestamps: Vec<String>,
}
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UserGetOptions {
    pub in_team_id: String,
    pub not_in_team_id: String,
    pub in_channel_id: String,
    pub not_in_channel_id: String,
    pub in_group_id: String,
    pub not_in_group_id: String,
    pub group_constrained: bool,
    pub without_team: bool,
    pub inactive: bool,
    pub active: bool,
    pub role: String,
    pub roles: Vec<String>,
    pub channel_roles: Vec<String>,
    pub team_roles: Vec<String>,
    pub sort: String,
    pub view_restrictions: Option<ViewUsersRestrictions>,
    pub page: i64,
    pub per_page: i64,
    pub updated_after: i64,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct UserSearch {
    pub term: String,
    pub team_id: String,
    pub not_in_team_id: String,
    pub in_channel_id: String,
    pub not_in_channel_id: String,
    pub in_group_id: String,
    pub group_constrained: bool,
    pub allow_inactive: bool,
    pub without_team: bool,
    pub limit: i64,
    pub role: String,
    #[serde(deserialize_with = "or_default")]
    pub roles: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub channel_roles: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub team_roles: Vec<String>,
    pub not_in_group_id: String,
}
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ViewUsersRestrictions {
    pub teams: Vec<String>,
    pub channels: Vec<String>,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct UserAuth {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_data: Option<String>,
    pub auth_service: String,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct UserAccessToken {
    pub id: String,
    pub token: String,
    pub user_id: String,
    pub description: String,
    pub is_active: bool,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct UserStatus {
    pub user_id: String,
    pub status: String,
    pub manual: bool,
    pub last_activity_at: i64,
    pub active_channel: String,
    pub dnd_end_time: i64,
    #[serde(skip)]
    pub prev_status: String,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct CustomStatus {
    pub emoji: String,
    pub text: String,
    pub duration: String,
    pub expires_at: i64,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Preference {
    pub user_id: String,
    pub category: String,
    pub name: String,
    pub value: String,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Channel {
    pub id: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub team_id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub display_name: String,
    pub name: String,
    pub header: String,
    pub purpose: String,
    pub last_post_at: i64,
    pub total_msg_count: i64,
    pub extra_update_at: i64,
    pub creator_id: String,
    pub scheme_id: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub props: JsonMap,
    pub group_constrained: Option<bool>,
    #[serde(rename = "autotranslation")]
    pub auto_translation: bool,
    pub shared: Option<bool>,
    pub total_msg_count_root: i64,
    pub policy_id: Option<String>,
    pub last_root_post_at: i64,
    pub banner_info: Option<ChannelBannerInfo>,
    pub policy_enforced: bool,
    pub policy_is_active: bool,
    pub default_category_name: String,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct ChannelBannerInfo {
    pub enabled: Option<bool>,
    pub text: Option<String>,
    pub background_color: Option<String>,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct ChannelMember {
    pub channel_id: String,
    pub user_id: String,
    pub roles: String,
    pub last_viewed_at: i64,
    pub msg_count: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub urgent_mention_count: i64,
    pub msg_count_root: i64,
    #[serde(deserialize_with = "or_default")]
    pub notify_props: BTreeMap<String, String>,
    pub last_update_at: i64,
    pub scheme_guest: bool,
    pub scheme_user: bool,
    pub scheme_admin: bool,
    pub explicit_roles: String,
    #[serde(rename = "autotranslation_disabled")]
    pub auto_translation_disabled: bool,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct ChannelMemberIdentifier {
    pub channel_id: String,
    pub user_id: String,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct ChannelStats {
    pub channel_id: String,
    pub member_count: i64,
    pub guest_count: i64,
    #[serde(rename = "pinnedpost_count")]
    pub pinned_post_count: i64,
    pub files_count: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Team {
    pub id: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub display_name: String,
    pub name: String,
    pub description: String,
    pub email: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub company_name: String,
    pub allowed_domains: String,
    pub invite_id: String,
    pub allow_open_invite: bool,
    pub last_team_icon_update: i64,
    pub scheme_id: Option<String>,
    pub group_constrained: Option<bool>,
    pub policy_id: Option<String>,
    pub cloud_limits_archived: bool,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct TeamMember {
    pub team_id: String,
    pub user_id: String,
    pub roles: String,
    pub delete_at: i64,
    pub scheme_guest: bool,
    pub scheme_user: bool,
    pub scheme_admin: bool,
    pub explicit_roles: String,
    #[serde(skip)]
    pub create_at: i64,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct TeamMemberWithError {
    pub user_id: String,
    pub member: Option<TeamMember>,
    pub error: Option<AppError>,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct TeamUnread {
    pub team_id: String,
    pub msg_count: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub msg_count_root: i64,
    pub thread_count: i64,
    pub thread_mention_count: i64,
    pub thread_urgent_mention_count: i64,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct TeamStats {
    pub team_id: String,
    pub total_member_count: i64,
    pub active_member_count: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Bot {
    pub user_id: String,
    pub username: String,
    pub display_name: String,
    pub description: String,
    pub owner_id: String,
    pub last_icon_update: i64,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct BotPatch {
    pub username: Option<String>,
    pub display_name: Option<String>,
    pub description: Option<String>,
}
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BotGetOptions {
    pub owner_id: String,
    pub include_deleted: bool,
    pub only_orphaned: bool,
    pub page: i64,
    pub per_page: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Reaction {
    pub user_id: String,
    pub post_id: String,
    pub emoji_name: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub remote_id: Option<String>,
    pub channel_id: String,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Emoji {
    pub id: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub creator_id: String,
    pub name: String,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Permission {
    pub id: String,
    pub name: String,
    pub description: String,
    pub scope: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    pub session_id: String,
    pub request_id: String,
    pub ip_address: String,
    pub accept_language: String,
    pub user_agent: String,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct FileInfo {
    pub id: String,
    #[serde(rename = "user_id")]
    pub creator_id: String,
    pub post_id: String,
    pub channel_id: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    #[serde(skip)]
    pub path: String,
    #[serde(skip)]
    pub thumbnail_path: String,
    #[serde(skip)]
    pub preview_path: String,
    pub name: String,
    pub extension: String,
    pub size: i64,
    pub mime_type: String,
    pub width: i64,
    pub height: i64,
    pub has_preview_image: bool,
    #[serde(skip)]
    pub mini_preview: Option<Vec<u8>>,
    #[serde(skip)]
    pub content: String,
    pub remote_id: Option<String>,
    pub archived: bool,
}
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileData {
    pub filename: String,
    pub body: Vec<u8>,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct GetFileInfosOptions {
    #[serde(deserialize_with = "or_default")]
    pub user_ids: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub channel_ids: Vec<String>,
    pub since: i64,
    pub include_deleted: bool,
    pub sort_by: String,
    pub sort_descending: bool,
}
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct UploadSession {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub create_at: i64,
    pub user_id: String,
    pub channel_id: String,
    pub filename: String,
    #[serde(skip)]
    pub path: String,
    pub file_size: i64,
    pub file_offset: i64,
    pub remote_id: String,
    pub req_file_id: String,
}
