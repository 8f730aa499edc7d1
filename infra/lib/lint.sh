# Form and static analysis: clang-format of every source, clang-tidy of the programs' (tests are held by the compiler and the sanitizers).

# lint [path…]: all sources, or those under the paths.
lint() {
  configure
  install_packages
  configure_preset lint
  build_preset lint schemas_events schemas_rows schemas_read_models # the headers that are generated
  local faults=0
  check_format "$@" || faults=1
  check_tidiness "$@" || faults=1
  ((faults == 0)) || fail 'lint found faults'
  say 'lint found nothing'
}

sources() { # sources <patterns…> -- [path…]
  local patterns=()
  while [[ $1 != -- ]]; do patterns+=("$1"); shift; done
  shift
  (cd "$REPO" && git ls-files -- "${@:-.}") | grep -E "$(IFS='|'; echo "${patterns[*]}")" || true
}

check_format() {
  say 'clang-format'
  # What the generator writes has the generator's form.
  sources '\.cpp$' '\.hpp$' -- "$@" | { grep -v '^tests/codegen/expected/' || true; } | (cd "$REPO" && xargs -r clang-format --dry-run -Werror)
}

check_tidiness() {
  say 'clang-tidy (some ten minutes for all; name a folder or file for less)'
  # g++'s own warning options are unknown to it.
  sources '^(domain|schemas|platform|command-api|query-api|projectors|realtime-gateway)/.*\.cpp$' -- "$@" |
    (cd "$REPO" && xargs -r -n 1 -P "$FRONTDESK_JOBS" clang-tidy -p build/lint --quiet --extra-arg=-Wno-unknown-warning-option 2> >(grep -v 'warnings generated' >&2 || true))
}
