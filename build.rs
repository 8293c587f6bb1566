//! Tells cargo that the knowledge is compiled in, so that a file that is added there is seen.

fn main() {
    for folder in ["ontology", "seeds", "queries"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
