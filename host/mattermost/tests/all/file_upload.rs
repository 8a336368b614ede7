//! A plugin looks at files before they are stored.

use goplugin::PullReader;
use goplugin::yamux::Stream;
use mattermost::model::{Context, ErrorValue, FileInfo};
use mattermost::{Api, Hook, Hooks};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::session::server_of;

/// Stores texts in capitals and nothing else.
struct Capitals;

impl Hooks for Capitals {
    fn implemented(&self) -> Vec<Hook> {
        vec![Hook::FileWillBeUploaded]
    }

    async fn on_activate(&self, _: Api) -> Result<(), ErrorValue> {
        Ok(())
    }

    async fn file_will_be_uploaded(
        &self,
        _: Context,
        info: FileInfo,
        mut upload: PullReader,
        mut replacement: Stream,
    ) -> (Option<FileInfo>, String) {
        if info.extension != "txt" {
            return (None, "texts only".into());
        }
        let mut text = String::new();
        upload.read_to_string(&mut text).await.unwrap();
        replacement.write_all(text.to_uppercase().as_bytes()).await.unwrap();
        (Some(FileInfo { name: info.name.to_uppercase(), ..FileInfo::default() }), String::new())
    }
}

#[tokio::test]
async fn a_file_is_replaced() {
    let (server, _session) = server_of(Capitals).await;
    let info = FileInfo { name: "a.txt".into(), extension: "txt".into(), ..FileInfo::default() };
    let text = "word ".repeat(50_000);

    let verdict = server.file_will_be_uploaded(Context::default(), info, std::io::Cursor::new(text.clone())).await;

    let changed = FileInfo { name: "A.TXT".into(), ..FileInfo::default() };
    assert_eq!(verdict.unwrap(), (Some(changed), String::new(), text.to_uppercase().into_bytes()));
}

#[tokio::test]
async fn a_file_is_refused() {
    let (server, _session) = server_of(Capitals).await;
    let file = std::io::Cursor::new(vec![0; 300_000]);

    let verdict = server.file_will_be_uploaded(Context::default(), FileInfo::default(), file).await;

    assert_eq!(verdict.unwrap(), (None, "texts only".into(), Vec::new()));
}
