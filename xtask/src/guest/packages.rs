//! A newer QEMU than the system's, a stock kernel and busybox: Debian's packages, unpacked below `target` and not
//! installed. apt checks every package against the signed index of the machine's own mirror.

use super::work;
use crate::check::built;
use crate::root;
use anyhow::{bail, ensure, Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The release that has them, and the part of it with a QEMU that speaks vfio-user (10.1 or later).
const RELEASE: &str = "trixie";
const NEWER: &str = "trixie-backports";
const KEYS: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";
/// The kernel's metapackage: its dependency is the kernel of the release.
const KERNEL: &str = "linux-image-cloud-amd64";

/// What was unpacked.
pub struct Packages {
    folder: PathBuf,
}

impl Packages {
    /// Fetches them if they are not here.
    pub fn ready() -> Result<Packages> {
        let packages = Packages { folder: work().join(NEWER) };
        let done = packages.folder.join("done");
        if !done.exists() {
            eprintln!("fetching QEMU, a kernel and busybox from Debian's packages (50 MB)");
            if packages.folder.exists() {
                fs::remove_dir_all(&packages.folder)?;
            }
            packages.fetch().context("cannot fetch the guest's packages")?;
            fs::write(&done, "")?;
        }
        Ok(packages)
    }

    fn fetch(&self) -> Result<()> {
        let apt = self.folder.join("apt");
        for folder in ["lists/partial", "cache/archives/partial"] {
            fs::create_dir_all(apt.join(folder))?;
        }
        ensure!(Path::new(KEYS).exists(), "{KEYS} is missing: the guest's packages need a machine with Debian's apt");
        let mirror = mirror()?;
        let sources = [RELEASE, NEWER].map(|suite| format!("deb [signed-by={KEYS}] {mirror} {suite} main\n"));
        fs::write(apt.join("sources.list"), sources.concat())?;
        fs::write(apt.join("status"), "")?;
        // Everything of apt's in one folder; only how the machine reaches its mirror (proxies, ..) stays as it is.
        let reach = output(Command::new("apt-config").args(["dump", "Acquire"]))?;
        let reach: String = reach.lines().filter(|l| l.starts_with("Acquire")).flat_map(|l| [l, "\n"]).collect();
        let at = apt.display();
        let settings = format!(
            "{reach}Dir \"{at}\";\nDir::Etc::SourceList \"{at}/sources.list\";\nDir::Etc::SourceParts \"/dev/null\";\n\
             Dir::Etc::Preferences \"/dev/null\";\nDir::Etc::PreferencesParts \"/dev/null\";\n\
             Dir::State::Lists \"{at}/lists\";\nDir::State::status \"{at}/status\";\nDir::Cache \"{at}/cache\";\n\
             Debug::NoLocking \"true\";\nAPT::Sandbox::User \"\";\nAcquire::Languages \"none\";\n"
        );
        fs::write(apt.join("apt.conf"), settings)?;
        let tool = |name: &str, arguments: &[&str]| {
            let mut command = Command::new(name);
            command.current_dir(apt.join("cache/archives")).env("APT_CONFIG", apt.join("apt.conf")).args(arguments);
            output(&mut command)
        };
        tool("apt-get", &["-qq", "update"])?;
        let install = ["-qq", "-y", "--no-install-recommends", "--download-only", "-t", NEWER, "install"];
        tool("apt-get", &[&install[..], &["qemu-system-x86"]].concat())?;
        let depends = tool("apt-cache", &["depends", &format!("{KERNEL}/{RELEASE}")])?;
        let kernel = depends.lines().find_map(|line| line.trim().strip_prefix("Depends: linux-image-"));
        let kernel = format!("linux-image-{}", kernel.context("the kernel's package has no dependency")?);
        let busybox = format!("busybox-static/{RELEASE}");
        tool("apt-get", &["-qq", "download", &kernel, &busybox])?;
        for file in fs::read_dir(apt.join("cache/archives"))? {
            let file = file?.path();
            if file.extension().is_some_and(|extension| extension == "deb") {
                output(Command::new("dpkg-deb").arg("-x").arg(&file).arg(self.tree()))?;
            }
        }
        fs::remove_dir_all(apt)?;
        Ok(())
    }

    fn tree(&self) -> PathBuf {
        self.folder.join("tree")
    }

    /// QEMU, started through the loader that it came with.
    pub fn qemu(&self) -> Command {
        let tree = self.tree();
        let libraries = tree.join("usr/lib/x86_64-linux-gnu");
        let mut command = Command::new(tree.join("usr/lib64/ld-linux-x86-64.so.2"));
        command.env("QEMU_MODULE_DIR", libraries.join("qemu")).arg("--library-path").arg(&libraries);
        command.arg(tree.join("usr/bin/qemu-system-x86_64"));
        for data in ["share/qemu", "share/seabios", "lib/ipxe/qemu"] {
            command.arg("-L").arg(tree.join("usr").join(data));
        }
        command
    }

    pub fn kernel(&self) -> Result<PathBuf> {
        let boot = self.tree().join("boot");
        let names = fs::read_dir(&boot).with_context(|| boot.display().to_string())?;
        let mut paths = names.filter_map(|entry| Some(entry.ok()?.path()));
        let is_kernel = |path: &PathBuf| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with("vmlinuz-"));
        paths.find(is_kernel).context("the kernel's package holds no kernel")
    }

    pub fn busybox(&self) -> PathBuf {
        self.tree().join("usr/bin/busybox")
    }

    /// A module of the kernel; `None` where it is part of the kernel itself or does not exist.
    pub fn module(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let Some(path) = find(&self.tree().join("usr/lib/modules"), &|file| {
            file == format!("{name}.ko") || file == format!("{name}.ko.xz")
        })?
        else {
            return Ok(None);
        };
        if path.extension().is_some_and(|extension| extension == "ko") {
            return Ok(Some(fs::read(path)?));
        }
        let out = Command::new(self.busybox()).args(["xz", "-dc"]).arg(&path).output()?;
        ensure!(out.status.success(), "cannot unpack {}", path.display());
        Ok(Some(out.stdout))
    }
}

/// The mirror that this machine takes Debian's packages from.
fn mirror() -> Result<String> {
    let format = ["indextargets", "--format", "$(REPO_URI) $(RELEASE)", "Created-By: Packages"];
    let text = output(Command::new("apt-get").args(format))?;
    pick(&text).context("apt names no mirror of Debian: the guest's packages need one")
}

/// Of lines of an address and a release's name: the address of a release itself, not of its updates.
fn pick(text: &str) -> Option<String> {
    let of_release = |line: &str| {
        let (address, release) = line.split_once(' ')?;
        (!release.contains('-') && address.trim_end_matches('/').ends_with("debian")).then(|| address.to_owned())
    };
    text.lines().find_map(of_release)
}

fn find(folder: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            if let Some(found) = find(&entry.path(), wanted)? {
                return Ok(Some(found));
            }
        } else if wanted(&entry.file_name().to_string_lossy()) {
            return Ok(Some(entry.path()));
        }
    }
    Ok(None)
}

/// Runs a command to its end; gives what it wrote.
fn output(command: &mut Command) -> Result<String> {
    let out = command.output().with_context(|| format!("cannot run {}", command.get_program().display()))?;
    if !out.status.success() {
        let said = String::from_utf8_lossy(&out.stderr);
        let arguments: Vec<_> = command.get_args().map(|a| a.to_string_lossy().into_owned()).collect();
        bail!("{} {}: {said}", command.get_program().display(), arguments.join(" "));
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// The command, with all that it can do.
pub fn twinpath() -> Result<PathBuf> {
    let package = ["--package", "twinpath", "--bin", "twinpath", "--all-features"];
    built(&[&["build", "--quiet", "--locked"], &package[..]].concat(), "twinpath")
}

/// Builds a program of the workspace; `flags` go to the compiler of the program itself. Gives where it is.
pub fn program(package: &str, name: &str, flags: &[&str]) -> Result<PathBuf> {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(root()).args(["rustc", "--quiet", "--locked", "--package", package, "--bin", name]);
    command.arg("--message-format=json-render-diagnostics").arg("--").args(flags);
    let messages = output(command.stderr(std::process::Stdio::inherit()))?;
    let path = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()).find_map(|m| {
        let ours = m["reason"] == "compiler-artifact" && m["target"]["name"] == name;
        m["executable"].as_str().filter(|_| ours).map(PathBuf::from)
    });
    path.with_context(|| format!("cargo did not say where {name} is"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_that_of_the_release() {
        let text = "http://m.example/debian-security/ bookworm-security\nhttp://m.example/debian/ bookworm-updates\n\
                    http://o.example/tools/ stable\nhttp://m.example/debian/ bookworm\n";
        assert_eq!(pick(text).as_deref(), Some("http://m.example/debian/"));
        assert_eq!(pick("http://m.example/debian-security/ bookworm-security\n"), None);
    }
}
