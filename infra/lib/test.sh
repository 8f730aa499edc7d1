# The tests: built, run in groups by what they need, counted.
#   unit    nothing but themselves (built with the sanitizers, as all tests are)
#   stores  a real Kafka, PostgreSQL and Redis
#   system  a whole Frontdesk of release programs, spoken to over the network
#   long    whatever does not fit the everyday run; with --long only
# Unit tests full of threads are run a second time, under ThreadSanitizer, which does not go with the other sanitizers.
# librdkafka starts its threads behind ThreadSanitizer's back, so whatever uses Kafka is not among them.

readonly TEST_PRESET=dev
readonly TEST_HOME=$REPO/.frontdesk-test
# Two checkouts can be tested at once if one of them is given other ports.
readonly TEST_PORTS=${FRONTDESK_TEST_PORTS:-13300,13500} TEST_PORT_BASE=${FRONTDESK_TEST_PORT_BASE:-17300}
readonly TEST_RESULTS=$REPO/build/test-results

run_tests() {
  local name= long=no argument labels
  for argument in "$@"; do
    case $argument in
      --long) long=yes ;;
      -*) fail 'usage: ./frontdesk test [name] [--long]' ;;
      *) [[ -z $name ]] || fail 'usage: ./frontdesk test [name] [--long]'; name=$argument ;;
    esac
  done
  configure
  lock_tests
  install_packages
  configure_preset $TEST_PRESET
  configure_preset tsan
  choose_tests "$name" "$long"
  ((${#TESTS[@]})) || { say "no test matches '$name'"; say '0 passed, 0 failed'; exit 1; }
  build_preset $TEST_PRESET "${TESTS[@]}"
  if ((${#THREAD_TESTS[@]})); then build_preset tsan "${THREAD_TESTS[@]}"; fi
  rm -rf "$TEST_RESULTS"
  mkdir -p "$TEST_RESULTS/tsan"
  run_group unit "$FRONTDESK_JOBS"
  run_thread_tests "$FRONTDESK_JOBS"
  run_groups_with_instance
  count_and_exit
}

# What compiling costs from empty, without ccache, scaled from every n-th object: docs/building.md.
measure_build() {
  local every=$1 preset
  [[ $every =~ ^[1-9][0-9]*$ ]] || fail 'usage: ./frontdesk bench --build [n]'
  configure
  install_packages
  for preset in release $TEST_PRESET tsan; do configure_preset "$preset"; done
  choose_tests '' no
  "$PYTHON" "$REPO/infra/lib/build_cost.py" "$REPO/build/release" "$every" "${RELEASE_TARGETS[@]}"
  "$PYTHON" "$REPO/infra/lib/build_cost.py" "$REPO/build/$TEST_PRESET" "$every" "${TESTS[@]}"
  "$PYTHON" "$REPO/infra/lib/build_cost.py" "$REPO/build/tsan" "$every" "${THREAD_TESTS[@]}"
}

# A second run would take the first one's instance away.
lock_tests() {
  mkdir -p "$REPO/build"
  exec 8>"$REPO/build/test.lock"
  flock -n 8 || fail 'another ./frontdesk test runs in this repository'
}

# Sets TESTS (their names, which are their targets), TESTS_BY_LABEL and THREAD_TESTS.
choose_tests() {
  local name=$1 long=$2 label test
  TESTS=()
  declare -gA TESTS_BY_LABEL=()
  while read -r label test; do
    [[ $label != long || $long == yes ]] || continue
    TESTS+=("$test")
    TESTS_BY_LABEL[$label]+="$test "
  done < <(list_tests $TEST_PRESET ${name:+-R "$name"})
  mapfile -t THREAD_TESTS < <(list_tests tsan -L '^threads$' ${name:+-R "$name"} | cut -d ' ' -f 2)
}

# A line "label name" for each.
list_tests() {
  local preset=$1
  shift
  (cd "$REPO/build/$preset" && ctest "$@" --show-only=json-v1 | "$PYTHON" "$REPO/infra/lib/tests.py" list)
}

run_group() {
  local label=$1 jobs=$2
  [[ -n ${TESTS_BY_LABEL[$label]:-} ]] || return 0
  say "--- $label tests"
  # shellcheck disable=SC2086
  run_programs $TEST_PRESET "$jobs" "$TEST_RESULTS" "$label" ${TESTS_BY_LABEL[$label]}
}

run_thread_tests() {
  ((${#THREAD_TESTS[@]})) || return 0
  say '--- unit tests under ThreadSanitizer'
  run_programs tsan "$1" "$TEST_RESULTS/tsan" threads "${THREAD_TESTS[@]}"
}

# run_programs <preset> <jobs> <folder for results> <name of the result> <program>…
run_programs() {
  local preset=$1 jobs=$2 results=$3 name=$4 pattern
  shift 4
  pattern="^($(IFS='|'; echo "$*"))\$"
  # Failures are counted at the end; here every group gets its turn.
  GTEST_OUTPUT="json:$results/" ctest --test-dir "$REPO/build/$preset" -R "$pattern" -j "$jobs" --output-on-failure \
    --no-tests=error --output-junit "$results/$name.xml" 8>&- || true
}

run_groups_with_instance() {
  local only=()
  [[ -n ${TESTS_BY_LABEL[stores]:-}${TESTS_BY_LABEL[system]:-}${TESTS_BY_LABEL[long]:-} ]] || return 0
  [[ -n ${TESTS_BY_LABEL[system]:-}${TESTS_BY_LABEL[long]:-} ]] || only=(--only stores)
  trap stop_test_instance EXIT
  on_test_instance reset --yes >/dev/null
  say '--- starting an instance for the tests'
  on_test_instance up "${only[@]}" || { echo "up failed" >"$TEST_RESULTS/instance.failed"; return 0; }
  (
    adopt_test_instance
    run_group stores 1
    run_group system 1
    run_group long 1
  )
}

# Runs a command of this script on the tests' own instance. Settings of the user's instance, from the environment or
# .env, must not reach it: an empty setting counts as not given.
on_test_instance() {
  local setting clean=()
  for setting in "${SETTINGS[@]}"; do clean+=("$setting="); done
  env "${clean[@]}" FRONTDESK_HOME="$TEST_HOME" FRONTDESK_PORTS=$TEST_PORTS FRONTDESK_PORT_BASE=$TEST_PORT_BASE \
    FRONTDESK_CACHE="$FRONTDESK_CACHE" FRONTDESK_JOBS="$FRONTDESK_JOBS" FRONTDESK_RATE_LIMITS=off \
    FRONTDESK_EVENT_PARTITIONS=8 FRONTDESK_IDENTITY_PARTITIONS=4 GATEWAYS=2 DRAIN_SECONDS=2 \
    "$REPO/frontdesk" "$@" 8>&-
}

# What the tests may know: where the instance is, its addresses, and its secrets.
adopt_test_instance() {
  local setting
  # shellcheck source=/dev/null
  source "$TEST_HOME/conf/instance.env"
  for setting in "${SERVICE_ENVIRONMENT[@]}"; do export "${setting?}"; done
  export FRONTDESK_TEST_HOME=$TEST_HOME FRONTDESK_HOME=$TEST_HOME FRONTDESK_PORTS=$TEST_PORTS FRONTDESK_PORT_BASE=$TEST_PORT_BASE
  export FRONTDESK_URL=http://127.0.0.1:${TEST_PORTS%%,*} FRONTDESK_SCRIPT=$REPO/frontdesk FRONTDESK_BIN FRONTDESK_CACHE
}

# The logs of a failed run are kept beside its results, those of tests/days' own instance too.
stop_test_instance() {
  local rehearsal=$TEST_HOME-days
  if [[ -d $rehearsal ]]; then
    [[ ! -d $rehearsal/logs || ! -d $TEST_RESULTS ]] || cp -r "$rehearsal/logs" "$TEST_RESULTS/logs-of-days"
    FRONTDESK_HOME=$rehearsal "$REPO/frontdesk" reset --yes >/dev/null 8>&- || true
  fi
  on_test_instance down >/dev/null || true
  [[ ! -d $TEST_HOME/logs || ! -d $TEST_RESULTS ]] || cp -r "$TEST_HOME/logs" "$TEST_RESULTS/logs"
  on_test_instance reset --yes >/dev/null || true
}

count_and_exit() {
  local result=0
  trap - EXIT
  [[ ! -d $TEST_HOME ]] || stop_test_instance
  "$PYTHON" "$REPO/infra/lib/tests.py" count "$TEST_RESULTS" "$TEST_RESULTS/tsan" || result=$?
  exit $result
}
