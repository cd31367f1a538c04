#!/usr/bin/env bash
# All tests, with the Debian packages that those against real components need (`npm run test:all`).
# `-- --install` installs them also where this is not a container; other arguments go to vitest. With
# --release it is what is released that is tested: the executable and the packages (`npm run test:release`).
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH:/usr/local/sbin:/usr/sbin:/sbin"

bash scripts/debian-packages.sh "$@"
bash scripts/fetch-containerd.sh >/dev/null
bash scripts/fetch-promtool.sh >/dev/null

results=$(mktemp)
trap 'rm -f "$results"' EXIT
projects=(--project unit --project system)
arguments=()
for argument in "$@"; do
  case $argument in
    --install) ;;
    --release) projects=(--project release) ;;
    *) arguments+=("$argument") ;;
  esac
done

code=0
vitest run "${projects[@]}" --reporter=default --reporter=json --outputFile.json="$results" \
  "${arguments[@]}" </dev/null || code=$?
node scripts/test-summary.ts "$results" || code=$((code ? code : 1))
exit "$code"
