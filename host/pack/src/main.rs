//! Precompiles a component and packs a Mattermost plugin bundle.

mod bundle;
mod compile;
mod manifest;
mod platform;
mod reorder;
mod similar;
mod symbols;

use std::path::PathBuf;

use anyhow::{Context, bail};
use lexopt::prelude::*;

use crate::bundle::Bundle;
use crate::platform::Platform;

const USAGE: &str = "\
pack --manifest manifest.json --component component.wasm --version 1.2.3
     --host linux-amd64=path/to/executable [--host …] [--commit abc1234]
     [--file path/in/bundle=path/on/disk …]
     [--folder path] [--archive path.tar.gz]

Compiles the component for every platform with a host executable and lays the bundle out in a folder
(replacing what is there), in a .tar.gz that a Mattermost server accepts, or in both.";

fn main() -> anyhow::Result<()> {
    let mut manifest: Option<PathBuf> = None;
    let mut component: Option<PathBuf> = None;
    let mut version: Option<String> = None;
    let mut commit = String::new();
    let mut hosts = Vec::new();
    let mut files = Vec::new();
    let mut folder: Option<PathBuf> = None;
    let mut archive: Option<PathBuf> = None;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("manifest") => manifest = Some(parser.value()?.into()),
            Long("component") => component = Some(parser.value()?.into()),
            Long("version") => version = Some(parser.value()?.string()?),
            Long("commit") => commit = parser.value()?.string()?,
            Long("host") => {
                let (platform, path) = pair(&parser.value()?.string()?)?;
                hosts.push((platform.parse::<Platform>()?, PathBuf::from(path)));
            }
            Long("file") => {
                let (inside, path) = pair(&parser.value()?.string()?)?;
                files.push((inside, PathBuf::from(path)));
            }
            Long("folder") => folder = Some(parser.value()?.into()),
            Long("archive") => archive = Some(parser.value()?.into()),
            Long("help") => bail!("{USAGE}"),
            other => return Err(other.unexpected().into()),
        }
    }
    if folder.is_none() && archive.is_none() {
        bail!("{USAGE}");
    }
    let bundle = Bundle::assemble(
        &manifest.context(USAGE)?,
        &component.context(USAGE)?,
        [&version.context(USAGE)?, &commit],
        &hosts,
        &files,
        archive.is_some(),
    )?;
    if let Some(folder) = folder {
        bundle.write_folder(&folder)?;
    }
    if let Some(archive) = archive {
        bundle.write_archive(&archive)?;
    }
    Ok(())
}

fn pair(text: &str) -> anyhow::Result<(String, String)> {
    let (left, right) = text.split_once('=').with_context(|| format!("{text}: expected name=path"))?;
    Ok((left.to_owned(), right.to_owned()))
}
