//! A query in; the same query out, with nothing left to the order in which an index happens to yield what matches.
//!
//! SPARQL leaves open how rows stand that ORDER BY does not tell apart, and in which order GROUP_CONCAT and SAMPLE take the rows
//! of a group. Here rows that tie are ordered by all they bind, so that a graph has the same answer wherever it is kept. What stays
//! open is which rows a LIMIT without ORDER BY takes: to order all of them first would cost what such a LIMIT saves.

use spargebra::Query;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, Function, GraphPattern, OrderExpression};

/// The same query, with ties broken; and whether its rows come in an order that it asks for.
pub(super) fn settle(query: Query) -> (Query, bool) {
    match query {
        Query::Select { dataset, pattern, base_iri } => {
            let is_ordered = is_ordered(&pattern);
            (Query::Select { dataset, pattern: settled(pattern), base_iri }, is_ordered)
        }
        Query::Construct { template, dataset, pattern, base_iri } => {
            (Query::Construct { template, dataset, pattern: settled(pattern), base_iri }, true)
        }
        other => (other, true),
    }
}

/// Whether what a pattern yields is in an order that it asks for.
fn is_ordered(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::OrderBy { .. } => true,
        GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => is_ordered(inner),
        _ => false,
    }
}

fn settled(pattern: GraphPattern) -> GraphPattern {
    use GraphPattern as Pattern;
    let inside = |inner: Box<Pattern>| Box::new(settled(*inner));
    match pattern {
        Pattern::OrderBy { inner, mut expression } => {
            expression.extend(tie_breakers(&inner));
            Pattern::OrderBy { inner: inside(inner), expression }
        }
        Pattern::Group { inner, variables, aggregates } => {
            let inner = if aggregates.iter().any(|(_, of)| takes_order(of)) && !is_ordered(&inner) {
                Box::new(Pattern::OrderBy { expression: tie_breakers(&inner), inner: inside(inner) })
            } else {
                inside(inner)
            };
            Pattern::Group { inner, variables, aggregates }
        }
        Pattern::Join { left, right } => Pattern::Join { left: inside(left), right: inside(right) },
        Pattern::LeftJoin { left, right, expression } => {
            Pattern::LeftJoin { left: inside(left), right: inside(right), expression }
        }
        Pattern::Lateral { left, right } => Pattern::Lateral { left: inside(left), right: inside(right) },
        Pattern::Union { left, right } => Pattern::Union { left: inside(left), right: inside(right) },
        Pattern::Minus { left, right } => Pattern::Minus { left: inside(left), right: inside(right) },
        Pattern::Filter { expr, inner } => Pattern::Filter { expr, inner: inside(inner) },
        Pattern::Graph { name, inner } => Pattern::Graph { name, inner: inside(inner) },
        Pattern::Extend { inner, variable, expression } => {
            Pattern::Extend { inner: inside(inner), variable, expression }
        }
        Pattern::Project { inner, variables } => Pattern::Project { inner: inside(inner), variables },
        Pattern::Distinct { inner } => Pattern::Distinct { inner: inside(inner) },
        Pattern::Reduced { inner } => Pattern::Reduced { inner: inside(inner) },
        Pattern::Slice { inner, start, length } => Pattern::Slice { inner: inside(inner), start, length },
        whole @ (Pattern::Bgp { .. } | Pattern::Path { .. } | Pattern::Values { .. } | Pattern::Service { .. }) => {
            whole
        }
    }
}

/// Whether an aggregate depends on the order of what it takes.
fn takes_order(aggregate: &AggregateExpression) -> bool {
    let AggregateExpression::FunctionCall { name, .. } = aggregate else { return false };
    matches!(name, AggregateFunction::GroupConcat { .. } | AggregateFunction::Sample)
}

/// An order by all that a pattern binds: by value, and among equal values by how they are written.
fn tie_breakers(pattern: &GraphPattern) -> Vec<OrderExpression> {
    let mut variables = Vec::new();
    pattern.on_in_scope_variable(|variable| {
        if !variables.contains(variable) {
            variables.push(variable.clone());
        }
    });
    let values = variables.iter().map(|variable| OrderExpression::Asc(variable.clone().into()));
    let written = [Function::Str, Function::Datatype].into_iter().flat_map(|function| {
        let call = move |variable: &oxrdf::Variable| {
            OrderExpression::Asc(Expression::FunctionCall(function.clone(), vec![variable.clone().into()]))
        };
        variables.iter().map(call).collect::<Vec<_>>()
    });
    values.chain(written).collect()
}
