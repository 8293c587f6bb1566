//! The closed vocabularies of syntax: UD parts of speech and relations, Penn Treebank tags.
//!
//! Sources: <https://universaldependencies.org/u/pos/>, <https://universaldependencies.org/en/dep/>, and the Penn Treebank tag
//! set with the additions of the English Web Treebank (`ADD`, `AFX`, `GW`, `HYPH`, `NFP`).

/// Declares an enum whose variants have a written form, with the conversions between them.
macro_rules! labels {
    ($(#[$meta:meta])* $name:ident, $what:literal: $($variant:ident = $text:literal),+ $(,)?) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`")] $variant),+
        }

        impl $name {
            /// Every label, in the order of the enum.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The label as CoNLL-U writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::error::Error;

            fn from_str(text: &str) -> crate::error::Result<Self> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(crate::error::Error::new(format!("unknown {} \"{text}\"", $what))),
                }
            }
        }
    };
}

labels! {
    /// Universal part of speech.
    Upos, "part of speech":
    Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ", Noun = "NOUN",
    Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT", Sconj = "SCONJ", Sym = "SYM",
    Verb = "VERB", X = "X",
}

labels! {
    /// Penn Treebank tag.
    Xpos, "Penn tag":
    Nn = "NN", In = "IN", Dt = "DT", Nnp = "NNP", Jj = "JJ", Prp = "PRP", Stop = ".", Rb = "RB", Comma = ",", Nns = "NNS",
    Vb = "VB", Cc = "CC", Vbd = "VBD", Vbp = "VBP", Vbz = "VBZ", Cd = "CD", Vbn = "VBN", Vbg = "VBG", To = "TO", Md = "MD",
    PrpPoss = "PRP$", Uh = "UH", Colon = ":", Rrb = "-RRB-", Lrb = "-LRB-", Wdt = "WDT", Wrb = "WRB", Wp = "WP",
    Hyph = "HYPH", OpenQuote = "``", CloseQuote = "''", Rp = "RP", Pos = "POS", Nnps = "NNPS", Jjr = "JJR", Jjs = "JJS",
    Ex = "EX", Rbr = "RBR", Sym = "SYM", Fw = "FW", Nfp = "NFP", Dollar = "$", Gw = "GW", Add = "ADD", Pdt = "PDT",
    Rbs = "RBS", Ls = "LS", Afx = "AFX", WpPoss = "WP$", Xx = "XX",
}

labels! {
    /// Dependency relation of the English UD treebanks, with their subtypes.
    Deprel, "dependency relation":
    Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl", Advmod = "advmod", Amod = "amod",
    Appos = "appos", Aux = "aux", AuxPass = "aux:pass", Case = "case", Cc = "cc", CcPreconj = "cc:preconj",
    Ccomp = "ccomp", Compound = "compound", CompoundPrt = "compound:prt", Conj = "conj", Cop = "cop", Csubj = "csubj",
    CsubjOuter = "csubj:outer", CsubjPass = "csubj:pass", Dep = "dep", Det = "det", DetPredet = "det:predet",
    Discourse = "discourse", Dislocated = "dislocated", Expl = "expl", Fixed = "fixed", Flat = "flat",
    Goeswith = "goeswith", Iobj = "iobj", List = "list", Mark = "mark", Nmod = "nmod", NmodDesc = "nmod:desc",
    NmodPoss = "nmod:poss", NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj", NsubjOuter = "nsubj:outer",
    NsubjPass = "nsubj:pass", Nummod = "nummod", Obj = "obj", Obl = "obl", OblAgent = "obl:agent",
    OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis", Punct = "punct",
    Reparandum = "reparandum", Root = "root", Vocative = "vocative", Xcomp = "xcomp",
}
