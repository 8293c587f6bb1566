#!/usr/bin/env bash
# Counts the instructions of each stage on the sample articles with valgrind, and tells which have changed by more than 5 % since
# they were written to benches/instructions.txt. `benches/instructions.sh --update` writes them anew.
#
# Counts hang on the compiler and on the profile, which stand in the head of the file; where they differ, so may all counts.
set -euo pipefail
cd "$(dirname "$0")/.."
file=benches/instructions.txt
profile=${PROFILE:-release}
stages=(sentences gazetteer tagging parsing mentions entities graph duplicates whole)

command -v valgrind >/dev/null || { echo "skipped: there is no valgrind"; exit 0; }
binary=$(cargo bench --bench stages --no-run --profile "$profile" --message-format json 2>/dev/null |
  grep -o '"executable":"[^"]*stages[^"]*"' | tail -1 | cut -d'"' -f4)
[ -n "$binary" ] || { echo "error: the bench does not build" >&2; exit 1; }

count() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$binary" --once "$1" 2>&1 | sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

head="$(rustc --version), profile $profile"
base=$(count nothing)
counted=$(mktemp)
trap 'rm -f "$counted"' EXIT
for stage in "${stages[@]}"; do
  printf '%s %s\n' "$stage" "$(($(count "$stage") - base))" >>"$counted"
done

if [ "${1:-}" = --update ]; then
  {
    echo "# Instructions of each stage on seeds/articles, as valgrind counts them (benches/instructions.sh)."
    echo "# They hang on the compiler and on the profile: $head"
    cat "$counted"
  } >"$file"
  cat "$file"
  exit 0
fi

[ -f "$file" ] || { echo "skipped: there is no $file (benches/instructions.sh --update writes it)"; exit 0; }
grep -qF "$head" "$file" || echo "note: $file was written with another compiler or profile than $head"
while read -r stage now; do
  before=$(awk -v stage="$stage" '$1 == stage { print $2 }' "$file")
  awk -v stage="$stage" -v before="${before:-0}" -v now="$now" 'BEGIN {
    change = before > 0 ? 100 * (now - before) / before : 0
    mark = (change > 5 || change < -5) ? "  CHANGED BY MORE THAN 5 %" : ""
    printf "%-12s %15d  %+6.1f %%%s\n", stage, now, change, mark
  }'
done <"$counted"
