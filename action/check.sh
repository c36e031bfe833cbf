#!/usr/bin/env bash
# The check step of action.yml. Reads CLAIMCHECK_* and GITHUB_*; always ends well, and leaves the
# status of the check in the step's outputs, so that SARIF is uploaded before the job fails.
set -euo pipefail

# One value a line, so that paths may hold blanks.
paths=()
while IFS= read -r line; do
  line="${line%$'\r'}"
  if [[ -n "$line" ]]; then paths+=("$line"); fi
done <<<"${CLAIMCHECK_PATHS:-}"

arguments=()
while IFS= read -r line; do
  line="${line%$'\r'}"
  if [[ -n "$line" ]]; then arguments+=("$line"); fi
done <<<"${CLAIMCHECK_ARGS:-}"

sarif="${CLAIMCHECK_SARIF:-claimcheck.sarif}"
arguments+=(--format "sarif:$sarif")

summary=""
if [[ "${CLAIMCHECK_SUMMARY:-true}" == true && -n "${GITHUB_STEP_SUMMARY:-}" ]]; then
  summary="$(mktemp)"
  arguments+=(--format "markdown:$summary")
fi

if [[ "${CLAIMCHECK_ANNOTATIONS:-true}" == true ]]; then
  arguments+=(--format github)
else
  arguments+=(--format text)
fi

if [[ "${CLAIMCHECK_CHANGED_ONLY:-true}" == true && -n "${CLAIMCHECK_BASE:-}" ]]; then
  # A checkout of depth 1 does not hold the base; its tree is all that is needed.
  if ! git cat-file -e "$CLAIMCHECK_BASE^{commit}" 2>/dev/null; then
    git fetch --quiet --no-tags --depth=1 origin "$CLAIMCHECK_BASE"
  fi
  arguments+=(--changed-since "$CLAIMCHECK_BASE")
fi

status=0
# The odd expansion: bash 3 (macOS) takes an empty array for an unset one.
# The change under review could bring answers of its own in the cache.
claimcheck check --no-cache "${arguments[@]}" -- ${paths[@]+"${paths[@]}"} || status=$?

if [[ -n "$summary" ]]; then
  cat "$summary" >>"$GITHUB_STEP_SUMMARY"
  rm -f "$summary"
fi
if [[ -n "${GITHUB_OUTPUT:-}" ]]; then
  echo "status=$status" >>"$GITHUB_OUTPUT"
fi
