// Prints how many different triples N3.js finds in a file of Turtle or TriG: interop.js FILE, with n3 in target/node.
const path = require("path");
const fs = require("fs");
const n3 = require(path.join(process.env.NODE_MODULES || "target/node/node_modules", "n3"));
const format = process.argv[2].endsWith(".trig") ? "application/trig" : "text/turtle";
const quads = new n3.Parser({ format }).parse(fs.readFileSync(process.argv[2], "utf8"));
const term = ({ termType, value, datatype, language }) => JSON.stringify([termType, value, datatype && datatype.value, language]);
console.log(new Set(quads.map((quad) => [quad.subject, quad.predicate, quad.object].map(term).join(" "))).size);
