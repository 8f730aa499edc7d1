# An instance: its files, its supervisor, its processes.

readonly STORES=(postgres redis kafka)
readonly PROGRAMS=(command-api projectors query-api realtime-gateway)

# Several gateways are processes of one program: realtime-gateway, realtime-gateway-2 and so on.
gateway_names() {
  local number
  echo realtime-gateway
  for ((number = 2; number <= GATEWAYS; number++)); do echo "realtime-gateway-$number"; done
}
gateway_number() { [[ $1 =~ -([0-9]+)$ ]] && echo "${BASH_REMATCH[1]}" || echo 1; }
# The ports behind the controller's, but for the first one's.
gateway_port() { (($1 == 1)) && echo "$REALTIME_GATEWAY_PORT" || echo $((10#$FRONTDESK_PORT_BASE + 7 + $1)); }
gateway_ports() {
  local number
  number=$(gateway_number "$1")
  echo "$(gateway_port "$number")${GATEWAY_PUBLIC_PORT:+,$((10#$GATEWAY_PUBLIC_PORT + number - 1))}"
}
program_of() { [[ $1 == realtime-gateway-* ]] && echo realtime-gateway || echo "$1"; }

ports_of() {
  case $1 in
    postgres) echo "$POSTGRES_PORT" ;;
    redis) echo "$REDIS_PORT" ;;
    kafka) echo "$BROKER_PORT,$CONTROLLER_PORT" ;;
    command-api) echo "$COMMAND_API_PORT" ;;
    projectors) echo "$PROJECTORS_PORT" ;;
    query-api) echo "$QUERY_API_PORT" ;;
    realtime-gateway*) gateway_ports "$1" ;;
    edge) echo "$FRONTDESK_PORTS" ;;
  esac
}

# Sets PROCESSES: what this instance starts. $1 is all, or stores.
choose_processes() {
  PROCESSES=()
  [[ $OWN_POSTGRES == no ]] || PROCESSES+=(postgres)
  [[ $OWN_REDIS == no ]] || PROCESSES+=(redis)
  [[ $OWN_KAFKA == no ]] || PROCESSES+=(kafka)
  local name
  if [[ $1 != stores ]]; then
    for name in "${PROGRAMS[@]}"; do [[ $name == realtime-gateway ]] || PROCESSES+=("$name"); done
    for name in $(gateway_names) edge; do PROCESSES+=("$name"); done
  fi
  INSTANCE_PROCESSES=
  for name in "${PROCESSES[@]}"; do INSTANCE_PROCESSES+="$name=$(ports_of "$name") "; done
}

look() {
  INSTANCE_PROCESSES=$INSTANCE_PROCESSES RUN_DIR=$RUN_DIR INSTANCE=$INSTANCE POSTGRES_DATA=$POSTGRES_DATA \
    FRONTDESK_LISTEN=$FRONTDESK_LISTEN "$PYTHON" "$REPO/infra/lib/instance.py" "$@"
}

# ---- folders ----

need_space() {
  local folder=$1 megabytes=$2 purpose=$3 free
  while [[ ! -d $folder ]]; do folder=$(dirname "$folder"); done
  free=$(df -Pm "$folder" | awk 'NR == 2 {print $4}')
  ((free >= megabytes)) || fail "the disk of $folder has $free MB free; $purpose needs $megabytes MB"
}

prepare_folders() {
  mkdir -p "$HOME_DIR" || fail "cannot make $HOME_DIR"
  [[ -w $HOME_DIR ]] || fail "$HOME_DIR is not writable by $(id -un)"
  # Others may pass through (PostgreSQL's own user must) but not list.
  [[ -n $(find "$HOME_DIR" -maxdepth 0 -perm 711) ]] || chmod 711 "$HOME_DIR"
  mkdir -p -m 700 "$CONF_DIR" "$HOME_DIR/logs" "$HOME_DIR/redis" "$KAFKA_DATA"
  mkdir -p -m 700 "$RUN_DIR"
  [[ -O $RUN_DIR && ! -L $RUN_DIR ]] || fail "$RUN_DIR belongs to somebody else"
  chmod 700 "$RUN_DIR"
}

# PostgreSQL refuses to be root, so root runs it as Debian's user; that user must be able to reach its data, which it
# cannot in a home that lies under, say, /root. Its data then has a folder of its own under /var/lib.
choose_postgres_folders() {
  POSTGRES_BIN=/usr/lib/postgresql/15/bin
  POSTGRES_USER=
  STATE_DIR=$HOME_DIR
  if ((EUID == 0)); then
    POSTGRES_USER=postgres
    reachable_by_postgres "$HOME_DIR" || STATE_DIR=/var/lib/frontdesk/$INSTANCE
  fi
  POSTGRES_DATA=$STATE_DIR/postgres
  POSTGRES_SOCKET_DIR=$STATE_DIR/postgres-socket
  if ((${#POSTGRES_SOCKET_DIR} > 85)); then
    # Not in /tmp for root: somebody else could have put a link there.
    POSTGRES_SOCKET_DIR=$( ((EUID)) && echo "$RUN_DIR" || echo "/run/frontdesk-$INSTANCE")
  fi
}

reachable_by_postgres() {
  local folder=$1
  id postgres >/dev/null 2>&1 || return 0
  while [[ ! -d $folder ]]; do folder=$(dirname "$folder"); done
  setpriv --reuid postgres --regid postgres --init-groups test -x "$folder"
}

as_postgres() {
  if [[ -n $POSTGRES_USER ]]; then
    (cd / && setpriv --reuid "$POSTGRES_USER" --regid "$POSTGRES_USER" --init-groups "$@")
  else
    "$@"
  fi
}

postgres_folder() {
  mkdir -p "$1"
  chmod 700 "$1"
  [[ -z $POSTGRES_USER ]] || chown "$POSTGRES_USER:$POSTGRES_USER" "$1"
}

prepare_postgres() {
  [[ -x $POSTGRES_BIN/initdb ]] || fail "PostgreSQL 15 is missing: $POSTGRES_BIN/initdb"
  if [[ $STATE_DIR != "$HOME_DIR" ]]; then
    mkdir -p -m 711 "$STATE_DIR"
    [[ -f $POSTGRES_DATA/PG_VERSION ]] || say "PostgreSQL's user cannot reach $HOME_DIR: its data is in $POSTGRES_DATA"
  fi
  postgres_folder "$POSTGRES_SOCKET_DIR"
  [[ -f $POSTGRES_DATA/frontdesk-ready ]] || create_cluster
  render "$REPO/infra/postgres/postgresql.conf" | as_postgres_file "$POSTGRES_DATA/postgresql.conf"
  as_postgres_file "$POSTGRES_DATA/pg_hba.conf" <"$REPO/infra/postgres/pg_hba.conf"
}

as_postgres_file() {
  write_file 600 "$1"
  [[ -z $POSTGRES_USER ]] || chown "$POSTGRES_USER:$POSTGRES_USER" "$1"
}

# The role and the database are made in single-user mode, so that nobody ever meets a cluster without them.
create_cluster() {
  say 'creating the PostgreSQL cluster'
  rm -rf "$POSTGRES_DATA"
  postgres_folder "$POSTGRES_DATA"
  local rights=LOGIN password=$POSTGRES_SOCKET_DIR/initial-password
  [[ $FRONTDESK_PROFILE == production ]] || rights='LOGIN CREATEDB'
  as_postgres_file "$password" <"$SECRETS_DIR/database_admin_password"
  as_postgres "$POSTGRES_BIN/initdb" -D "$POSTGRES_DATA" -U postgres --encoding=UTF8 --locale=C.UTF-8 --data-checksums \
    --auth=scram-sha-256 --pwfile="$password" >"$HOME_DIR/logs/initdb.log" 2>&1 ||
    fail "initdb failed: $(tail -1 "$HOME_DIR/logs/initdb.log")"
  rm -f "$password"
  as_postgres "$POSTGRES_BIN/postgres" --single -D "$POSTGRES_DATA" postgres >>"$HOME_DIR/logs/initdb.log" 2>&1 <<SQL
CREATE ROLE frontdesk $rights PASSWORD '$(<"$SECRETS_DIR/database_password")'
CREATE DATABASE frontdesk OWNER frontdesk
SQL
  ! grep -qE '(ERROR|FATAL|PANIC):' "$HOME_DIR/logs/initdb.log" ||
    fail "creating the database failed: $(grep -m1 -E '(ERROR|FATAL|PANIC):' "$HOME_DIR/logs/initdb.log")"
  as_postgres touch "$POSTGRES_DATA/frontdesk-ready"
}

# ---- configuration files ----

write_instance() {
  local name
  local variables=(HOME_DIR CONF_DIR RUN_DIR SECRETS_DIR STATE_DIR INSTANCE INSTANCE_PROCESSES PYTHON
    FRONTDESK_BIN FRONTDESK_LISTEN FRONTDESK_PORTS FRONTDESK_PORT_BASE FRONTDESK_PROFILE GATEWAYS
    POSTGRES_BIN POSTGRES_USER POSTGRES_DATA POSTGRES_SOCKET_DIR
    KAFKA_DATA KAFKA_JARS KAFKA_VERSION KAFKA_CLASS_ARCHIVE
    COMMAND_API_PORT OPERATOR_TOKEN DATABASE_URL REDIS_URL KAFKA_BROKERS)
  {
    echo '# Written by `frontdesk up`; holds secrets.'
    for name in "${variables[@]}"; do printf '%s=%q\n' "$name" "${!name}"; done
    printf 'PROCESSES=(%s)\n' "${PROCESSES[*]}"
    printf 'AWAITED_STORES=(%s)\n' "$(awaited_stores)"
    echo 'SERVICE_ENVIRONMENT=('
    service_environment
    echo ')'
  } | write_file 600 "$CONF_DIR/instance.env"
}

awaited_stores() {
  [[ $OWN_POSTGRES == no ]] || echo -n "127.0.0.1:$POSTGRES_PORT "
  [[ $OWN_KAFKA == no ]] || echo -n "127.0.0.1:$BROKER_PORT"
}

# A setting without a value is not passed on: the program's own default holds.
service_environment() {
  local name
  for name in "${SERVICE_SETTINGS[@]}"; do [[ -z ${!name} ]] || printf '  %q\n' "$name=${!name}"; done
}

write_configurations() {
  [[ $OWN_POSTGRES == no ]] || prepare_postgres
  if [[ $OWN_REDIS == yes ]]; then
    REDIS_PASSWORD=$(<"$SECRETS_DIR/redis_password") render "$REPO/infra/redis/redis.conf" | write_file 600 "$CONF_DIR/redis.conf"
  fi
  [[ $OWN_KAFKA == no ]] || render "$REPO/infra/kafka/server.properties" | write_file 600 "$CONF_DIR/kafka.properties"
  [[ " ${PROCESSES[*]} " != *' edge '* ]] || write_edge
  write_instance
  write_supervisor
}

# Whatever a process depends on is in its stamp; a changed stamp makes the supervisor start it anew.
stamp_of() {
  {
    case $1 in
      postgres) cat "$POSTGRES_DATA/postgresql.conf" "$POSTGRES_DATA/pg_hba.conf" ;;
      redis) cat "$CONF_DIR/redis.conf" ;;
      kafka) cat "$CONF_DIR/kafka.properties" "$REPO/infra/lib/kafka_broker.sh" ;;
      edge) cat "$CONF_DIR"/edge/* ;;
      *) stat -c '%n %Y %s' "$FRONTDESK_BIN/$(program_of "$1")"; ports_of "$1"; service_environment ;;
    esac
  } | sha256sum | cut -c1-16
}

write_supervisor() {
  local PROGRAM PRIORITY STOP_SIGNAL STOP_SECONDS STAMP SUPERVISOR_USER='' OPEN_FILES
  OPEN_FILES=$(ulimit -Hn)
  [[ $OPEN_FILES != unlimited ]] && ((OPEN_FILES < 20000)) || OPEN_FILES=20000
  ((EUID)) || SUPERVISOR_USER=user=root
  {
    render "$REPO/infra/supervisor/supervisord.conf"
    for PROGRAM in "${PROCESSES[@]}"; do
      STOP_SIGNAL=TERM STOP_SECONDS=20
      case $PROGRAM in
        postgres) PRIORITY=10 STOP_SIGNAL=INT STOP_SECONDS=30 ;; # INT: do not wait for clients to leave
        redis) PRIORITY=10 ;;
        kafka) PRIORITY=10 STOP_SECONDS=30 ;;
        edge) PRIORITY=30 STOP_SECONDS=8 ;;
        realtime-gateway*) PRIORITY=20 STOP_SECONDS=$((DRAIN_SECONDS + 15)) ;;
        *) PRIORITY=20 ;;
      esac
      STAMP=$(stamp_of "$PROGRAM")
      render "$REPO/infra/supervisor/program.conf"
    done
  } | write_file 600 "$CONF_DIR/supervisord.conf"
}

# ---- start and stop ----

supervisor() { supervisorctl -c "$CONF_DIR/supervisord.conf" "$@" 9>&-; }

# Ports of processes that do not run yet, or run elsewhere, must be free.
check_ports() {
  local running=$1 previous=$2 name port address addresses told had entries=()
  for name in "${PROCESSES[@]}"; do
    had=
    [[ " $running " != *" $name "* || ! " $previous " =~ \ $name=([0-9,]+)\  ]] || had=,${BASH_REMATCH[1]},
    for port in $(ports_of "$name" | tr ',' ' '); do
      [[ $had != *",$port,"* ]] || continue
      addresses=127.0.0.1
      [[ $name != edge ]] || addresses=$(edge_addresses)
      [[ $name != realtime-gateway* || $port == "$(gateway_port "$(gateway_number "$name")")" ]] || addresses=$FRONTDESK_LISTEN
      for address in $addresses; do entries+=("$address:$port=$name"); done
    done
  done
  ((${#entries[@]} == 0)) || told=$(look taken "${entries[@]}") || fail "$told"
}

start_processes() {
  local running=$1 name stopped=()
  if [[ $running == none ]]; then
    look end-leftovers
    check_ports '' ''
    rm -f "$RUN_DIR"/*.started
    (cd / && supervisord -c "$CONF_DIR/supervisord.conf" 9>&-) || fail "the supervisor did not start: see $HOME_DIR/logs/supervisord.log"
    return
  fi
  supervisor update >/dev/null || fail "the supervisor refused its configuration: see $HOME_DIR/logs/supervisord.log"
  running=$(look running)
  for name in "${PROCESSES[@]}"; do [[ " $running " == *" $name "* ]] || stopped+=("$name"); done
  ((${#stopped[@]} == 0)) || supervisor start "${stopped[@]}" >/dev/null || true
}

await_processes() {
  local missing name
  missing=$(look await "$FRONTDESK_READY_SECONDS" "$@") && return 0
  for name in $missing; do
    say "--- last lines of $HOME_DIR/logs/$name.log"
    tail -n 8 "$HOME_DIR/logs/$name.log" 2>/dev/null || true
  done
  fail "not ready after $FRONTDESK_READY_SECONDS s: $missing"
}

# The settings that the running (or last) instance of this home was started with.
load_instance() {
  [[ -f $CONF_DIR/instance.env ]] || return 1
  # shellcheck source=/dev/null
  source "$CONF_DIR/instance.env"
}

stop_processes() {
  local pid waited=0
  if [[ $(look running) != none ]]; then
    pid=$(<"$RUN_DIR/supervisord.pid")
    supervisor shutdown >/dev/null
    while kill -0 "$pid" 2>/dev/null; do
      ((waited++ < 600)) || fail "the supervisor (pid $pid) does not end"
      sleep 0.1
    done
  fi
  look end-leftovers
}
