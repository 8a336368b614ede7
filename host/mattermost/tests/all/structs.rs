//! The model against the definitions of Mattermost 11.6, as Go's reflection shows them.

use std::collections::BTreeMap;

use gob::{Gob, OpaqueKind, Shape, TypeRef};
use mattermost::model::*;

const GO_STRUCTS: &str = include_str!("../golden/go-structs.txt");

/// The fields of a struct, in the words of the recorded list.
fn describe(ty: TypeRef) -> (&'static str, String) {
    let Shape::Struct(name, fields) = ty.shape() else { panic!("no struct") };
    let fields: Vec<_> = fields.iter().map(|field| format!("{} {}", field.name, kind(field.ty))).collect();
    (name, fields.join("; "))
}

fn kind(ty: TypeRef) -> String {
    match ty.shape() {
        Shape::Bool => "bool".into(),
        Shape::Int => "int".into(),
        Shape::Uint => "uint".into(),
        Shape::Float => "float".into(),
        Shape::Bytes => "bytes".into(),
        Shape::String => "string".into(),
        Shape::Interface | Shape::Dynamic => "interface".into(),
        Shape::Opaque(OpaqueKind::BinaryMarshaler, name) => format!("url.{name}"),
        Shape::Opaque(_, name) => format!("time.{name}"),
        Shape::Slice(element) => format!("[]{}", kind(element)),
        Shape::Array(element, length) => format!("[{length}]{}", kind(element)),
        Shape::Map(key, element) => format!("map[{}]{}", kind(key), kind(element)),
        Shape::Struct(name, _) => name.into(),
    }
}

macro_rules! structs {
    ($($Struct:ty),* $(,)?) => { [$(describe(<$Struct>::gob_type())),*] };
}

#[test]
fn every_struct_has_the_fields_that_go_has() {
    let ours: BTreeMap<_, _> = structs![
        AppError,
        AuditEventActor,
        AuditEventData,
        AuditEventError,
        AuditRecord,
        AutocompleteArg,
        AutocompleteData,
        AutocompleteDynamicListArg,
        AutocompleteListItem,
        AutocompleteStaticListArg,
        AutocompleteTextArg,
        Bot,
        BotGetOptions,
        BotPatch,
        Channel,
        ChannelBannerInfo,
        ChannelMember,
        ChannelMemberIdentifier,
        ChannelStats,
        Command,
        CommandArgs,
        CommandResponse,
        Context,
        CustomStatus,
        Customer,
        Dialog,
        DialogDateTimeConfig,
        DialogElement,
        EmailNotification,
        EmailNotificationContent,
        Emoji,
        ErrorString,
        Features,
        FileData,
        FileInfo,
        FilesLimits,
        GetFileInfosOptions,
        HttpRequestHead,
        License,
        LicenseLimits,
        Manifest,
        ManifestServer,
        ManifestWebapp,
        MembershipChangeMsg,
        MessageAttachment,
        MessageAttachmentField,
        MessagesLimits,
        OauthApp,
        OnInstallEvent,
        OpenDialogRequest,
        OrderedSidebarCategories,
        Permission,
        PluginClusterEvent,
        PluginClusterEventSendOptions,
        KvSetOptions,
        PluginOption,
        PluginSetting,
        PluginSettingsSchema,
        PluginSettingsSection,
        PluginStatus,
        Post,
        PostAcknowledgement,
        PostAction,
        PostActionIntegration,
        PostActionOptions,
        PostEmbed,
        PostImage,
        PostList,
        PostMetadata,
        PostPriority,
        PostSearchResults,
        PostTranslation,
        Preference,
        ProductLimits,
        PushNotification,
        Reaction,
        RemoteCluster,
        SearchParameter,
        SearchParams,
        SendToastMessageOptions,
        Session,
        SidebarCategory,
        SidebarCategoryWithChannels,
        UserStatus,
        SyncMsg,
        SyncResponse,
        Team,
        TeamMember,
        TeamMemberWithError,
        TeamStats,
        TeamUnread,
        TeamsLimits,
        UploadSession,
        User,
        UserAccessToken,
        UserAuth,
        UserGetOptions,
        UserSearch,
        ViewUsersRestrictions,
        WebSocketRequest,
        WebsocketBroadcast
    ]
    .into();

    let gos: BTreeMap<_, _> = GO_STRUCTS
        .lines()
        .map(|line| line.split_once(": ").map(|(name, fields)| (name, fields.to_owned())).unwrap())
        .collect();
    assert_eq!(ours, gos);
}
