//! The platforms a bundle can hold.

use std::fmt;
use std::str::FromStr;

use anyhow::bail;

/// A platform in the words of `plugin.json` and of the compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Platform {
    name: &'static str,
    /// The compiler's target.
    pub triple: &'static str,
    /// Processor features that the machine code may use; the engine refuses to load it where one is missing.
    pub features: &'static [&'static str],
    /// Ending of an executable.
    pub ending: &'static str,
}

/// What every x86-64 server processor since 2013 has; worth 10 to 15 % over the 2003 baseline.
const X86_64_FEATURES: &[&str] = &[
    "has_sse3",
    "has_ssse3",
    "has_sse41",
    "has_sse42",
    "has_popcnt",
    "has_avx",
    "has_avx2",
    "has_bmi1",
    "has_bmi2",
    "has_lzcnt",
];

const PLATFORMS: &[Platform] = &[
    Platform { name: "linux-amd64", triple: "x86_64-unknown-linux-gnu", features: X86_64_FEATURES, ending: "" },
    Platform { name: "linux-arm64", triple: "aarch64-unknown-linux-gnu", features: &[], ending: "" },
    Platform { name: "darwin-amd64", triple: "x86_64-apple-darwin", features: &[], ending: "" },
    Platform { name: "darwin-arm64", triple: "aarch64-apple-darwin", features: &[], ending: "" },
    Platform { name: "windows-amd64", triple: "x86_64-pc-windows-gnu", features: X86_64_FEATURES, ending: ".exe" },
];

impl FromStr for Platform {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> anyhow::Result<Self> {
        match PLATFORMS.iter().find(|platform| platform.name == name) {
            Some(platform) => Ok(*platform),
            None => {
                let known: Vec<_> = PLATFORMS.iter().map(|platform| platform.name).collect();
                bail!("{name} is no platform; known: {}", known.join(", "))
            }
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
