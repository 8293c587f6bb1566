#!/usr/bin/env bash
# Counts the instructions of each stage on some of the sample articles with valgrind, in two or three minutes, and tells which
# have changed by more than 5 % since they were written to benches/instructions.txt. `benches/instructions.sh --update` writes them
# anew.
#
# Counts hang on the compiler, which stands in the head of the file, and on how it is told to optimise: as in `.ci/run`, without
# link-time optimisation. Valgrind knows AVX2 and not AVX-512.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
file=benches/instructions.txt

command -v valgrind >/dev/null || { echo "skipped: there is no valgrind"; exit 0; }
binary=$(cargo bench --bench stages --no-run --profile release --locked --message-format json 2>/dev/null |
  grep -o '"executable":"[^"]*stages[^"]*"' | tail -1 | cut -d'"' -f4)
[ -n "$binary" ] || { echo "error: the bench does not build" >&2; exit 1; }

# A file of counts for what comes before each stage and for each stage, in their order.
counts=$(mktemp -d)
trap 'rm -rf "$counts"' EXIT
valgrind --quiet --tool=callgrind --dump-before='*next_stage*' --callgrind-out-file="$counts/of" "$binary" --once >"$counts/stages"
stage_idx=1
while read -r stage; do
  stage_idx=$((stage_idx + 1))
  printf '%s %d\n' "$stage" "$(sed -n 's/^totals: //p' "$counts/of.$stage_idx")"
done <"$counts/stages" >"$counts/table"

head=$(rustc --version)
if [ "${1:-}" = --update ]; then
  {
    echo "# Instructions of each stage on seeds/articles, as valgrind counts them (benches/instructions.sh)."
    echo "# They hang on the compiler: $head"
    cat "$counts/table"
  } >"$file"
  cat "$file"
  exit 0
fi

grep -qF "$head" "$file" || echo "note: $file was written with another compiler than $head"
while read -r stage now; do
  before=$(awk -v stage="$stage" '$1 == stage { print $2 }' "$file")
  awk -v stage="$stage" -v before="${before:-0}" -v now="$now" 'BEGIN {
    change = before > 0 ? 100 * (now - before) / before : 0
    mark = (change > 5 || change < -5) ? "  CHANGED BY MORE THAN 5 %" : ""
    printf "%-12s %15d  %+6.1f %%%s\n", stage, now, change, mark
  }'
done <"$counts/table"
