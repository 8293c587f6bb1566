"""Other tools must find in the exports what chancery put there.

Usage: interop.py CHANCERY STORE REPOSITORY; with rapper, dot and node (with n3) on the path, rdflib, pyoxigraph, pyshacl and
networkx installed. Prints what agrees and fails at the first thing that does not.
"""

import io
import json
import pathlib
import subprocess
import sys

import networkx
import pyoxigraph
import pyshacl
import rdflib
from rdflib.compare import to_isomorphic
from rdflib.query import Result

CHANCERY, STORE, REPOSITORY = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
FOLDER = pathlib.Path(STORE).parent
RDF = {
    "turtle": ("ttl", "turtle", pyoxigraph.RdfFormat.TURTLE),
    "ntriples": ("nt", "nt", pyoxigraph.RdfFormat.N_TRIPLES),
    "rdfxml": ("rdf", "xml", pyoxigraph.RdfFormat.RDF_XML),
    "jsonld": ("jsonld", "json-ld", pyoxigraph.RdfFormat.JSON_LD),
    "trig": ("trig", "trig", pyoxigraph.RdfFormat.TRIG),
    "nquads": ("nq", "nquads", pyoxigraph.RdfFormat.N_QUADS),
}


def run(*args, **more):
    return subprocess.run(args, check=True, capture_output=True, **more).stdout


def chancery(*args):
    return run(CHANCERY, *args, "--store", STORE, "--quiet")


def export(name, *args):
    path = FOLDER / f"graph.{RDF[name][0] if name in RDF else name}"
    chancery("export", "--format", name, "--output", str(path), *args)
    return path


def triples_of_rdflib(path, syntax):
    """All graphs in one. rdflib numbers literals' forms anew unless told not to."""
    rdflib.NORMALIZE_LITERALS = False
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(str(path), format=syntax)
    graph = rdflib.Graph()
    for subject, predicate, object, _ in dataset.quads((None, None, None, None)):
        graph.add((subject, predicate, object))
    return graph


def check(truth, message):
    if not truth:
        sys.exit(f"error: {message}")


def check_rdf():
    graphs, counts = {}, {}
    for name, (_, syntax, oxigraph_format) in RDF.items():
        path = export(name)
        graphs[name] = triples_of_rdflib(path, syntax)
        quads = list(pyoxigraph.parse(path=str(path), format=oxigraph_format))
        counts[name] = {"rdflib": len(graphs[name]), "pyoxigraph": len({str(quad.triple) for quad in quads})}
        # No triple stands in two graphs.
        check(len(quads) == counts[name]["pyoxigraph"], f"{name}: a triple stands in two graphs")
    for name, syntax in [("turtle", "turtle"), ("trig", "trig"), ("rdfxml", "rdfxml"), ("ntriples", "ntriples")]:
        path = FOLDER / f"graph.{RDF[name][0]}"
        counts[name]["rapper"] = len(set(run("rapper", "--quiet", "--input", syntax, str(path)).splitlines()))
    for name in ["turtle", "trig"]:
        path = FOLDER / f"graph.{RDF[name][0]}"
        counts[name]["n3"] = int(run("node", str(REPOSITORY / ".ci/interop.js"), str(path)))
    print("triples:", json.dumps(counts))
    numbers = {count for of_format in counts.values() for count in of_format.values()}
    check(len(numbers) == 1 and numbers.pop() > 1000, "the tools count differently")
    first = to_isomorphic(graphs.pop("turtle"))
    for name, graph in graphs.items():
        check(to_isomorphic(graph) == first, f"{name} is another graph than turtle")
    print("turtle, trig, jsonld, rdfxml, ntriples and nquads are isomorphic")


def check_rdf_12():
    for name in ["turtle", "trig", "ntriples", "nquads"]:
        path = export(name, "--rdf-1.2")
        quads = list(pyoxigraph.parse(path=str(path), format=RDF[name][2]))
        reified = [quad for quad in quads if isinstance(quad.object, pyoxigraph.Triple)]
        facts = [quad for quad in quads if quad.predicate.value.endswith("#type") and "ontology#Fact>" in str(quad.object)]
        check(len(reified) == len(facts) > 100, f"{name}: {len(reified)} of {len(facts)} facts are reified")
    print("RDF 1.2:", len(reified), "facts are reified")


def check_shapes():
    shapes = rdflib.Graph().parse(REPOSITORY / "ontology/shapes/chancery.ttl")
    conforms, _, report = pyshacl.validate(triples_of_rdflib(export("turtle", "--provenance"), "turtle"), shacl_graph=shapes)
    check(conforms, report)
    namespace = rdflib.Namespace("https://w3id.org/chancery/ontology#")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    breakages = [
        (namespace.status, rdflib.Literal("certain")),
        (namespace.date, rdflib.Literal("yesterday")),
        (namespace.event, namespace.nothing),
        (oa.exact, rdflib.Literal("")),
        (rdflib.RDF.predicate, rdflib.RDFS.seeAlso),
        (rdflib.RDFS.label, None),
    ]
    for predicate, value in breakages:
        broken = rdflib.Graph().parse(FOLDER / "graph.ttl")
        subjects = [subject for subject in broken.subjects(predicate) if not str(subject).startswith(str(namespace))]
        broken.remove((subjects[0], predicate, None))
        if value is not None:
            broken.add((subjects[0], predicate, value))
        conforms, _, _ = pyshacl.validate(broken, shacl_graph=shapes)
        check(not conforms, f"a graph with a broken {predicate} conforms")
    print(f"pyshacl: conforms; {len(breakages)} broken graphs do not")


def check_networks():
    graphs = {"graphml": networkx.read_graphml(export("graphml")), "gexf": networkx.read_gexf(export("gexf"))}
    for name, graph in graphs.items():
        node, edge = graph.nodes["russia"], next(iter(graph.edges(data=True)))[2]
        check(node["label"] == "Russia" and node["class"] == "Country" and node["facts"] > 3, f"{name}: {node}")
        check(int(edge["weight"]) >= 1 and edge["tone"] in ("cooperation", "conflict", "neither"), f"{name}: {edge}")
        check(isinstance(edge["symmetric"], bool), f"{name}: {edge}")
    sizes = {name: (graph.number_of_nodes(), graph.number_of_edges()) for name, graph in graphs.items()}
    check(len(set(sizes.values())) == 1, f"{sizes}")
    for options in [[], ["--cluster", "community"], ["--cluster", "region", "--top", "60"]]:
        svg = run("dot", "-Tsvg", input=chancery("export", "--format", "dot", *options)).decode()
        check("</svg>" in svg, "dot drew nothing")
    print("networkx:", sizes, "nodes and edges; graphviz draws")


def check_answers():
    query = "SELECT ?who ?name ?date { ?f rdf:subject ?who . ?who rdfs:label ?name . OPTIONAL { ?f ch:date ?date } }"
    sizes = {}
    for name in ["json", "xml", "csv", "tsv"]:
        answer = chancery("query", "-e", query, "--format", name)
        parsed = Result.parse(io.BytesIO(answer), format=name)
        sizes[name] = len(list(parsed))
        check(len(parsed.vars) == 3, f"{name}: {parsed.vars}")
    check(len(set(sizes.values())) == 1 and sizes["json"] > 100, f"{sizes}")
    print("answers:", sizes)


check_rdf()
check_rdf_12()
check_shapes()
check_networks()
check_answers()
