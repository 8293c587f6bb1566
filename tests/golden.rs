//! Files that hold what is expected; `UPDATE=1 cargo test` writes them anew.

use std::path::PathBuf;

/// Compares with `tests/{name}`.
pub fn check(name: &str, actual: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    assert!(expected == actual, "{} differs; got:\n{actual}", path.display());
}
