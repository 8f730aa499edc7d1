# The build, and where its results are.

# A folder of programs that the user names (FRONTDESK_BIN) is taken as it is.
build_release() {
  local program
  if [[ $FRONTDESK_BIN == "$REPO/build/release/bin" ]]; then build_preset release; fi
  for program in "${PROGRAMS[@]}"; do
    [[ -x $FRONTDESK_BIN/$program ]] || fail "$FRONTDESK_BIN/$program is missing"
  done
}

# build_preset <preset> [target …]
build_preset() {
  local preset=$1 targets=()
  shift
  need_space "$REPO" 2000 'a build'
  (($# == 0)) || targets=(--target "$@")
  (
    cd "$REPO"
    if [[ ! -f build/$preset/build.ninja ]]; then
      say "configuring build/$preset"
      cmake --preset "$preset" >"$(configure_log "$preset")" 2>&1 ||
        { tail -n 15 "$(configure_log "$preset")"; fail "cmake --preset $preset failed"; }
    fi
    NINJA_STATUS='  [%f/%t] ' cmake --build --preset "$preset" -j "$FRONTDESK_JOBS" "${targets[@]}" || fail "building build/$preset failed"
    note_build_version "build/$preset/bin/VERSION"
  )
}

configure_log() { mkdir -p "$REPO/build" && echo "$REPO/build/$1-configure.log"; }

note_build_version() {
  local version commit
  version=$(sed -n 's/^project(frontdesk VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
  commit=$(git rev-parse --short HEAD 2>/dev/null) || commit=
  mkdir -p "$(dirname "$1")"
  printf '%s' "$version${commit:++$commit}" >"$1"
}
