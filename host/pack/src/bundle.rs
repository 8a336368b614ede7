//! The bundle's files, and their two forms: a folder and an archive.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use libdeflater::{CompressionLvl, Compressor};
use sha2::{Digest, Sha256};

use crate::compile;
use crate::manifest::{Build, Manifest};
use crate::platform::Platform;
use crate::reorder;

/// Everything below the bundle's top folder.
pub struct Bundle {
    id: String,
    entries: Vec<Entry>,
}

struct Entry {
    path: String,
    content: Vec<u8>,
    executable: bool,
}

impl Bundle {
    /// Compiles and collects; for an archive, what is compiled is put in an order first that takes seconds and compresses
    /// better.
    ///
    /// # Errors
    /// Unreadable files, a component that does not compile, a platform the manifest does not name.
    pub fn assemble(
        manifest: &Path,
        component: &Path,
        [version, commit]: [&str; 2],
        hosts: &[(Platform, PathBuf)],
        files: &[(String, PathBuf)],
        for_archive: bool,
    ) -> anyhow::Result<Self> {
        let manifest = Manifest::parse(&read(manifest)?)?;
        let mut wasm = read(component)?;
        if for_archive {
            wasm = reorder::component(&wasm)?;
        }
        let platforms: Vec<_> = hosts.iter().map(|(platform, _)| *platform).collect();
        let component_hash: String = Sha256::digest(&wasm).iter().map(|byte| format!("{byte:02x}")).collect();
        let build = Build { version, commit, component_hash: &component_hash };
        let mut entries = vec![Entry::file("plugin.json", manifest.for_bundle(&build, &platforms).into_bytes())];
        for (platform, host) in hosts {
            let executable = manifest.executable(*platform)?;
            let folder = executable.rsplit_once('/').map_or("", |(folder, _)| folder);
            entries.push(Entry { path: executable.to_owned(), content: read(host)?, executable: true });
            let code = format!("{folder}/{}-{platform}.cwasm", manifest.component());
            entries.push(Entry::file(&code, compile::component(&wasm, *platform)?));
        }
        for (inside, path) in files {
            entries.push(Entry::file(inside, read(path)?));
        }
        Ok(Self { id: manifest.id().to_owned(), entries })
    }

    /// Lays the bundle out in `folder`, which is emptied first.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write_folder(&self, folder: &Path) -> anyhow::Result<()> {
        if folder.join("plugin.json").exists() {
            fs::remove_dir_all(folder)?;
        }
        for entry in &self.entries {
            let path = folder.join(&entry.path);
            fs::create_dir_all(path.parent().context("an entry has no folder")?)?;
            fs::write(&path, &entry.content).with_context(|| path.display().to_string())?;
            set_mode(&path, entry.mode())?;
        }
        Ok(())
    }

    /// Writes `<id>/…` as a gzip tar. The same content gives the same bytes: no times, no owners.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_archive(&self, path: &Path) -> anyhow::Result<()> {
        fs::create_dir_all(path.parent().context("the archive needs a folder")?)?;
        let mut archive = tar::Builder::new(Vec::new());
        for entry in &self.entries {
            let mut header = tar::Header::new_gnu();
            header.set_size(entry.content.len() as u64);
            header.set_mode(entry.mode());
            header.set_mtime(0);
            archive.append_data(&mut header, format!("{}/{}", self.id, entry.path), entry.content.as_slice())?;
        }
        fs::write(path, gzip(&archive.into_inner()?)?).with_context(|| path.display().to_string())
    }
}

impl Entry {
    fn file(path: &str, content: Vec<u8>) -> Self {
        Self { path: path.to_owned(), content, executable: false }
    }

    fn mode(&self) -> u32 {
        if self.executable { 0o755 } else { 0o644 }
    }
}

fn gzip(content: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut compressor = Compressor::new(CompressionLvl::best());
    let mut compressed = vec![0; compressor.gzip_compress_bound(content.len())];
    let length = compressor.gzip_compress(content, &mut compressed)?;
    compressed.truncate(length);
    Ok(compressed)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| path.display().to_string())
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) -> std::io::Result<()> {
    Ok(())
}
