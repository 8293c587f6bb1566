#![no_main]
//! The loader of frames: a file of frames is read, or told to be wrong with its name and line.

use chancery::events::Frames;
use chancery::knowledge::Folder;
use chancery::ontology::Ontology;
use std::sync::LazyLock;

/// The file that is replaced.
const FILE: &str = "frames/visited.toml";

static ONTOLOGY: LazyLock<Ontology> =
    LazyLock::new(|| Ontology::load(&Folder::ontology()).expect("the compiled ontology loads"));

libfuzzer_sys::fuzz_target!(|text: &str| {
    let own = |name: &str, content: &str| if name == FILE { text.to_owned() } else { content.to_owned() };
    let files: Vec<_> =
        Folder::ontology().files().map(|(name, content)| (name.to_owned(), own(name, content))).collect();
    let folder = Folder::of("fuzz", files);
    let faults = Frames::check(&folder, &ONTOLOGY);
    assert_eq!(faults.is_empty(), Frames::load(&folder, &ONTOLOGY).is_ok());
    for fault in faults {
        assert!(fault.path().is_some() && !fault.to_string().contains('\n'), "{fault}");
    }
});
