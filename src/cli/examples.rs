//! What ends the help of each command: calls to copy, each with what it does.

pub(super) const ALL: &str = "\
Examples:
  chancery build seeds/articles      read the sample corpus into ./chancery.store
  chancery facts --about China       what is said of China, with the sentences
  chancery query visits              who went where, and when

Exit status: 0 fine; 1 some input failed, or a check found faults; 2 wrong use.";

pub(super) const BUILD: &str = "\
Examples:
  chancery build news/                        every article below a folder
  chancery build news/ --store news.store     into another store than ./chancery.store
  chancery build a.html b.jsonl crawl.warc.gz single files, packed or not
  chancery build a.csv --field text=body      a table whose texts stand in the column \"body\"
  chancery build news/ --on-disk -s big       into a folder with an index on disk, for graphs that memory does not hold
  chancery build news/ --gazetteer my.tsv     with names of your own";

pub(super) const FACTS: &str = "\
Examples:
  chancery facts --about \"Vladimir Putin\"            what is said of somebody
  chancery facts --relation visited --since 2020     visits from 2020 on
  chancery facts --document 2022/                    what the articles of a folder say";

pub(super) const EXTRACT: &str = "\
Examples:
  chancery extract note.txt                         facts as JSON Lines
  chancery extract news/ --format events            events with all who take part
  chancery extract news/ --format nquads            a graph of each document
  chancery extract -                                from standard input";

pub(super) const QUERY: &str = "\
Examples:
  chancery query --list                             the questions that come with chancery
  chancery query visits --param country=China       one of them, narrowed
  chancery query mine.rq --format csv               one of your own, for a spreadsheet
  chancery query network --format dot               a graph to draw
  chancery query -e 'SELECT * { ?who ch:met ?whom }'";

pub(super) const EXPORT: &str = "\
Examples:
  chancery export --format turtle --output news.ttl
  chancery export --format nquads                        a named graph for each document
  chancery export --format jsonld --since 2022           JSON with plain keys
  chancery export --format svg --cluster community       a picture of the whole, drawn by Graphviz
  chancery export --format dot --about Ukraine           pipe it to `dot -Tsvg` to draw it
  chancery export --format timeline -o timeline.html     events over time, for the browser
  chancery export --format neo4j -o neo4j/               two files for Neo4j's import";

pub(super) const LIST: &str = "\
Examples:
  chancery list                                     ids, dates and titles of what was read
  chancery list --store news.store                  of another store than ./chancery.store";

pub(super) const INFO: &str = "\
Examples:
  chancery info                                     documents, facts, entities, and when they were read
  chancery info --store news.store                  of another store than ./chancery.store";

pub(super) const REMOVE: &str = "\
Examples:
  chancery remove 2015/001                          one document
  chancery remove 2015/                             all documents of a folder";

pub(super) const OPTIMIZE: &str = "\
Examples:
  chancery optimize                                 makes the file smaller after much was read again
  chancery optimize --store news.store              another store than ./chancery.store";

pub(super) const BACKUP: &str = "\
Examples:
  chancery backup monday.store                      a copy of ./chancery.store
  chancery backup copy.store --store news.store     of another store
  chancery backup big.store --on-disk               as a folder with an index on disk";

pub(super) const DIFF: &str = "\
Examples:
  chancery build news/ --store before.store
  chancery build news/ --store after.store --ontology my-ontology
  chancery diff before.store after.store            + what appeared, - what vanished";

pub(super) const PATH: &str = "\
Examples:
  chancery path \"Viktor Orban\" Saab                 what ties the two, with sentences
  chancery path russia turkey --relation supplied   by supplies alone";

pub(super) const RANK: &str = "\
Examples:
  chancery rank                                     who is at the centre, by PageRank
  chancery rank --by betweenness --since 2022       who stands between others
  chancery rank --format csv > ranks.csv            for a spreadsheet";

pub(super) const COMMUNITIES: &str = "\
Examples:
  chancery communities                              who belongs together
  chancery communities --format csv                 each entity with its community";

pub(super) const PARSE: &str = "\
Examples:
  chancery parse note.txt                           sentences, words, and what hangs on what
  chancery parse treebank.conllu                    the same for sentences that are split already";

pub(super) const EXPLAIN: &str = "\
Examples:
  chancery explain \"Angela Merkel flew to Ankara on Monday.\" --published 2016-02-11
  chancery explain \"Iran jetted to Oman.\" --ontology my-ontology    with frames of your own
  chancery explain -                                                 from standard input";

pub(super) const EVAL: &str = "\
Examples:
  chancery eval tests/gold/articles.jsonl seeds/articles                    misses, false alarms, figures
  chancery eval gold.jsonl news/ --errors 0 --save before.jsonl             figures only; keep the run
  chancery eval gold.jsonl news/ --compare before.jsonl --ontology mine     what an edit of yours changed";

pub(super) const GAPS: &str = "\
Examples:
  chancery gaps news/                               what your articles speak of and chancery does not know
  chancery gaps news/ --top 100 --gazetteer my.tsv  more of it, beside the names that you have added";

pub(super) const CHECK: &str = "\
Examples:
  chancery check                                    what is compiled in
  chancery check --ontology ontology --examples     your frames, and what comes of their examples
  chancery check --gazetteer my.tsv                 names of your own, also as RDF
  chancery check --corrections my-corrections.tsv   corrections of your own
  chancery check --store chancery.store             whether a store is whole";

pub(super) const COMPLETIONS: &str = "\
Examples:
  chancery completions bash                         write it to ~/.local/share/bash-completion/completions/chancery
  chancery completions zsh                          write it to a file _chancery in a folder of $fpath
  chancery completions fish                         write it to ~/.config/fish/completions/chancery.fish";
