# The build, and where its results are.

readonly RELEASE_TARGETS=("${PROGRAMS[@]}" frontdesk-api frontdesk-demo frontdesk-bench)

# A folder of programs that the user names (FRONTDESK_BIN) is taken as it is.
build_release() {
  local program
  if [[ $FRONTDESK_BIN == "$REPO/build/release/bin" ]]; then
    configure_preset release
    build_preset release "${RELEASE_TARGETS[@]}"
    note_build_version
  fi
  for program in "${PROGRAMS[@]}" frontdesk-api; do
    [[ -x $FRONTDESK_BIN/$program ]] || fail "$FRONTDESK_BIN/$program is missing"
  done
}

configure_preset() {
  local preset=$1 log=$REPO/build/$1-configure.log
  mkdir -p "$REPO/build"
  if [[ -f $REPO/build/$preset/build.ninja ]]; then
    # Runs CMake again if one of its files has changed.
    ninja -C "$REPO/build/$preset" build.ninja >"$log" 2>&1 || { tail -n 15 "$log"; fail "configuring build/$preset failed"; }
    return
  fi
  need_space "$REPO" 2000 'a build'
  say "configuring build/$preset"
  (cd "$REPO" && cmake --preset "$preset" >"$log" 2>&1) || { tail -n 15 "$log"; fail "cmake --preset $preset failed"; }
}

# build_preset <preset> <target>…: says nothing when there is nothing to do.
build_preset() {
  local preset=$1 log=$REPO/build/$1-build.log
  shift
  if ninja -C "$REPO/build/$preset" -n "$@" 2>&1 | grep -q 'no work to do'; then return; fi
  need_space "$REPO" 2000 'a build'
  say "building build/$preset"
  NINJA_STATUS='  [%f/%t] ' ninja -C "$REPO/build/$preset" -j "$FRONTDESK_JOBS" "$@" 8>&- 9>&- 2>&1 | tee "$log" | show_progress ||
    { tail -n 40 "$log"; fail "building build/$preset failed"; }
}

# Every step on a terminal; elsewhere one line in 15 s is enough.
show_progress() {
  local line last=$SECONDS
  if [[ -t 1 ]]; then cat; return; fi
  while IFS= read -r line; do
    if ((SECONDS - last >= 15)); then printf '%s\n' "$line"; last=$SECONDS; fi
  done
}

note_build_version() {
  local version commit
  version=$(sed -n 's/^project(frontdesk VERSION \([0-9.]*\).*/\1/p' "$REPO/CMakeLists.txt")
  commit=$(git -C "$REPO" rev-parse --short HEAD 2>/dev/null) || commit=
  printf '%s' "$version${commit:++$commit}" >"$FRONTDESK_BIN/VERSION"
}
